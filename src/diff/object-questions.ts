import { type Change, derive } from '../schema/canonical.ts';
import type { ObjectAnswers, ObjectQuestion } from '../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../schema/objects/object.ts';
import { objectKey } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * The objects that are on both sides and not the same in text.
 *
 * @param existing what there is at this moment, where renames are yet to be made
 */
export function objectQuestions(from: Schema, to: Schema, existing: Schema): readonly ObjectQuestion[] {
  const before = new Map((from.objects ?? []).map((object) => [objectKey(object), object]));
  return (to.objects ?? []).flatMap((declared) => {
    const reflected = before.get(objectKey(declared));
    if (reflected === undefined || isSameObject(reflected, declared)) return [];
    return [{ reflected, declared, surroundings: to, existing }];
  });
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
