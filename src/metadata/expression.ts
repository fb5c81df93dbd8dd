import type { FunctionCall, Literal, Text } from '../schema/expression.ts';

/**
 * A piece of SQL, taken as it is: in a server default, a computed column, an index.
 *
 * @param sql SQL as the database takes it. Values that come from outside do not belong here.
 * @example column(sa.Integer, { serverDefault: sa.text('1 + 1') })
 */
export const text = (sql: string): Text => ({ text: sql });

/** Calls one SQL function with plain values. */
export type SqlFunction = (...values: readonly Literal[]) => FunctionCall;

/** Functions that stand in defaults; completion knows them. */
type KnownFunction =
  | 'clock_timestamp'
  | 'coalesce'
  | 'concat'
  | 'current_date'
  | 'current_role'
  | 'current_schema'
  | 'current_time'
  | 'current_timestamp'
  | 'current_user'
  | 'date'
  | 'datetime'
  | 'gen_random_uuid'
  | 'json_array'
  | 'json_object'
  | 'julianday'
  | 'length'
  | 'localtime'
  | 'localtimestamp'
  | 'lower'
  | 'nextval'
  | 'now'
  | 'pi'
  | 'rand'
  | 'random'
  | 'randomblob'
  | 'session_user'
  | 'statement_timestamp'
  | 'strftime'
  | 'sysdate'
  | 'time'
  | 'transaction_timestamp'
  | 'unix_timestamp'
  | 'upper'
  | 'user'
  | 'utc_date'
  | 'utc_time'
  | 'utc_timestamp'
  | 'uuid'
  | 'uuid_generate_v4'
  | 'uuidv4'
  | 'uuidv7'
  | 'version';

/** Functions by their names in SQL: those that are known here, and any other. */
export type SqlFunctions = { readonly [Name in KnownFunction]: SqlFunction } & { readonly [name: string]: SqlFunction };

/**
 * Calls of SQL functions as data, which each database spells its own way.
 *
 * @example column(sa.DateTime, { serverDefault: sa.func.now() })
 */
export const func: SqlFunctions = new Proxy({} as SqlFunctions, {
  get: (_, name): SqlFunction | undefined =>
    typeof name === 'symbol'
      ? undefined
      : (...values) => ({ function: name, ...(values.length === 0 ? {} : { arguments: values }) }),
});
