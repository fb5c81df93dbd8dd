import { equal } from '../equal.ts';
import { type ObjectKind, type ObjectOf, type SchemaObject, withoutDependencies } from './object.ts';
import type { Policy } from './policy.ts';
import type { Routine } from './routine.ts';
import type { Trigger } from './trigger.ts';
import type { CompositeType } from './user-type.ts';
import type { MaterializedView, View } from './view.ts';

/** One function for each kind that can be altered in some ways; both sides are canonical. */
type Alterations = { readonly [K in ObjectKind]?: (from: ObjectOf<K>, to: ObjectOf<K>) => boolean };

const always = (): boolean => true;

/** Whether two objects are the same but for these parts. */
const butFor =
  <T extends SchemaObject>(...parts: readonly (keyof T)[]) =>
  (from: T, to: T): boolean => {
    const rest = (object: T): object =>
      Object.fromEntries(
        Object.entries(withoutDependencies(object)).filter(([key]) => !parts.includes(key as keyof T)),
      );
    return equal(rest(from), rest(to));
  };

/** CREATE OR REPLACE keeps what leans on a routine as long as it is called as before. */
const isReplaceable = (from: Routine, to: Routine): boolean =>
  from.arguments === to.arguments &&
  from.returns === to.returns &&
  from.postgresql?.window === to.postgresql?.window &&
  (to.defaults ?? []).length >= (from.defaults ?? []).length;

/** A policy can be given conditions and others for them, but not lose one. */
const keepsConditions = (from: Policy, to: Policy): boolean =>
  butFor<Policy>('roles', 'using', 'withCheck', 'comment')(from, to) &&
  (from.using === undefined || to.using !== undefined) &&
  (from.withCheck === undefined || to.withCheck !== undefined);

/** A trigger can be switched on and off. */
function isOnlySwitched({ postgresql: from = {} }: Trigger, { postgresql: to = {} }: Trigger): boolean {
  const { enabled: _, ...before } = from;
  const { enabled: __, ...after } = to;
  return equal(before, after);
}

/** Attributes come and go, but new ones stand behind the others. */
function keepsOrder(from: CompositeType, to: CompositeType): boolean {
  const before = new Set(from.attributes.map(({ name }) => name));
  const after = to.attributes.map(({ name }) => name);
  const kept = after.filter((name) => before.has(name));
  return (
    kept.every((name, at) => after[at] === name) &&
    from.attributes
      .map(({ name }) => name)
      .filter((name) => kept.includes(name))
      .join('\u0000') === kept.join('\u0000')
  );
}

/** A view can get another query that shows the same columns, which takes a server to know. */
const showsTheSame = (from: View, to: View): boolean =>
  (from.definition === to.definition && equal(from.columns, to.columns)) ||
  (from.resultColumns !== undefined && equal(from.resultColumns, to.resultColumns));

/** A materialized view keeps its rows as long as it keeps its query. */
const keepsRows = (from: MaterializedView, to: MaterializedView): boolean =>
  from.definition === to.definition &&
  equal(from.columns, to.columns) &&
  from.postgresql?.using === to.postgresql?.using;

const alterations: Alterations = {
  schema: always,
  sequence: always,
  enum: always,
  function: isReplaceable,
  procedure: isReplaceable,
  aggregate: butFor('comment'),
  trigger: (from, to) => butFor<ObjectOf<'trigger'>>('comment', 'postgresql')(from, to) && isOnlySwitched(from, to),
  eventTrigger: butFor('comment', 'enabled'),
  policy: keepsConditions,
  domain: butFor('comment', 'serverDefault', 'nullable', 'checks'),
  compositeType: keepsOrder,
  rangeType: butFor('comment'),
  extension: always,
  view: showsTheSame,
  materializedView: keepsRows,
  rule: always,
};

/**
 * Whether an object can become another one of its name while other things lean on it, on every database that has it. What
 * cannot is dropped and created, with everything that leans on it.
 */
export const isAlterable = (from: SchemaObject, to: SchemaObject): boolean =>
  (alterations[to.kind] as ((from: SchemaObject, to: SchemaObject) => boolean) | undefined)?.(from, to) === true;
