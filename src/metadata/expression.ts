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
const knownFunctions = [
  'abs',
  'ceil',
  'char_length',
  'clock_timestamp',
  'coalesce',
  'concat',
  'cos',
  'current_catalog',
  'current_database',
  'current_date',
  'current_role',
  'current_schema',
  'current_setting',
  'current_time',
  'current_timestamp',
  'current_user',
  'date',
  'date_format',
  'date_trunc',
  'datetime',
  'decode',
  'encode',
  'exp',
  'extract',
  'floor',
  'format',
  'from_unixtime',
  'gen_random_uuid',
  'greatest',
  'hex',
  'instr',
  'json',
  'json_array',
  'json_build_array',
  'json_build_object',
  'json_object',
  'json_quote',
  'jsonb',
  'jsonb_build_array',
  'jsonb_build_object',
  'julianday',
  'least',
  'left',
  'length',
  'localtime',
  'localtimestamp',
  'lower',
  'lpad',
  'ltrim',
  'make_date',
  'make_timestamp',
  'md5',
  'mod',
  'nextval',
  'now',
  'nullif',
  'pi',
  'pow',
  'power',
  'quote',
  'rand',
  'random',
  'randomblob',
  'replace',
  'right',
  'round',
  'rpad',
  'rtrim',
  'session_user',
  'sin',
  'sqrt',
  'statement_timestamp',
  'strftime',
  'substr',
  'substring',
  'sysdate',
  'time',
  'timeofday',
  'timezone',
  'to_char',
  'to_date',
  'to_json',
  'to_jsonb',
  'to_timestamp',
  'to_tsvector',
  'transaction_timestamp',
  'trim',
  'txid_current',
  'typeof',
  'unhex',
  'unicode',
  'unix_timestamp',
  'unixepoch',
  'upper',
  'user',
  'utc_date',
  'utc_time',
  'utc_timestamp',
  'uuid',
  'uuid_generate_v1',
  'uuid_generate_v4',
  'uuid_to_bin',
  'uuid_v4',
  'uuid_v7',
  'uuidv4',
  'uuidv7',
  'version',
  'zeroblob',
] as const;

const known: ReadonlySet<string> = new Set(knownFunctions);

/** Whether the compiler knows a function by its name alone, as in `sa.func.now()`. */
export const isKnownFunction = (name: string): boolean => known.has(name);

/**
 * Functions by their names in SQL: those that are known here, and any other. Where the compiler is told to doubt what it
 * does not know (`noUncheckedIndexedAccess`), others are called by name: `sa.func('timezone', 'utc', 'now')`.
 */
export type SqlFunctions = { readonly [Name in (typeof knownFunctions)[number]]: SqlFunction } & {
  readonly [name: string]: SqlFunction;
} & ((name: string, ...values: readonly Literal[]) => FunctionCall);

const callFunction = (name: string, ...values: readonly Literal[]): FunctionCall => ({
  function: name,
  ...(values.length === 0 ? {} : { arguments: values }),
});

/**
 * Calls of SQL functions as data, which each database spells its own way.
 *
 * @example column(sa.DateTime, { serverDefault: sa.func.now() })
 */
export const func: SqlFunctions = new Proxy(callFunction as SqlFunctions, {
  get: (_, name): SqlFunction | undefined =>
    typeof name === 'symbol' ? undefined : (...values) => callFunction(name, ...values),
});
