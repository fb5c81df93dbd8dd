import type { Column } from '../../src/schema/column.ts';
import type { Constraint, ForeignKey, ReferentialAction } from '../../src/schema/constraint.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';
import type { Index } from '../../src/schema/table-index.ts';
import type { SqlType } from '../../src/schema/type.ts';
import type { Features } from './features.ts';
import type { Random } from './random.ts';

/** Names that a careless quoter trips over stand among plain ones. */
const tableNames = ['users', 'posts', 'order', 'Tag List', 'naïve', "o'clock", 'invoices', 'group'];
const columnNames = [
  'age',
  'Name',
  'select',
  'a b',
  'größe',
  "it's",
  'total',
  'x1',
  'note',
  'a"b',
  'a`b',
  'kind',
  'per%cent',
];

/** A schema that the database accepts: small tables, every kind of part, foreign keys in any direction. */
export function randomSchema(random: Random, features: Features): Schema {
  const names = random.some(tableNames, 1 + random.below(4));
  const bare = names.map((name) => randomTable(random, features, name));
  const tables = bare.map((table) => withForeignKeys(random, features, table, bare));
  const objects =
    features.sequences && random.chance(0.3) ? [{ kind: 'sequence', name: 'ticket_numbers', start: 5 } as const] : [];
  return { tables, ...(objects.length === 0 ? {} : { objects }) };
}

/** A table without foreign keys: an `id` that others can point at, and some columns, constraints and indexes. */
export function randomTable(random: Random, features: Features, name: string): Table {
  const id: Column = random.chance(0.7)
    ? {
        name: 'id',
        type: { type: random.chance(0.5) ? 'Integer' : 'BigInteger' },
        nullable: false,
        autoincrement: true,
      }
    : { name: 'id', type: { type: 'Integer' }, nullable: false };
  const columns = [
    id,
    ...random.some(columnNames, 1 + random.below(5)).map((one) => randomColumn(random, features, name, one)),
  ];
  let table: Table = {
    name,
    columns,
    constraints: [{ kind: 'primaryKey', name: `pk_${slug(name)}`, columns: ['id'] }],
  };
  if (features.comments && random.chance(0.3)) table = { ...table, comment: "the table's comment \\ with a backslash" };
  if (random.chance(0.3)) table = addConstraint(table, randomUnique(random, table));
  if (random.chance(0.4)) table = addConstraint(table, randomCheck(random, features, table));
  if (random.chance(0.3)) table = addComputed(random, features, table);
  for (let count = random.below(3); count > 0; count -= 1)
    table = addIndex(table, randomIndex(random, features, table));
  return table;
}

export function randomColumn(random: Random, features: Features, table: string, name: string): Column {
  const type = randomType(random, features, table, name);
  const serverDefault = random.chance(0.5) ? randomDefault(random, type) : undefined;
  return {
    name,
    type,
    ...(random.chance(0.4) && serverDefault !== undefined ? { nullable: false } : {}),
    ...(serverDefault === undefined ? {} : { serverDefault }),
    ...(features.comments && random.chance(0.15) ? { comment: "what it's for" } : {}),
  };
}

export function randomType(random: Random, features: Features, table: string, column: string): SqlType {
  const types: readonly SqlType[] = [
    { type: 'SmallInteger' },
    { type: 'Integer' },
    { type: 'BigInteger' },
    { type: 'Double' },
    { type: 'Numeric', precision: 10, scale: 2 },
    { type: 'Boolean' },
    { type: 'String', length: 20 + random.below(3) * 30 },
    { type: 'Text' },
    { type: 'Date' },
    { type: 'DateTime' },
    { type: 'Time' },
    { type: 'LargeBinary' },
    { type: 'Uuid' },
    { type: 'JSON' },
    { type: 'Enum', values: ['new', "it's", 'done'], name: `${slug(table)}_${slug(column)}` },
    ...(features.arrays ? [{ type: 'Array', item: { type: 'Integer' } } as const] : []),
  ];
  return random.pick(types);
}

export function randomDefault(random: Random, type: SqlType): Column['serverDefault'] | undefined {
  switch (type.type) {
    case 'SmallInteger':
    case 'Integer':
    case 'BigInteger':
      return random.pick([0, 7, -3]);
    case 'Numeric':
      return random.pick([0, 1.5]);
    case 'Double':
      return random.pick([0, 2.25]);
    case 'Boolean':
      return random.chance(0.5);
    case 'String':
      return random.pick(['', 'plain', "o'clock", 'back\\slash', 'NULL', '42']);
    case 'DateTime':
      return { function: 'now' };
    case 'Date':
      return '2020-02-29';
    case 'Enum':
      return random.pick(['new', "it's"]);
    default:
      return undefined;
  }
}

/**
 * Columns that arithmetic can lean on. References stay out: MySQL refuses referential actions on a column that a check or a
 * stored generated column reads (errors 3823 and 1215).
 */
const isNumeric = ({ name, type, computed }: Column): boolean =>
  computed === undefined &&
  !name.endsWith('_ref') &&
  ['SmallInteger', 'Integer', 'BigInteger', 'Numeric', 'Double'].includes(type.type);

/** Types that every database can put a key or index on without more ado. */
const isIndexable = ({ type, computed }: Column): boolean =>
  computed === undefined &&
  [
    'SmallInteger',
    'Integer',
    'BigInteger',
    'Numeric',
    'Boolean',
    'String',
    'Date',
    'DateTime',
    'Uuid',
    'Enum',
  ].includes(type.type);

const slug = (name: string): string => name.replaceAll(/[^a-z0-9]+/gi, '_').toLowerCase();
const fresh = (table: Table, prefix: string): string => {
  const taken = new Set([...(table.constraints ?? []), ...(table.indexes ?? [])].map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = `${prefix}_${slug(table.name)}_${number}`;
    if (!taken.has(name)) return name;
  }
};

export const addConstraint = (table: Table, constraint: Constraint | undefined): Table =>
  constraint === undefined ? table : { ...table, constraints: [...(table.constraints ?? []), constraint] };

export const addIndex = (table: Table, index: Index | undefined): Table =>
  index === undefined ? table : { ...table, indexes: [...(table.indexes ?? []), index] };

export function randomUnique(random: Random, table: Table): Constraint | undefined {
  const columns = random.some(table.columns.filter(isIndexable), 1 + random.below(2)).map(({ name }) => name);
  const known = (table.constraints ?? []).some(
    (one) => (one.kind === 'unique' || one.kind === 'primaryKey') && one.columns.join() === columns.join(),
  );
  return columns.length === 0 || known ? undefined : { kind: 'unique', name: fresh(table, 'uq'), columns };
}

export function randomCheck(random: Random, features: Features, table: Table): Constraint | undefined {
  const numeric = table.columns.filter((column) => isNumeric(column) && column.name !== 'id');
  if (numeric.length === 0) return undefined;
  const column = features.quote(random.pick(numeric).name);
  const expression = random.pick([
    `${column} >= -10`,
    `${column} > -100 AND ${column} < 100000`,
    `${column} <> 13 OR ${column} IS NULL`,
    `${column} IN (0, 1, 2) OR abs(${column}) < 99999`,
  ]);
  return { kind: 'check', name: fresh(table, 'ck'), expression };
}

export function addComputed(random: Random, features: Features, table: Table): Table {
  const numeric = table.columns
    .filter(isNumeric)
    .filter(({ name, autoincrement }) => name !== 'id' && autoincrement !== true);
  if (numeric.length === 0 || table.columns.some(({ name }) => name === 'doubled')) return table;
  const source = random.pick(numeric);
  const persisted = !features.virtualColumns || random.chance(0.5);
  const computed: Column = {
    name: 'doubled',
    type: { type: 'Double' },
    computed: { expression: `${features.quote(source.name)} * 2`, persisted },
  };
  return { ...table, columns: [...table.columns, computed] };
}

export function randomIndex(random: Random, features: Features, table: Table): Index | undefined {
  const columns = random.some(table.columns.filter(isIndexable), 1 + random.below(2)).map(({ name }) => name);
  if (columns.length === 0) return undefined;
  const name = fresh(table, 'ix');
  const strings = table.columns.filter(({ type }) => type.type === 'String');
  const first = strings[0];
  if (features.expressionIndexes && first !== undefined && random.chance(0.25)) {
    return { name, columns: [{ expression: `lower(${features.quote(first.name)})` }] };
  }
  const [leading = '', ...rest] = columns;
  const descending = features.descendingIndexes && random.chance(0.25);
  const numeric = table.columns.filter((column) => isNumeric(column));
  const number = numeric[0];
  return {
    name,
    columns: descending ? [{ column: leading, order: 'desc' }, ...rest] : columns,
    ...(features.partialIndexes && number !== undefined && random.chance(0.25)
      ? { where: `${features.quote(number.name)} > 3` }
      : {}),
    ...(features.includedColumns && random.chance(0.15) && !columns.includes('id') ? { include: ['id'] } : {}),
  };
}

const actions: readonly ReferentialAction[] = ['CASCADE', 'SET NULL', 'RESTRICT'];

/** Maybe gives the table a nullable column that points at the `id` of some table, itself included. */
export function withForeignKeys(random: Random, features: Features, table: Table, all: readonly Table[]): Table {
  if (!random.chance(0.6)) return table;
  const target = random.pick(all);
  const name = `${slug(target.name)}_ref`;
  if (table.columns.some((column) => column.name === name)) return table;
  const id = target.columns.find((column) => column.name === 'id');
  if (id === undefined) return table;
  const foreignKey: ForeignKey = {
    kind: 'foreignKey',
    name: `fk_${slug(table.name)}_${name}`,
    columns: [name],
    references: { table: target.name, columns: ['id'] },
    ...(random.chance(0.5) ? { onDelete: random.pick(actions) } : {}),
    ...(features.deferrable && random.chance(0.2) ? { deferrable: true, initially: 'DEFERRED' as const } : {}),
  };
  const column: Column = { name, type: id.type };
  const index: Index = { name: `ix_${slug(table.name)}_${name}`, columns: [name] };
  return addIndex(addConstraint({ ...table, columns: [...table.columns, column] }, foreignKey), index);
}
