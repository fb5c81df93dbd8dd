import fc from 'fast-check';
import { kinds, type OwnKind } from '../../src/operations/kinds.ts';
import type { Operation } from '../../src/operations/operation.ts';

type Data = fc.Arbitrary<unknown>;

const dollar = '$';

/** Strings that break quoting, keys or lines where nobody thought of them. */
const hostileStrings = [
  ["it's", '"quoted"', 'back\\slash', `\`tick\` ${dollar}{x}`, `${dollar}{`, '\\`', "'", '*/ x'],
  ['two\nlines', 'a\n  b\n c\t', 'tab\there', '\r\n', '\u2028', '\ud800', '\u202eevil', '', ' '],
  ['日本語', 'e\u0301', '👩‍👧', '__proto__', 'constructor', 'order', 'a.b', '1'],
];
const hostile = fc.constantFrom(...hostileStrings.flat());
const name = fc.oneof({ weight: 5, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,30}$/) }, hostile);
const sql = fc.oneof(fc.stringMatching(/^[ -~]{0,100}$/), hostile, fc.string({ unit: 'binary' }));
const names = fc.array(name, { minLength: 1, maxLength: 6 });
const flag = fc.boolean();
const small = fc.integer({ min: 0, max: 300 });

/** An object of which every part but the required ones may be absent. */
const shape = (required: Record<string, Data>, optional: Record<string, Data> = {}): Data =>
  fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required), noNullPrototype: true });

const literalValue = fc.oneof(
  sql,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  flag,
  fc.constant(null),
);
const text = shape({ text: sql });
const call = shape({ function: name }, { arguments: fc.array(literalValue, { minLength: 1, maxLength: 4 }) });
const serverDefault = fc.oneof(sql, fc.integer(), flag, text, call);

const { type } = fc.letrec<{ type: unknown; plain: unknown }>((tie) => ({
  plain: fc.oneof(
    fc
      .constantFrom('SmallInteger', 'Integer', 'Date', 'JSONB', 'postgresql.Citext', 'mysql.Year', 'sqlite.Any')
      .map((of) => ({
        type: of,
      })),
    shape({ type: fc.constant('String') }, { length: small, collation: name }),
    shape({ type: fc.constant('Numeric') }, { precision: small, scale: small }),
    shape({ type: fc.constant('DateTime') }, { timezone: flag, precision: small }),
    shape({ type: fc.constant('Boolean') }, { name, createConstraint: flag, constraintName: name }),
    shape(
      { type: fc.constant('Enum'), values: fc.array(name, { minLength: 1, maxLength: 9 }) },
      {
        name,
        schema: name,
        native: flag,
        createConstraint: flag,
        length: small,
        renamedFrom: fc.dictionary(name, name),
      },
    ),
    shape({ type: fc.constant('mysql.Decimal') }, { precision: small, scale: small, unsigned: flag }),
    shape({ type: fc.constant('mysql.Set'), values: names }, { charset: name }),
    shape({ type: fc.constant('custom'), sql }),
    shape({ type: fc.constant('Array'), item: tie('plain') }, { dimensions: small }),
  ),
  type: fc.oneof(
    { weight: 6, arbitrary: tie('plain') },
    {
      weight: 1,
      arbitrary: fc
        .record({ plain: tie('plain'), variants: fc.dictionary(fc.constantFrom('mysql', 'sqlite'), tie('plain')) })
        .map(({ plain, variants }) =>
          Object.keys(variants).length === 0 ? plain : { ...(plain as object), variants },
        ),
    },
  ),
}));

const options = fc.dictionary(
  fc.oneof(fc.constantFrom('engine', 'strict', 'with'), name),
  fc.oneof(name, small, flag, names, fc.dictionary(name, small)),
);
const sequence = { start: small, increment: small, minValue: small, maxValue: small, cache: small, cycle: flag };
const dialects = { postgresql: options, mysql: options, sqlite: options };
const column = shape(
  { name, type },
  {
    ...dialects,
    nullable: fc.constant(false),
    serverDefault,
    serverOnupdate: serverDefault,
    autoincrement: fc.constant(true),
    identity: shape({}, { ...sequence, always: flag }),
    computed: shape({ expression: sql }, { persisted: flag }),
    collation: name,
    comment: sql,
  },
);
const timing = { name, sqlite: options, deferrable: flag, initially: fc.constantFrom('DEFERRED', 'IMMEDIATE') };
const constraint = fc.oneof(
  shape({ kind: fc.constant('primaryKey'), columns: names }, timing),
  shape({ kind: fc.constant('unique'), columns: names }, { ...timing, nullsNotDistinct: flag }),
  shape({ kind: fc.constant('check'), expression: sql }, { name, noInherit: flag, notValid: flag, notEnforced: flag }),
  shape(
    {
      kind: fc.constant('foreignKey'),
      columns: names,
      references: shape({ table: name, columns: names }, { schema: fc.oneof(name, fc.constant(null)) }),
    },
    { ...timing, onDelete: fc.constantFrom('CASCADE', 'SET NULL'), match: fc.constant('FULL'), useAlter: flag },
  ),
);
const part = fc.oneof(
  name,
  shape({ column: name }, { order: fc.constantFrom('asc', 'desc'), length: small }),
  shape({ expression: sql }, { nulls: fc.constantFrom('first', 'last'), collation: name, operatorClass: name }),
);
const index = shape(
  { columns: fc.array(part, { minLength: 1, maxLength: 4 }) },
  { ...dialects, name, unique: flag, where: sql, using: name, include: names, nullsNotDistinct: flag, comment: sql },
);
const tableOptions = { comment: sql, ...dialects };
const table = shape(
  { name, columns: fc.array(column, { maxLength: 4 }) },
  {
    ...tableOptions,
    schema: name,
    constraints: fc.array(constraint, { maxLength: 3 }),
    indexes: fc.array(index, { maxLength: 2 }),
  },
);
const object = fc.oneof(
  shape({ kind: fc.constant('schema'), name }, { comment: sql }),
  shape({ kind: fc.constant('sequence'), name }, { ...sequence, schema: name, dataType: name, comment: sql }),
  shape({ kind: fc.constant('enum'), name, values: names }, { schema: name }),
);
const cell = fc.oneof(literalValue, text, fc.date({ noInvalidDate: true }), fc.uint8Array({ maxLength: 40 }));
const sqlByDialect = fc.oneof(sql, fc.dictionary(fc.constantFrom('postgresql', 'mysql', 'sqlite'), sql));
const dropped = (whole: Data, kept: Record<string, Data>): Data => fc.oneof(whole, shape(kept));
const on = { table: name };
const inSchema = { schema: name };
const position = fc.oneof(fc.constant('first'), shape({ after: name }));
const rename = { from: name, to: name };

const payloads: Readonly<Record<OwnKind, Data>> = {
  createObject: shape({ object }),
  dropObject: shape({ object }),
  alterObject: shape({ from: object, to: object }),
  createTable: shape({ table }),
  dropTable: shape({ table: dropped(table, { name }) }),
  moveTable: shape({ table: name, from: fc.option(name), to: fc.option(name) }),
  renameTable: shape(rename, inSchema),
  alterTable: shape({ ...on, from: shape({}, tableOptions), to: shape({}, tableOptions) }, inSchema),
  addColumn: shape({ ...on, column }, { ...inSchema, position }),
  dropColumn: shape({ ...on, column: dropped(column, { name }) }, { ...inSchema, position }),
  alterColumn: shape({ ...on, from: column, to: column }, { ...inSchema, using: sql }),
  renameColumn: shape({ ...on, ...rename }, inSchema),
  addConstraint: shape({ ...on, constraint }, inSchema),
  dropConstraint: shape({ ...on, constraint }, inSchema),
  renameConstraint: shape({ ...on, ...rename, kindOf: fc.constantFrom('unique', 'check') }, inSchema),
  createIndex: shape({ ...on, index }, { ...inSchema, concurrently: flag }),
  dropIndex: shape({ ...on, index: dropped(index, { name }) }, { ...inSchema, concurrently: flag }),
  renameIndex: shape({ ...on, ...rename }, inSchema),
  execute: shape({ sql: sqlByDialect }, { undo: sqlByDialect }),
  bulkInsert: shape({ ...on, rows: fc.array(fc.dictionary(name, cell), { maxLength: 4 }) }, inSchema),
  bulkDelete: shape({ ...on, rows: fc.array(fc.dictionary(name, cell), { maxLength: 4 }) }, inSchema),
  backfill: shape(
    { ...on, set: fc.dictionary(name, fc.oneof(literalValue, text)) },
    { ...inSchema, where: sql, batchSize: small },
  ),
};

/** Any operation of any kind, with the strings that break quoting among its strings. */
export const arbitraryOperation: fc.Arbitrary<Operation> = fc
  .oneof(...kinds.map((kind) => payloads[kind].map((payload) => ({ kind, ...(payload as object) }))))
  .map((operation) => operation as Operation);
