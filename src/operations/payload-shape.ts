import { didYouMean } from '../closest.ts';
import { UsageError } from '../errors.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { OwnKind } from './kinds.ts';
import type { Payloads } from './operation.ts';

/** Looks at a part of a payload, and says what is wrong with it. `at` is where it stands, such as `column.type`. */
type Part = (value: unknown, at: string) => string | undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
};

const has =
  (what: string, fits: (value: unknown) => boolean): Part =>
  (value, at) => {
    if (value === undefined) return `'${at}' is missing`;
    return fits(value) ? undefined : `'${at}' has to be ${what}, but is ${shown(value)}`;
  };

const text = has('text', (value) => typeof value === 'string');
const flag = has('true or false', (value) => typeof value === 'boolean');
const number = has('a number', (value) => typeof value === 'number');
const object = has('an object', isObject);
const list = has('a list', Array.isArray);
const sql = has('SQL, or SQL by database', (value) => typeof value === 'string' || isObject(value));
const isType = (value: unknown): boolean => isObject(value) && typeof value.type === 'string';
const type = has('a type, such as sa.Integer', isType);

const schemaName = has('a schema, or null for the default one', (value) => value === null || typeof value === 'string');

const optional =
  (part: Part): Part =>
  (value, at) =>
    value === undefined ? undefined : part(value, at);

const listOf =
  (part: Part): Part =>
  (value, at) =>
    list(value, at) ?? firstOf((value as readonly unknown[]).map((item, index) => part(item, `${at}[${index}]`)));

const fields =
  (parts: Readonly<Record<string, Part>>): Part =>
  (value, at) =>
    object(value, at) ??
    firstOf(Object.entries(parts).map(([key, part]) => part((value as Record<string, unknown>)[key], `${at}.${key}`)));

const firstOf = (complaints: readonly (string | undefined)[]): string | undefined =>
  complaints.find((complaint) => complaint !== undefined);

const names = listOf(text);
const column = fields({ name: text, type });
const index = fields({ columns: list });
const position = has(
  "'first' or { after }",
  (value) => value === 'first' || (isObject(value) && typeof value.after === 'string'),
);
const named = fields({ name: text });
const schemaObject = fields({ kind: text, name: text });

const constraints: { readonly [K in Constraint['kind']]: Part } = {
  primaryKey: fields({ columns: names }),
  unique: fields({ columns: names }),
  foreignKey: fields({ columns: names, references: fields({ table: text, columns: names }) }),
  check: fields({ expression: text }),
  exclusion: fields({ elements: listOf(fields({ operator: text })) }),
};

const kindOf: Part = (value, at) => {
  const known = Object.keys(constraints);
  if (typeof value === 'string' && known.includes(value)) return undefined;
  return text(value, at) ?? `'${at}' has to be one of ${known.join(', ')}, but is ${shown(value)}`;
};

const constraint: Part = (value, at) =>
  fields({ kind: kindOf })(value, at) ?? constraints[(value as Constraint).kind](value, at);

const table = fields({
  name: text,
  columns: listOf(column),
  constraints: optional(listOf(constraint)),
  indexes: optional(listOf(index)),
});

const on = { table: text, schema: optional(text) };
const renamed = { from: text, to: text };
const rows = listOf(object);

const shapes: { readonly [K in OwnKind]: { readonly [Key in keyof Required<Payloads[K]>]: Part } } = {
  createObject: { object: schemaObject },
  dropObject: { object: schemaObject },
  alterObject: { from: schemaObject, to: schemaObject },
  createTable: { table },
  dropTable: { table: named },
  moveTable: { table: text, from: schemaName, to: schemaName },
  renameTable: { ...renamed, schema: optional(text) },
  alterTable: { ...on, from: object, to: object },
  addColumn: { ...on, column, position: optional(position) },
  dropColumn: { ...on, column: named, position: optional(position) },
  alterColumn: { ...on, from: column, to: column, using: optional(sql) },
  renameColumn: { ...on, ...renamed },
  addConstraint: { ...on, constraint },
  dropConstraint: { ...on, constraint: object },
  renameConstraint: { ...on, ...renamed, kindOf },
  createIndex: { ...on, index, concurrently: optional(flag) },
  dropIndex: { ...on, index: object, concurrently: optional(flag) },
  renameIndex: { ...on, ...renamed },
  execute: { sql, undo: optional(sql) },
  bulkInsert: { ...on, rows },
  bulkDelete: { ...on, rows },
  backfill: { ...on, set: object, where: optional(text), batchSize: optional(number) },
};

/**
 * Refuses a payload that is not what its operation takes, which the compiler does only where somebody asks it.
 *
 * @throws UsageError
 */
export function requireShape(kind: OwnKind, payload: object): void {
  const parts: Readonly<Record<string, Part>> = shapes[kind];
  const unknown = Object.keys(payload).find((key) => !Object.hasOwn(parts, key));
  const values = payload as Readonly<Record<string, unknown>>;
  const complaint =
    unknown === undefined
      ? firstOf(Object.entries(parts).map(([key, part]) => part(values[key], key)))
      : `there is no '${unknown}' in what it takes`;
  if (complaint === undefined) return;
  const meant = unknown === undefined ? undefined : didYouMean(unknown, Object.keys(parts));
  throw new UsageError(`op.${kind} was given something else than it takes: ${complaint}`, {
    hint: meant ?? `op.${kind} takes ${Object.keys(parts).join(', ')}`,
  });
}
