import { type Change, derive } from '../schema/canonical.ts';
import type { ObjectAnswers, ObjectQuestion } from '../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../schema/objects/object.ts';
import { objectKey } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';
import { nameOf, tableKey } from '../schema/table-name.ts';

/**
 * The objects that are on both sides and not the same in text.
 *
 * @param existing what there is at this moment, where renames are yet to be made
 */
export function objectQuestions(from: Schema, to: Schema, existing: Schema): readonly ObjectQuestion[] {
  const before = new Map((from.objects ?? []).map((object) => [objectKey(object), object]));
  const namesakes = overloadsOfOneName(from, to);
  return (to.objects ?? []).flatMap((declared) => {
    const reflected = before.get(objectKey(declared)) ?? namesakes.get(declared);
    if (reflected === undefined || isSameObject(reflected, declared)) return [];
    return [{ reflected, declared, surroundings: to, existing }];
  });
}

/**
 * Routines whose arguments read otherwise on the two sides, and which are the only ones of their name that do: they may be the
 * same one, spelled in a way that only the server can tell (`users.id%TYPE`).
 */
function overloadsOfOneName(from: Schema, to: Schema): ReadonlyMap<SchemaObject, SchemaObject> {
  const [before, after] = [from, to].map(({ objects = [] }) => objects.filter((object) => 'signature' in object));
  const alone = (own: readonly SchemaObject[] = [], others: readonly SchemaObject[] = []) => {
    const known = new Set(others.map(objectKey));
    return groupByName(own.filter((object) => !known.has(objectKey(object))));
  };
  const [gone, added] = [alone(before, after), alone(after, before)];
  return new Map(
    [...added].flatMap(([name, [declared, ...more]]) => {
      const [reflected, ...others] = gone.get(name) ?? [];
      if (declared === undefined || reflected === undefined || more.length + others.length > 0) return [];
      return [[declared, reflected] as const];
    }),
  );
}

function groupByName(objects: readonly SchemaObject[]): ReadonlyMap<string, readonly SchemaObject[]> {
  const groups = new Map<string, SchemaObject[]>();
  for (const object of objects) {
    const name = `${object.kind} ${tableKey(nameOf(object))}`;
    groups.set(name, [...(groups.get(name) ?? []), object]);
  }
  return groups;
}

/** `to` with every object as the server would have it; what is made of it remains what was declared. */
export function adoptObjects(to: Schema, questions: readonly ObjectQuestion[], answers: ObjectAnswers): Schema {
  const answered = new Map<SchemaObject, SchemaObject>();
  questions.forEach(({ declared, reflected }, at) => {
    const found = answers.same[at] === true ? reflected : answers.printed?.[at];
    if (found !== undefined) answered.set(declared, inFormOf(declared, found));
  });
  if (answered.size === 0) return to;
  return { ...to, objects: (to.objects ?? []).map((object) => answered.get(object) ?? object) };
}

/** What the one says, as a canonical form of the other. */
function inFormOf(declared: SchemaObject, found: SchemaObject): SchemaObject {
  const absent = Object.keys(declared).filter((key) => !(key in found));
  const change = { ...Object.fromEntries(absent.map((key) => [key, undefined])), ...found };
  return derive(declared as object, change as Change<object>) as SchemaObject;
}
