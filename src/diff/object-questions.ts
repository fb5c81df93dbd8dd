import type { ObjectQuestion } from '../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../schema/objects/object.ts';
import { objectKey } from '../schema/objects/object-name.ts';
import type { Schema } from '../schema/schema.ts';

/** The objects that are on both sides and not the same in text. */
export function objectQuestions(from: Schema, to: Schema): readonly ObjectQuestion[] {
  const before = new Map((from.objects ?? []).map((object) => [objectKey(object), object]));
  return (to.objects ?? []).flatMap((declared) => {
    const reflected = before.get(objectKey(declared));
    if (reflected === undefined || isSameObject(reflected, declared)) return [];
    return [{ reflected, declared, surroundings: to }];
  });
}

/** `to` with every object that the server found to be the same as it has it there. */
export function adoptObjects(to: Schema, questions: readonly ObjectQuestion[], same: readonly boolean[]): Schema {
  const answered = new Map<SchemaObject, SchemaObject>();
  questions.forEach(({ declared, reflected }, at) => {
    if (same[at] === true) answered.set(declared, reflected);
  });
  if (answered.size === 0) return to;
  return { ...to, objects: (to.objects ?? []).map((object) => answered.get(object) ?? object) };
}
