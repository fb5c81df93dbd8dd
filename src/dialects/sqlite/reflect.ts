import type { Column } from '../../schema/column.ts';
import type { Constraint, ForeignKey } from '../../schema/constraint.ts';
import type { SchemaObject } from '../../schema/objects/object.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import type { Connection, Scope } from '../dialect.ts';
import { type CatalogRow, readCatalog } from './catalog.ts';
import { parseCreateIndex } from './create-index.ts';
import { parseCreateObject } from './create-object.ts';
import { asKnown, type CreateTable, type DeclaredColumn, parseCreateTable } from './create-statement.ts';
import { parseDefault } from './defaults.ts';
import { foldedNames, plainStrings } from './expression.ts';
import { foldName } from './quote.ts';
import type { ReportedKind } from './reported-kinds.ts';
import { isWithoutRowid, primaryKeyOf, rowidColumn } from './rowid.ts';
import { UnreadableStatement } from './token-reader.ts';
import { parseType } from './types.ts';
import { gatherChecks } from './value-check.ts';

/**
 * The kind under which a table is listed that has text in double quotes where a column could stand: SQLite reads it as text
 * only as long as there is no such column, and not in every build. https://www.sqlite.org/quirks.html#dblquote
 */
export const textInDoubleQuotes: ReportedKind = 'text in double quotes';

/**
 * Reads the schema with one query. Structure comes from the statements in the catalog, which alone hold names, checks,
 * collations and conflict clauses, and is held against what SQLite itself made of them: a table that was read otherwise is
 * reported as not modelled, never guessed at.
 */
export async function reflect(connection: Connection, scope: Scope): Promise<Schema> {
  if (scope.schemas !== undefined && !scope.schemas.includes('main')) return { tables: [] };
  return readSchema(await readCatalog(connection), scope);
}

/** The schema that a catalog describes. */
function readSchema(catalog: readonly CatalogRow[], scope: Scope): Schema {
  const rows = catalog.filter((row) => row.sort !== 'shadow');
  const unmodelled: Unmodelled[] = [];
  const drafts = rows.filter(isOrdinaryTable).flatMap((row): Table[] => {
    const table = attempt(() => readTable(row));
    if (table === undefined) unmodelled.push(describe(row, 'table'));
    if (table !== undefined && hasQuotedText(row, table)) unmodelled.push(describe(row, textInDoubleQuotes));
    return table === undefined ? [] : [table];
  });
  const byName = new Map(drafts.map((table) => [foldName(table.name), table]));
  const indexes = new Map<string, Index[]>();
  const objects: SchemaObject[] = [];
  for (const row of rows) {
    if (row.type === 'index') addIndex(row, byName, indexes, unmodelled);
    else if (row.type !== 'table' || row.sort === 'virtual') addObject(row, scope, objects, unmodelled);
  }
  const tables = drafts
    .filter((table) => isWanted(table.name, scope))
    .map((table) => resolveTargets(withIndexes(table, indexes.get(foldName(table.name))), byName));
  return {
    tables,
    ...(objects.length === 0 ? {} : { objects }),
    ...(unmodelled.length === 0 ? {} : { unmodelled }),
  };
}

/** Told by what it was read as: text that stands in single quotes now and did not before. */
function hasQuotedText({ sql }: CatalogRow, { constraints = [], columns }: Table): boolean {
  const source = sql ?? '';
  if (!source.includes('"')) return false;
  const expressions = [
    ...constraints.flatMap((one) => (one.kind === 'check' ? [one.expression] : [])),
    ...columns.flatMap(({ computed }) => (computed === undefined ? [] : [computed.expression])),
  ];
  return expressions.some((expression) => !source.includes(expression));
}

const isOrdinaryTable = ({ type, sort }: CatalogRow): boolean => type === 'table' && sort !== 'virtual';

const isWanted = (name: string, { tables }: Scope): boolean =>
  tables === undefined || tables.some((table) => foldName(table.name) === foldName(name));

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableStatement) return undefined;
    throw error;
  }
}

function describe({ name, type, tableName, sql }: CatalogRow, kind: ReportedKind): Unmodelled {
  return {
    kind,
    name,
    ...(type === 'trigger' || type === 'index' ? { table: tableName } : {}),
    ...(sql === null ? {} : { definition: sql }),
  };
}

/** Where only some tables are wanted, so are their triggers. */
function addObject(row: CatalogRow, scope: Scope, objects: SchemaObject[], unmodelled: Unmodelled[]): void {
  const { sql, type } = row;
  if (scope.tables !== undefined && !(type === 'trigger' && isWanted(row.tableName, scope))) return;
  const object = sql === null ? undefined : attempt(() => parseCreateObject({ ...row, sql }));
  if (object === undefined) unmodelled.push(describe(row, type === 'table' ? 'virtual table' : type));
  else objects.push(object);
}

function addIndex(
  row: CatalogRow,
  tables: ReadonlyMap<string, Table>,
  indexes: Map<string, Index[]>,
  unmodelled: Unmodelled[],
): void {
  const { sql } = row;
  const key = foldName(row.tableName);
  const table = tables.get(key);
  if (sql === null || table === undefined) return;
  const columns = table.columns.map(({ name }) => name);
  const index = attempt(() => parseCreateIndex(sql, columns));
  if (index === undefined) unmodelled.push(describe(row, 'index'));
  else indexes.set(key, [...(indexes.get(key) ?? []), index]);
  if (index !== undefined && hasQuotedKey(sql, index)) {
    unmodelled.push({ ...describe({ ...row, name: row.tableName }, textInDoubleQuotes), table: row.tableName });
  }
}

const hasQuotedKey = (sql: string, { columns, where }: Index): boolean =>
  sql.includes('"') &&
  [where ?? '', ...columns.map((part) => (typeof part === 'string' || 'column' in part ? '' : part.expression))].some(
    (expression) => !sql.includes(expression),
  );

const withIndexes = (table: Table, indexes: readonly Index[] | undefined): Table =>
  indexes === undefined ? table : { ...table, indexes };

/** @throws UnreadableStatement */
function readTable({ name, sql, columns }: CatalogRow): Table {
  const declared = parseCreateTable(sql ?? '');
  const names = declared.columns.map((column) => column.name);
  if (columns !== null && columns !== JSON.stringify(names) && !sameNames(JSON.parse(columns), names)) {
    throw new UnreadableStatement('SQLite reads other columns');
  }
  const known = foldedNames(names);
  const constraints = declared.constraints.map((one) => tidyConstraint(one, names, known));
  const sqlite = tableOptions(declared);
  const table: Table = {
    name,
    columns: declared.columns.map((column) => readColumn(column, known, declared.strict)),
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(sqlite === undefined ? {} : { sqlite }),
  };
  return gatherChecks(withKeyFacts(table, declared), (column, type) => ({ ...column, type }));
}

const sameNames = (read: readonly string[], names: readonly string[]): boolean =>
  read.length === names.length && read.every((name, at) => name === names[at]);

function tableOptions({ strict, withoutRowid, autoincrement }: CreateTable): DialectOptions | undefined {
  const options = {
    ...(strict ? { strict } : {}),
    ...(withoutRowid ? { withoutRowid } : {}),
    ...(autoincrement ? { autoincrement } : {}),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function readColumn(declared: DeclaredColumn, known: ReadonlySet<string>, strict: boolean): Column {
  const type = parseType(declared.type, strict);
  const serverDefault = declared.defaultSql === undefined ? undefined : parseDefault(declared.defaultSql, type);
  const { computed, collation, onConflictNotNull } = declared;
  return {
    name: declared.name,
    type,
    ...(declared.notNull ? { nullable: false } : {}),
    ...(serverDefault === undefined ? {} : { serverDefault }),
    ...(computed === undefined
      ? {}
      : { computed: { ...computed, expression: plainStrings(computed.expression, known) } }),
    ...(collation === undefined || /^binary$/i.test(collation) ? {} : { collation }),
    ...(onConflictNotNull === undefined ? {} : { sqlite: { onConflictNotNull } }),
  };
}

/** A constraint that names columns as the table does. */
function tidyConstraint(one: Constraint, names: readonly string[], known: ReadonlySet<string>): Constraint {
  if (one.kind === 'check') return { ...one, expression: plainStrings(one.expression, known) };
  if (one.kind === 'exclusion') return one;
  return { ...one, columns: one.columns.map((column) => asKnown(column, names)) };
}

/** What a primary key says of its columns. */
function withKeyFacts(table: Table, declared: CreateTable): Table {
  const key = primaryKeyOf(table);
  if (key === undefined) return table;
  const plain = declared.descendingInline || key.columns.length !== 1 ? table : ascending(table);
  const rowid = rowidColumn(plain)?.name;
  if (rowid === undefined && !isWithoutRowid(table)) return table;
  const columns = table.columns.map((column): Column => {
    if (!key.columns.includes(column.name)) return column;
    return { ...column, nullable: false, ...(column.name === rowid ? { autoincrement: true } : {}) };
  });
  return { ...(rowid === undefined ? table : plain), columns };
}

/** The rowid has no order of its own, whatever a key in a clause of its own says. */
const ascending = (table: Table): Table => ({
  ...table,
  constraints: (table.constraints ?? []).map((one) => {
    if (one.kind !== 'primaryKey' || one.sqlite?.orders === undefined) return one;
    const { sqlite, ...key } = one;
    const { orders: _, ...rest } = sqlite;
    return Object.keys(rest).length === 0 ? key : { ...key, sqlite: rest };
  }),
});

/** Foreign keys name their targets as those name themselves; one without columns means the primary key. */
function resolveTargets(table: Table, tables: ReadonlyMap<string, Table>): Table {
  if (!table.constraints?.some(({ kind }) => kind === 'foreignKey')) return table;
  const constraints = table.constraints.map((one) => (one.kind === 'foreignKey' ? resolveTarget(one, tables) : one));
  return { ...table, constraints };
}

function resolveTarget(foreignKey: ForeignKey, tables: ReadonlyMap<string, Table>): ForeignKey {
  const { references } = foreignKey;
  const target = tables.get(foldName(references.table));
  if (target === undefined) return foreignKey;
  const names = target.columns.map(({ name }) => name);
  const columns =
    references.columns.length === 0
      ? (primaryKeyOf(target)?.columns ?? [])
      : references.columns.map((column) => asKnown(column, names));
  return { ...foreignKey, references: { table: target.name, columns } };
}
