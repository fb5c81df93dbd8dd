import { UsageError } from '../errors.ts';
import type { Schema } from '../schema/schema.ts';
import type { TableName } from '../schema/table-name.ts';
import type { DialectName } from '../schema/type.ts';
import type { Hazard } from './description.ts';
import { kinds } from './kinds.ts';
import type { Operation } from './operation.ts';

/** For whom SQL is written, and how names and values are spelled there. */
export interface SqlWriter {
  readonly dialect: DialectName;
  /** Of the server; of the newest one known where there is none. */
  readonly version: readonly [major: number, minor: number, patch: number];
  identifier(name: string): string;
  table(name: TableName): string;
  literal(value: unknown): string;
}

/**
 * Statements: SQL, which is cut into its statements; or one after the other, where one of them has to run outside of a
 * transaction. An empty list does nothing.
 */
export type WrittenSql = string | readonly (string | { readonly sql: string; readonly transaction?: 'outside' })[];

/** An operation of a project's own. All but `name` and `compile` can be left out. */
export interface OperationDefinition<Payload extends object> {
  /** The method of `op`. */
  readonly name: string;
  /** What it is in SQL. Pure: it sees no database. */
  readonly compile: (payload: Payload, sql: SqlWriter) => WrittenSql;
  /**
   * What takes it back: the name of another operation of the project, which is given the same payload, or a function. Without
   * this it cannot be reversed.
   */
  readonly reverse?: string | ((payload: Payload) => Operation);
  /** One line for people; the name unless it is given. */
  readonly describe?: (payload: Payload) => string;
  /** What of it loses data or may fail on rows that are there. */
  readonly hazards?: (payload: Payload) => readonly Hazard[];
  /** What it does to the schema, where that is modelled. Without this it does nothing to it. */
  readonly apply?: (payload: Payload, schema: Schema) => Schema;
  /** What of the payload is written into a revision; all of it unless this says otherwise. */
  readonly asWritten?: (payload: Payload) => Payload;
  /** What has to be there when it runs, or goes only after it has run. */
  readonly order?: (payload: Payload) => OperationOrder;
}

/** What decides where an operation stands among others that a comparison has found. */
export interface OperationOrder {
  /** `first`: before tables change; `last`: when they have their new form. */
  readonly place: 'first' | 'last';
  /** Things that it brings about or removes, and things that have to be there, by keys that are its own matter. */
  readonly creates?: readonly string[];
  readonly drops?: readonly string[];
  readonly uses?: readonly string[];
  readonly releases?: readonly string[];
  /** Tables that it reads. */
  readonly tables?: readonly TableName[];
}

type AnyDefinition = OperationDefinition<Readonly<Record<string, unknown>>>;

const definitions = new Map<string, AnyDefinition>();

/**
 * Defines an operation of a project's own. From then on `op` has a method of that name, and it is rendered, reversed,
 * described and compiled as those of Athanor are. The module that calls this has to be imported by the config. Defining a name
 * again takes the place of the earlier one.
 *
 * @param definition its name, and what it is in SQL, in words and backwards
 * @returns a function that makes the operation, for `reverse` and for hooks of the config
 * @throws UsageError when the name is that of one of Athanor's own
 * @example
 * export const grantSelect = defineOperation<{ table: string; to: string }>({
 *   name: 'grantSelect',
 *   compile: ({ table, to }, sql) => `GRANT SELECT ON ${sql.table({ name: table })} TO ${sql.identifier(to)}`,
 *   reverse: 'revokeSelect',
 * });
 */
export function defineOperation<Payload extends object>(
  definition: OperationDefinition<Payload>,
): (payload: Payload) => Operation<'custom'> {
  const { name } = definition;
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || [...kinds, 'custom', 'query'].includes(name)) {
    throw new UsageError(`'${name}' cannot be the name of an operation`, {
      hint: 'use a name that JavaScript takes, and that is not one of the operations of Athanor',
    });
  }
  definitions.set(name, definition as unknown as AnyDefinition);
  return (payload) => ({ kind: 'custom', name, payload: payload as Readonly<Record<string, unknown>> });
}

/** The names of the operations that were defined. */
export const customOperationNames = (): readonly string[] => [...definitions.keys()];

/** What an operation of a project's own is. @throws UsageError when nothing has defined it */
export function definitionOf({ name }: Pick<Operation<'custom'>, 'name'>): AnyDefinition {
  const definition = definitions.get(name);
  if (definition !== undefined) return definition;
  throw new UsageError(`no operation '${name}' is defined`, {
    hint: 'import the module that calls defineOperation in the config',
  });
}
