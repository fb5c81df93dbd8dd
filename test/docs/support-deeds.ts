import type { Dialect } from '../../src/dialects/dialect.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { Column } from '../../src/schema/column.ts';
import type { Constraint } from '../../src/schema/constraint.ts';
import { equal } from '../../src/schema/equal.ts';
import { type ObjectKind, objectKinds } from '../../src/schema/objects/object.ts';
import { objectKey } from '../../src/schema/objects/object-name.ts';

export type Verb = 'create' | 'alter' | 'replace' | 'drop' | 'rename' | 'move';

/** What was done to something, and whether its table was copied for that. */
export interface Deed {
  readonly row: Row;
  readonly verb: Verb;
  readonly copied: boolean;
}

const constraintRows = {
  primaryKey: 'primary keys',
  unique: 'unique constraints',
  foreignKey: 'foreign keys',
  check: 'checks',
  exclusion: 'exclusion constraints',
} as const satisfies Readonly<Record<Constraint['kind'], string>>;

/** What a column may have beside its type. */
const columnRows = {
  serverDefault: 'defaults',
  computed: 'generated columns',
  identity: 'identity columns',
  autoincrement: 'numbered columns',
  collation: 'collations of columns',
  comment: 'comments on columns',
} as const satisfies Readonly<Partial<Record<keyof Column, string>>>;

const objectRows = {
  schema: 'schemas',
  sequence: 'sequences',
  enum: 'enum types',
  view: 'views',
  materializedView: 'materialized views',
  function: 'functions',
  procedure: 'procedures',
  aggregate: 'aggregates',
  trigger: 'triggers',
  eventTrigger: 'event triggers',
  rule: 'rules',
  event: 'events',
  policy: 'policies',
  domain: 'domains',
  compositeType: 'composite types',
  rangeType: 'range types',
  extension: 'extensions',
  virtualTable: 'virtual tables',
} as const satisfies Readonly<Record<ObjectKind, string>>;

const partitions = 'partitioned tables';

/** A line of the table of what is supported. */
export type Row =
  | 'tables'
  | 'options of tables'
  | typeof partitions
  | 'columns'
  | (typeof columnRows)[keyof typeof columnRows]
  | (typeof constraintRows)[Constraint['kind']]
  | 'indexes'
  | (typeof objectRows)[ObjectKind];

/** In the order of the page. */
export const rows: readonly Row[] = [
  'tables',
  'options of tables',
  partitions,
  'columns',
  ...Object.values(columnRows),
  ...Object.values(constraintRows),
  'indexes',
  ...objectKinds.map((kind) => objectRows[kind]),
];

/** One direction of a case: what is done, and the statements that do it. */
export interface Direction {
  readonly dialect: Dialect;
  readonly operations: readonly Operation[];
  readonly sql: string;
}

/** What the operations of one direction do, to which kinds of things. */
export const deedsOf = (direction: Direction): readonly Deed[] =>
  direction.operations.flatMap((operation) => deedsOfOperation(operation, direction));

function deedsOfOperation(operation: Operation, direction: Direction): readonly Deed[] {
  switch (operation.kind) {
    case 'createObject':
    case 'dropObject':
    case 'alterObject':
      return objectDeeds(operation, direction);
    case 'createTable':
    case 'dropTable':
      return tableDeeds(operation, direction);
    case 'renameTable':
      return [plain('tables', 'rename')];
    case 'moveTable':
      return [plain('tables', 'move')];
    case 'alterTable':
      return [onTable('options of tables', 'alter', operation.table, direction)];
    default:
      return partDeeds(operation, direction);
  }
}

const plain = (row: Row, verb: Verb): Deed => ({ row, verb, copied: false });

const onTable = (row: Row, verb: Verb, table: string, direction: Direction): Deed => ({
  row,
  verb,
  copied: isCopied(table, direction),
});

/** SQLite: a new table takes the rows, and then the name, of the old one. */
const isCopied = (table: string, { dialect, sql }: Direction): boolean =>
  dialect.name === 'sqlite' && sql.includes(`INTO ${dialect.quoteIdentifier(`athanor_${table}`)} (`);

type ObjectOperation = Operation<'createObject' | 'dropObject' | 'alterObject'>;

/** A drop and a creation under one name are one change; an object that is made again as it was has not changed at all. */
function objectDeeds(operation: ObjectOperation, direction: Direction): readonly Deed[] {
  const object = operation.kind === 'alterObject' ? operation.to : operation.object;
  const row = objectRows[object.kind];
  if (operation.kind === 'alterObject') {
    if (operation.from.name !== object.name) return [plain(row, 'rename')];
    return [plain(row, isDropped(object.name, direction) ? 'replace' : 'alter')];
  }
  const other = direction.operations.find(
    (one) =>
      (one.kind === 'createObject' || one.kind === 'dropObject') &&
      one.kind !== operation.kind &&
      objectKey(one.object) === objectKey(object),
  ) as Operation<'createObject' | 'dropObject'> | undefined;
  if (other !== undefined) return equal(other.object, object) ? [] : [plain(row, 'replace')];
  return [plain(row, operation.kind === 'createObject' ? 'create' : 'drop')];
}

/** Whether a statement drops something of this name. */
function isDropped(name: string, { dialect, sql }: Direction): boolean {
  const quoted = dialect.quoteIdentifier(name).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`\bDROP [A-Z ]*(?:\S+\.)?${quoted}`).test(sql);
}

function tableDeeds({ kind, table }: Operation<'createTable' | 'dropTable'>, direction: Direction): readonly Deed[] {
  const verb = kind === 'createTable' ? 'create' : 'drop';
  const deeds = [plain('tables', verb)];
  if (!('columns' in table)) return deeds;
  const [canonical = table] = direction.dialect.canonicalise(
    { tables: [table] },
    direction.dialect.offlineServer,
  ).tables;
  const options = Object.keys({ ...canonical.postgresql, ...canonical.mysql, ...canonical.sqlite });
  const isPartitioned = options.some((key) => key.startsWith('partition'));
  if (isPartitioned) deeds.push(plain(partitions, verb));
  if (verb === 'drop') return deeds;
  return [
    ...deeds,
    ...(options.length === 0 ? [] : [plain('options of tables', verb)]),
    ...canonical.columns.flatMap((column) => [
      plain('columns', verb),
      ...columnFacts(column).map((row) => plain(row, verb)),
    ]),
    ...(canonical.constraints ?? []).map((one) => plain(constraintRows[one.kind], verb)),
    ...(canonical.indexes ?? []).map(() => plain('indexes', verb)),
  ];
}

const columnKeys = Object.keys(columnRows) as readonly (keyof typeof columnRows)[];

const columnFacts = (column: Column): readonly Row[] =>
  columnKeys.flatMap((key) => (column[key] === undefined ? [] : [columnRows[key]]));

type PartOperation = Exclude<
  Operation,
  ObjectOperation | Operation<'createTable' | 'dropTable' | 'renameTable' | 'moveTable' | 'alterTable'>
>;

function partDeeds(operation: PartOperation, direction: Direction): readonly Deed[] {
  if (!('table' in operation)) return [];
  const done = (row: Row, verb: Verb): Deed => onTable(row, verb, operation.table, direction);
  const canonical = (column: Column): Column => canonicalColumn(column, direction);
  switch (operation.kind) {
    case 'addColumn':
      return [done('columns', 'create'), ...columnFacts(canonical(operation.column)).map((row) => done(row, 'create'))];
    case 'dropColumn': {
      const { column } = operation;
      const facts = 'type' in column ? columnFacts(canonical(column)) : [];
      return [done('columns', 'drop'), ...facts.map((row) => done(row, 'drop'))];
    }
    case 'alterColumn':
      return columnChanges(
        canonical(operation.from),
        canonical(operation.to),
        isDropped(operation.to.name, direction),
      ).map(([row, verb]) => done(row, verb));
    case 'renameColumn':
      return [done('columns', 'rename')];
    case 'addConstraint':
    case 'dropConstraint':
      return constraintDeed(operation, direction);
    case 'renameConstraint':
      return [done(constraintRows[operation.kindOf], 'rename')];
    case 'createIndex':
    case 'dropIndex':
      return indexDeed(operation, direction);
    case 'renameIndex':
      return [done('indexes', 'rename')];
    default:
      return [];
  }
}

/** A column as the database has it: what it has not is not there. */
function canonicalColumn(column: Column, { dialect }: Direction): Column {
  const { tables } = dialect.canonicalise({ tables: [{ name: 't', columns: [column] }] }, dialect.offlineServer);
  return tables[0]?.columns[0] ?? column;
}

function columnChanges(from: Column, to: Column, isReplaced: boolean): readonly (readonly [Row, Verb])[] {
  if (isReplaced)
    return [[from.computed === undefined && to.computed === undefined ? 'columns' : columnRows.computed, 'replace']];
  const facts = columnKeys.flatMap((key): readonly (readonly [Row, Verb])[] => {
    if (equal(from[key], to[key])) return [];
    if (from[key] === undefined) return [[columnRows[key], 'create']];
    return [[columnRows[key], to[key] === undefined ? 'drop' : 'alter']];
  });
  return [['columns', 'alter'], ...facts];
}

type ConstraintOperation = Operation<'addConstraint' | 'dropConstraint'>;

function constraintDeed(operation: ConstraintOperation, direction: Direction): readonly Deed[] {
  const { kind, constraint, table } = operation;
  if (!('kind' in constraint)) return [];
  const other = direction.operations.find(
    (one) =>
      (one.kind === 'addConstraint' || one.kind === 'dropConstraint') &&
      one.kind !== kind &&
      one.table === table &&
      one.constraint.name === constraint.name,
  );
  return [
    onTable(
      constraintRows[constraint.kind],
      verbOf(kind === 'addConstraint', other, constraint, direction),
      table,
      direction,
    ),
  ];
}

function indexDeed(
  { kind, index, table }: Operation<'createIndex' | 'dropIndex'>,
  direction: Direction,
): readonly Deed[] {
  const other = direction.operations.find(
    (one) =>
      (one.kind === 'createIndex' || one.kind === 'dropIndex') && one.kind !== kind && one.index.name === index.name,
  );
  return [onTable('indexes', verbOf(kind === 'createIndex', other, index, direction), table, direction)];
}

/** Two operations on one name are one change, in place where no statement drops it. */
function verbOf(
  isMade: boolean,
  other: Operation | undefined,
  { name }: { readonly name?: string },
  direction: Direction,
): Verb {
  if (other === undefined) return isMade ? 'create' : 'drop';
  return name === undefined || isDropped(name, direction) ? 'replace' : 'alter';
}
