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

/** The functions that every database has in some spelling, and any other by its own name. */
export interface SqlFunctions {
  /** The time at which the statement or transaction started: `CURRENT_TIMESTAMP`, `now()`. */
  readonly now: SqlFunction;
  readonly current_timestamp: SqlFunction;
  readonly current_date: SqlFunction;
  readonly current_time: SqlFunction;
  readonly localtime: SqlFunction;
  readonly localtimestamp: SqlFunction;
  readonly current_user: SqlFunction;
  readonly gen_random_uuid: SqlFunction;
  readonly uuid: SqlFunction;
  readonly random: SqlFunction;
  readonly nextval: SqlFunction;
  readonly [name: string]: SqlFunction;
}

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
