import { UnsupportedOperation } from '../../errors.ts';
import { derive } from '../../schema/canonical.ts';
import type { Column, Computed } from '../../schema/column.ts';
import type { Check, Constraint, ForeignKey, PrimaryKey, Unique } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { tableLabel } from '../../schema/table-name.ts';
import { type SqlType, typeOn } from '../../schema/type.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Server } from '../dialect.ts';
import { columnTypeSql, isStrict } from './column-type.ts';
import { canonicalDefault, isNullDefault } from './defaults.ts';
import { foldedNames, normaliseExpression } from './expression.ts';
import { indexName } from './index-name.ts';
import { supports } from './objects/supports.ts';
import { foldName } from './quote.ts';
import { isNumbered, isWithoutRowid, primaryKeyOf, rowidColumn } from './rowid.ts';
import { affinityOf, comparedSpelling } from './types.ts';
import { checkedType, gatherChecks, spreadChecks } from './value-check.ts';

/**
 * A schema as SQLite would report it, for comparing. What SQLite does not have and does not need to be right (comments,
 * sequences, namespaces, options of other databases, deferrable keys, enforcement switches) is left out.
 *
 * @throws UnsupportedOperation for a table in a schema of its own, and for a type of another database
 */
export function canonicaliseSchema({ tables, objects = [], unmodelled }: Schema, server: Server): Schema {
  const canonical = objects.flatMap((one) => canonicaliseObject(supports, one, server));
  return {
    tables: tables.map(canonicaliseTable),
    ...(canonical.length === 0 ? {} : { objects: canonical }),
    ...(unmodelled === undefined ? {} : { unmodelled }),
  };
}

/** One table as SQLite would report it. */
function canonicaliseTable(table: Table): Table {
  const { columns, constraints, indexes, sqlite } = canonicaliseParts(withCheckedTypes(table));
  return derive(table, { ...noOptions, columns, constraints, indexes, sqlite });
}

/** The same, with every CHECK among the constraints and in its place, whether or not a type may have asked for it. */
export function canonicaliseParts(table: Table): Table {
  requireDefaultSchema(table);
  const columns = foldedNames(table.columns.map(({ name }) => name));
  const facts = factsOf(table);
  const constraints = (table.constraints ?? []).flatMap((one) => canonicaliseConstraint(one, columns, facts) ?? []);
  const indexes = (table.indexes ?? []).map((index) => canonicaliseIndex(index, table, columns));
  return derive(table, {
    columns: table.columns.map((column) => canonicaliseColumn(column, columns, facts)),
    sqlite: tableOptions(table, facts),
    ...noOptions,
    constraints: constraints.length === 0 ? undefined : constraints,
    indexes: indexes.length === 0 ? undefined : indexes,
  });
}

/** Keys that `derive` is to take away. */
const noOptions = {
  schema: undefined,
  comment: undefined,
  postgresql: undefined,
  mysql: undefined,
  renamedFrom: undefined,
  movedFrom: undefined,
};

function requireDefaultSchema(table: Table): void {
  if (table.schema === undefined || table.schema === 'main') return;
  throw new UnsupportedOperation(`SQLite has no schemas, and table ${tableLabel(table)} is in one`, {
    hint: 'leave the schema out for SQLite, for instance with an option of your config that both MetaData and url depend on',
  });
}

interface Facts {
  readonly table: Table;
  readonly strict: boolean;
  readonly rowid: string | undefined;
  /** Columns that SQLite keeps from being empty because of the key they are in. */
  readonly required: ReadonlySet<string>;
}

function factsOf(table: Table): Facts {
  const rowid = rowidColumn(table)?.name;
  const required = isWithoutRowid(table) ? (primaryKeyOf(table)?.columns ?? []) : rowid === undefined ? [] : [rowid];
  return { table, strict: isStrict(table), rowid, required: new Set(required) };
}

/**
 * Enums and booleans with a CHECK in one form, whether the CHECK was asked for by the type or written beside it. A column
 * whose CHECK was written beside it gets the form with the type as its origin, so that nothing of it is lost on the way.
 */
function withCheckedTypes(table: Table): Table {
  const declared = new Map(table.columns.map((column) => [column.name, column]));
  return gatherChecks(spreadChecks(table), (column, type) => {
    const before = declared.get(column.name) ?? column;
    return checkedType(before) === undefined ? { ...before, type } : derive(before, { type });
  });
}

function tableOptions({ sqlite = {} }: Table, { rowid }: Facts): DialectOptions | undefined {
  const options = {
    ...(sqlite.strict === true ? { strict: true } : {}),
    ...(sqlite.withoutRowid === true ? { withoutRowid: true } : {}),
    ...(sqlite.autoincrement === true && rowid !== undefined ? { autoincrement: true } : {}),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function canonicaliseColumn(column: Column, columns: ReadonlySet<string>, facts: Facts): Column {
  const isRowid = column.name === facts.rowid;
  const type = isRowid && isNumbered(column) ? spelled('INTEGER') : canonicaliseType(column, facts);
  const required = column.nullable === false || facts.required.has(column.name);
  return derive(column, {
    type,
    nullable: required ? false : undefined,
    autoincrement: isRowid ? true : undefined,
    serverDefault: canonicaliseDefault(column, facts),
    computed: column.computed === undefined ? undefined : canonicaliseComputed(column.computed, columns),
    collation: canonicaliseCollation(column),
    sqlite: canonicaliseOptions(column.sqlite, 'onConflictNotNull'),
    identity: undefined,
    serverOnupdate: undefined,
    comment: undefined,
    renamedFrom: undefined,
    postgresql: undefined,
    mysql: undefined,
  });
}

function canonicaliseType(column: Column, { table, strict }: Facts): SqlType {
  const type = typeOn('sqlite', column.type);
  if (checkedType(column) !== undefined) return withoutLength(type, strict);
  return spelled(comparedSpelling(columnTypeSql(column, table)));
}

const spelled = (sql: string): SqlType => ({ type: 'custom', sql });

/** A STRICT table keeps no lengths. */
function withoutLength(type: SqlType, strict: boolean): SqlType {
  if (!strict || !('length' in type)) return type;
  const { length: _, ...rest } = type;
  return rest as SqlType;
}

function canonicaliseDefault(column: Column, { table }: Facts): Column['serverDefault'] {
  const { serverDefault } = column;
  if (serverDefault === undefined || isNullDefault(serverDefault)) return undefined;
  return { text: canonicalDefault(serverDefault, affinityOf(columnTypeSql(column, table))) };
}

const canonicaliseComputed = ({ expression, persisted }: Computed, columns: ReadonlySet<string>): Computed => ({
  expression: normaliseExpression(expression, columns),
  ...(persisted === true ? { persisted } : {}),
});

/** Of the column, or of its type; `BINARY` is what a column has anyway. */
function canonicaliseCollation(column: Column): string | undefined {
  const collation = collationOf(column)?.toUpperCase();
  return collation === 'BINARY' ? undefined : collation;
}

export function collationOf({ collation, type: declared }: Column): string | undefined {
  if (collation !== undefined) return collation;
  const type = typeOn('sqlite', declared);
  return 'collation' in type && typeof type.collation === 'string' ? type.collation : undefined;
}

function canonicaliseOptions(
  options: DialectOptions | undefined,
  ...known: readonly string[]
): DialectOptions | undefined {
  const kept = known.flatMap((key) => {
    const value = options?.[key];
    if (typeof value !== 'string') return [];
    // What SQLite does when it is not told.
    return value.toUpperCase() === 'ABORT' ? [] : [[key, value.toUpperCase()] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function canonicaliseConstraint(one: Constraint, columns: ReadonlySet<string>, facts: Facts): Constraint | undefined {
  switch (one.kind) {
    case 'primaryKey':
      return canonicaliseKey(one, facts.rowid !== undefined);
    case 'unique':
      return canonicaliseKey(one, false);
    case 'check':
      return canonicaliseCheck(one, columns);
    case 'foreignKey':
      return canonicaliseForeignKey(one);
    case 'exclusion':
      return undefined;
  }
}

function canonicaliseKey<K extends PrimaryKey | Unique>(key: K, isRowid: boolean): K {
  const sqlite = { ...canonicaliseOptions(key.sqlite, 'onConflict'), ...(isRowid ? {} : keyOptions(key)) };
  return derive<PrimaryKey | Unique>(key, {
    deferrable: undefined,
    initially: undefined,
    nullsNotDistinct: undefined,
    include: undefined,
    withoutOverlaps: undefined,
    comment: undefined,
    postgresql: undefined,
    sqlite: Object.keys(sqlite).length === 0 ? undefined : sqlite,
  }) as K;
}

/** How the keys are stored, where not as the columns are. */
function keyOptions({ sqlite = {} }: PrimaryKey | Unique): DialectOptions {
  const orders = strings(sqlite.orders).map((order) => order.toLowerCase());
  const collations = strings(sqlite.collations).map((collation) => collation.toUpperCase());
  return {
    ...(orders.includes('desc') ? { orders } : {}),
    ...(collations.some((collation) => collation !== '') ? { collations } : {}),
  };
}

export const strings = (value: DialectOptions[string]): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]) : [];

const canonicaliseCheck = (check: Check, columns: ReadonlySet<string>): Check =>
  derive(check, {
    expression: normaliseExpression(check.expression, columns),
    sqlite: undefined,
    noInherit: undefined,
    notValid: undefined,
    notEnforced: undefined,
    comment: undefined,
  });

/** SQLite defers only what is `DEFERRABLE INITIALLY DEFERRED`; it reads MATCH and goes by none. https://www.sqlite.org/foreignkeys.html */
function canonicaliseForeignKey(one: ForeignKey): ForeignKey {
  const { onDelete, onUpdate, match, references } = one;
  const deferred = one.initially === 'DEFERRED' && one.deferrable !== false;
  return derive(one, {
    references: { table: references.table, columns: references.columns },
    onDelete: onDelete === 'NO ACTION' ? undefined : onDelete,
    onUpdate: onUpdate === 'NO ACTION' ? undefined : onUpdate,
    match: match === 'SIMPLE' ? undefined : match,
    deferrable: deferred || one.deferrable === true ? true : undefined,
    initially: deferred ? 'DEFERRED' : undefined,
    useAlter: undefined,
    notValid: undefined,
    notEnforced: undefined,
    onDeleteColumns: undefined,
    period: undefined,
    comment: undefined,
  });
}

function canonicaliseIndex(index: Index, table: Table, columns: ReadonlySet<string>): Index {
  return derive(index, {
    name: indexName(index, table),
    columns: index.columns.map((part) => canonicalisePart(part, table, columns)),
    unique: index.unique === true ? true : undefined,
    where: index.where === undefined ? undefined : normaliseExpression(index.where, columns),
    using: undefined,
    include: undefined,
    nullsNotDistinct: undefined,
    comment: undefined,
    postgresql: undefined,
    mysql: undefined,
    sqlite: undefined,
  });
}

function canonicalisePart(part: string | IndexPart, table: Table, columns: ReadonlySet<string>): string | IndexPart {
  if (typeof part === 'string') return part;
  const column = 'column' in part ? part.column : columnBehind(part.expression, table, columns);
  const inherited = table.columns.find(({ name }) => name === column);
  const collation = part.collation?.toUpperCase();
  const implied = column === undefined ? undefined : ((inherited && canonicaliseCollation(inherited)) ?? 'BINARY');
  const options = {
    ...(part.order === 'desc' ? { order: 'desc' as const } : {}),
    ...(collation === undefined || collation === implied ? {} : { collation }),
  };
  if (column === undefined && 'expression' in part) {
    return { expression: normaliseExpression(part.expression, columns), ...options };
  }
  return Object.keys(options).length === 0 ? (column as string) : { column: column as string, ...options };
}

/** The column that an expression is nothing but. */
function columnBehind(expression: string, table: Table, columns: ReadonlySet<string>): string | undefined {
  const normal = normaliseExpression(expression, columns);
  return table.columns.find(({ name }) => normal === `"${foldName(name).replaceAll('"', '""')}"`)?.name;
}
