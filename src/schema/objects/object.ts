import type { SequenceOptions } from '../column.ts';
import { equal } from '../equal.ts';
import type { Dependent } from './dependency.ts';
import type { Extension } from './extension.ts';
import type { Policy } from './policy.ts';
import type { Aggregate, Routine } from './routine.ts';
import type { EventTrigger, RewriteRule, ScheduledEvent, Trigger } from './trigger.ts';
import type { CompositeType, Domain, RangeType } from './user-type.ts';
import type { MaterializedView, View } from './view.ts';
import type { VirtualTable } from './virtual-table.ts';

/** A namespace, as PostgreSQL has them. */
export interface Namespace extends Dependent {
  readonly kind: 'schema';
  readonly name: string;
  readonly schema?: never;
  readonly comment?: string;
  /** The name this schema had before: a rename hint. It takes no part in comparing. */
  readonly renamedFrom?: string;
}

/** A sequence that stands on its own; that of a serial or identity column is part of its column. */
export interface Sequence extends SequenceOptions, Dependent {
  readonly kind: 'sequence';
  readonly name: string;
  readonly schema?: string;
  readonly dataType?: string;
  readonly comment?: string;
}

/**
 * A PostgreSQL enum type as its catalog has it. It is reflected so that compiling knows which types are there; it is not
 * compared: an enum is declared, altered and dropped through the columns that use it.
 */
export interface EnumObject extends Dependent {
  readonly kind: 'enum';
  readonly name: string;
  readonly schema?: string;
  readonly values: readonly string[];
  readonly comment?: string;
}

/** What stands in a database beside tables and is created, altered and dropped as a whole. */
export type SchemaObject =
  | Namespace
  | Sequence
  | EnumObject
  | View
  | MaterializedView
  | Routine<'function'>
  | Routine<'procedure'>
  | Aggregate
  | Trigger
  | EventTrigger
  | RewriteRule
  | ScheduledEvent
  | Policy
  | Domain
  | CompositeType
  | RangeType
  | Extension
  | VirtualTable;

/** What kinds of them there are. */
export type ObjectKind = SchemaObject['kind'];

/** The objects of one kind. */
export type ObjectOf<K extends ObjectKind> = Extract<SchemaObject, { readonly kind: K }>;

const kindsOfObjects: Readonly<Record<ObjectKind, true>> = {
  schema: true,
  sequence: true,
  enum: true,
  view: true,
  materializedView: true,
  function: true,
  procedure: true,
  aggregate: true,
  trigger: true,
  eventTrigger: true,
  rule: true,
  event: true,
  policy: true,
  domain: true,
  compositeType: true,
  rangeType: true,
  extension: true,
  virtualTable: true,
};

/** Every kind of objects that Athanor itself has. */
export const objectKinds = Object.keys(kindsOfObjects) as readonly ObjectKind[];

/** Tells an object of Athanor's own kinds from one of a project's. */
export const isSchemaObject = (object: { readonly kind: string }): object is SchemaObject =>
  Object.hasOwn(kindsOfObjects, object.kind);

/** The object without what only a server tells, as it is compared and written. */
export function withoutDependencies<T extends SchemaObject>(object: T): T {
  if (!('dependsOn' in object || 'resultColumns' in object || 'access' in object)) return object;
  const { dependsOn: _, resultColumns: _columns, access: _access, ...rest } = object as Dependent & SchemaObject;
  return rest as T;
}

/** Whether two canonical objects are the same thing. */
export const isSameObject = (one: SchemaObject, other: SchemaObject): boolean =>
  one === other || equal(withoutDependencies(one), withoutDependencies(other));
