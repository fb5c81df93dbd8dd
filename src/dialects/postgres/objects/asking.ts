import type { ObjectKind, ObjectOf, SchemaObject } from '../../../schema/objects/object.ts';
import type { TableName } from '../../../schema/table-name.ts';
import type { Server } from '../../dialect.ts';

/**
 * How the server is asked what it would make of an object of one kind: a throw-away thing of the declared object is made in
 * the temporary schema, and read back as the catalog prints it.
 *
 * To plug in a kind: write an `Asking` beside its `ObjectSupport` and name it in `askings` (askings.ts); nothing else.
 * Before `make`, everything that the object mentions and that is new or changes in the target is made there in its target
 * form (shadows.ts), under its own name without a schema: the temporary schema is the first that names are looked up in,
 * but for those of functions and operators. Texts that go into `make` and `read` have their qualifiers taken off through
 * `place.text` where they name such a thing. Everything runs in one round trip and is undone; what the server refuses is
 * taken to be different. Make what you make under the name `thrownAway`, in `pg_temp` where it is a routine.
 */
export interface Asking<K extends ObjectKind> {
  /**
   * Tables and views that have to be there in a temporary form even though they do not change: that of a trigger. Where one
   * cannot be made, as it is in no model, the object is not asked about: nothing is ever made on what is really there.
   */
  readonly stands?: (object: ObjectOf<K>) => readonly TableName[];
  /** Statements that make the throw-away thing. `object` is as it was declared, or as the catalog has it. */
  readonly make: (object: ObjectOf<K>, place: AskingPlace) => readonly string[];
  /** A query for one text (JSON, as a rule) that says all that the catalog has of it. */
  readonly read: (object: ObjectOf<K>, place: AskingPlace) => string;
  /** The object with what was read in place of what it said. It is brought into canonical form after that. */
  readonly printed: (answer: string, object: ObjectOf<K>, place: AskingPlace) => ObjectOf<K>;
}

/** Where something is made to be thrown away. */
export interface AskingPlace {
  readonly server: Server;
  /** SQL without the qualifiers of names that stand in the temporary schema while this is asked. */
  text(sql: string): string;
  /** Whether a table, view or type is there in a temporary form. */
  stands(name: TableName): boolean;
  /** How a table or view is written here: without its schema where it stands in the temporary one. */
  relation(name: TableName): string;
}

/** What the throw-away thing is called. */
export const thrownAway = 'athanor_object';

/** The kinds that the server is asked about; of the others, canonical forms say all that there is to say. */
export type Askings = { readonly [K in ObjectKind]?: Asking<K> };

/** How a kind is asked about, if it is. */
export const askingOf = (askings: Askings, { kind }: SchemaObject): Asking<ObjectKind> | undefined =>
  askings[kind] as unknown as Asking<ObjectKind> | undefined;

/**
 * How a new or changed thing of one kind is made in the temporary schema for others to lean on: types, views. Named in
 * `shadowings` (askings.ts). Tables and enums are known already; functions cannot be found there.
 */
export type Shadowing<K extends ObjectKind> = (object: ObjectOf<K>, place: AskingPlace) => readonly string[];

/** The kinds of objects that can be shadowed. */
export type Shadowings = { readonly [K in ObjectKind]?: Shadowing<K> };
