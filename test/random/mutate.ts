import type { Column } from '../../src/schema/column.ts';
import { type Constraint, columnsOfConstraint, type ForeignKey, targetOf } from '../../src/schema/constraint.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';
import { columnsOf } from '../../src/schema/table-index.ts';
import { tableKey } from '../../src/schema/table-name.ts';
import type { Features } from './features.ts';
import type { Random } from './random.ts';
import {
  addComputed,
  addConstraint,
  addIndex,
  randomCheck,
  randomColumn,
  randomDefault,
  randomIndex,
  randomTable,
  randomType,
  randomUnique,
  withForeignKeys,
} from './schema.ts';

/** One step from a schema to a similar one: what people do to their models between two revisions. */
export function mutate(random: Random, features: Features, schema: Schema): Schema {
  return random.pick(mutations)(random, features, schema);
}

type Mutation = (random: Random, features: Features, schema: Schema) => Schema;

/** Turns a change of one table into a change of the schema. */
const inSomeTable =
  (change: (random: Random, features: Features, table: Table, schema: Schema) => Table): Mutation =>
  (random, features, schema) => {
    if (schema.tables.length === 0) return schema;
    const chosen = random.pick(schema.tables);
    const changed = change(random, features, chosen, schema);
    return { ...schema, tables: schema.tables.map((table) => (table === chosen ? changed : table)) };
  };

/** Columns that nothing leans on. */
export const freeColumns = (table: Table, schema: Schema): readonly Column[] =>
  table.columns.filter(
    ({ name, computed }) => name !== 'id' && !(computed === undefined && isUsed(name, table, schema)),
  );

function isUsed(column: string, table: Table, schema: Schema): boolean {
  const text = (sql: string | undefined): boolean =>
    sql?.includes(column.replaceAll('"', '""').replaceAll('`', '``')) === true || sql?.includes(column) === true;
  return (
    (table.constraints ?? []).some((one) =>
      one.kind === 'check' ? text(one.expression) : columnsOfConstraint(one).includes(column),
    ) ||
    (table.indexes ?? []).some(
      (index) =>
        columnsOf(index).includes(column) ||
        text(index.where) ||
        index.columns.some((part) => typeof part !== 'string' && 'expression' in part && text(part.expression)),
    ) ||
    table.columns.some(({ computed }) => text(computed?.expression)) ||
    schema.tables.some((other) => foreignKeysTo(other, table).some((one) => one.references.columns.includes(column)))
  );
}

export const foreignKeysTo = (table: Table, target: Table): readonly ForeignKey[] =>
  (table.constraints ?? []).filter(
    (one): one is ForeignKey => one.kind === 'foreignKey' && tableKey(targetOf(one, table)) === tableKey(target),
  );

const replaceColumn = (table: Table, column: Column): Table => ({
  ...table,
  columns: table.columns.map((one) => (one.name === column.name ? column : one)),
});

const without = <K extends keyof Column>(column: Column, key: K): Column => {
  const { [key]: _, ...rest } = column;
  return rest as unknown as Column;
};

const mutations: readonly Mutation[] = [
  // a new table
  (random, features, schema) => {
    const name = random.pick(['audit log', 'Comments', 'user', 'ledger']);
    if (schema.tables.some((table) => table.name === name)) return schema;
    const bare = randomTable(random, features, name);
    return { ...schema, tables: [...schema.tables, withForeignKeys(random, features, bare, [...schema.tables, bare])] };
  },
  // a table that nobody points at goes
  (random, _features, schema) => {
    const free = schema.tables.filter(
      (table) => !schema.tables.some((other) => other !== table && foreignKeysTo(other, table).length > 0),
    );
    if (free.length === 0) return schema;
    const gone = random.pick(free);
    return { ...schema, tables: schema.tables.filter((table) => table !== gone) };
  },
  // a new column
  inSomeTable((random, features, table) => {
    const name = random.pick(['added', 'Extra Column', 'where', 'ein"fach', 'c%s']);
    if (table.columns.some((column) => column.name === name)) return table;
    return { ...table, columns: [...table.columns, randomColumn(random, features, table.name, name)] };
  }),
  // a column goes
  inSomeTable((random, _features, table, schema) => {
    const free = freeColumns(table, schema);
    if (free.length === 0) return table;
    const gone = random.pick(free);
    return { ...table, columns: table.columns.filter((column) => column !== gone) };
  }),
  // another type, or another length
  inSomeTable((random, features, table, schema) => {
    const free = freeColumns(table, schema).filter(({ computed }) => computed === undefined);
    if (free.length === 0) return table;
    const column = random.pick(free);
    const type = randomType(random, features, table.name, column.name);
    const serverDefault = random.chance(0.5) ? randomDefault(random, type) : undefined;
    const { serverDefault: _, nullable: _nullable, ...rest } = column;
    return replaceColumn(table, { ...rest, type, ...(serverDefault === undefined ? {} : { serverDefault }) });
  }),
  // nullable or not
  inSomeTable((random, _features, table) => {
    const plain = table.columns.filter(
      ({ name, computed }) => name !== 'id' && computed === undefined && !name.endsWith('_ref'),
    );
    if (plain.length === 0) return table;
    const column = random.pick(plain);
    return replaceColumn(
      table,
      column.nullable === false ? without(column, 'nullable') : { ...column, nullable: false },
    );
  }),
  // another default
  inSomeTable((random, _features, table) => {
    const plain = table.columns.filter(({ name, computed }) => name !== 'id' && computed === undefined);
    if (plain.length === 0) return table;
    const column = random.pick(plain);
    const serverDefault = randomDefault(random, column.type);
    return replaceColumn(
      table,
      serverDefault === undefined || random.chance(0.3)
        ? without(column, 'serverDefault')
        : { ...column, serverDefault },
    );
  }),
  // other enum values
  inSomeTable((random, _features, table) => {
    const column = table.columns.find(({ type }) => type.type === 'Enum');
    if (column === undefined || column.type.type !== 'Enum') return table;
    const values = random.pick([
      ['new', "it's", 'done', 'later'],
      ['first', 'new', "it's", 'done'],
      ["it's", 'new', 'done'],
      ['new', "it's"],
    ]);
    return replaceColumn(table, { ...column, type: { ...column.type, values } });
  }),
  inSomeTable((random, _features, table) => addConstraint(table, randomUnique(random, table))),
  inSomeTable((random, features, table) => addConstraint(table, randomCheck(random, features, table))),
  inSomeTable((random, features, table) => addIndex(table, randomIndex(random, features, table))),
  inSomeTable((random, features, table) => addComputed(random, features, table)),
  inSomeTable((random, features, table, schema) => withForeignKeys(random, features, table, schema.tables)),
  // a constraint goes
  inSomeTable((random, _features, table) => {
    const loose = (table.constraints ?? []).filter(({ kind }) => kind !== 'primaryKey');
    if (loose.length === 0) return table;
    const gone = random.pick(loose);
    return { ...table, constraints: (table.constraints ?? []).filter((one) => one !== gone) };
  }),
  // a constraint gets another name
  inSomeTable((random, _features, table) => {
    const all = table.constraints ?? [];
    if (all.length === 0) return table;
    const chosen = random.pick(all);
    const constraints = all.map(
      (one): Constraint => (one === chosen ? { ...one, name: `${one.name ?? 'c'}_new` } : one),
    );
    return (chosen.name?.endsWith('_new') ?? false) ? table : { ...table, constraints };
  }),
  // an index goes
  inSomeTable((random, _features, table) => {
    const all = table.indexes ?? [];
    if (all.length === 0) return table;
    const gone = random.pick(all);
    const { indexes: _, ...rest } = table;
    const indexes = all.filter((one) => one !== gone);
    return indexes.length === 0 ? rest : { ...rest, indexes };
  }),
  // a comment comes, changes or goes
  inSomeTable((random, features, table) => {
    if (!features.comments) return table;
    const { comment: _, ...rest } = table;
    return random.chance(0.3)
      ? rest
      : { ...rest, comment: random.pick(['short', 'line\nbreak', 'quote " and \' and \\']) };
  }),
  // an option of the table
  inSomeTable((random, features, table) => {
    if (
      features.tableOptions.length === 0 ||
      Object.keys(table).some((key) => features.tableOptions.some((one) => key in one))
    ) {
      return table;
    }
    return { ...table, ...random.pick(features.tableOptions) };
  }),
];
