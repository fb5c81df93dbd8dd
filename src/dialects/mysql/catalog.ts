import type { Connection, Scope, Server } from '../dialect.ts';
import { quoteString } from './quote.ts';

/** Where a row of the catalog belongs. */
interface InTable {
  readonly table_schema: string;
  readonly table_name: string;
}

export interface TableRow extends InTable {
  readonly table_type: string;
  readonly engine: string | null;
  readonly collation: string | null;
  readonly create_options: string | null;
  readonly comment: string | null;
  /** Of the database that the table is in. */
  readonly schema_collation: string;
}

export interface ColumnRow extends InTable {
  readonly name: string;
  readonly position: number;
  /** As the catalog has it: a constant without quotes, or SQL. */
  readonly default_value: string | null;
  readonly is_nullable: string;
  readonly column_type: string;
  readonly collation: string | null;
  readonly extra: string;
  readonly comment: string;
  /** Of a generated column. */
  readonly expression: string | null;
  readonly srid: number | null;
  /** The default as SQL, where the catalog does not print it whole. */
  readonly exact_default?: string;
  /** `ROW START` or `ROW END`, of a column that holds the period of a versioned table. */
  readonly row_bound?: string;
  /** Of a check that is part of the column. */
  readonly check?: string;
}

export interface KeyRow extends InTable {
  readonly index_name: string;
  readonly position: number;
  readonly column_name: string | null;
  readonly expression: string | null;
  readonly prefix: number | null;
  readonly direction: string | null;
  readonly index_type: string;
  readonly non_unique: number;
  readonly comment: string;
  readonly is_visible: string;
}

export interface ReferenceRow extends InTable {
  readonly constraint_name: string;
  readonly position: number;
  readonly column_name: string;
  readonly target_schema: string;
  readonly target_table: string;
  readonly target_column: string;
}

export interface ActionRow extends InTable {
  readonly constraint_name: string;
  readonly update_rule: string;
  readonly delete_rule: string;
}

export interface CheckRow extends InTable {
  readonly constraint_name: string;
  readonly clause: string;
  readonly enforced: string;
  /** `Column` for a check that is part of a column's definition. */
  readonly level: string;
}

export interface PartitionRow extends InTable {
  readonly partition_name: string;
  readonly subpartition_name: string | null;
  readonly method: string | null;
  readonly subpartition_method: string | null;
  readonly expression: string | null;
  readonly subpartition_expression: string | null;
  /** The values of the partition, as SQL. */
  readonly description: string | null;
  readonly comment: string;
}

export interface CatalogRows {
  readonly tables: readonly TableRow[];
  readonly columns: readonly ColumnRow[];
  readonly keys: readonly KeyRow[];
  readonly references: readonly ReferenceRow[];
  readonly actions: readonly ActionRow[];
  readonly checks: readonly CheckRow[];
  /** In their order, and those of each in theirs. */
  readonly partitions: readonly PartitionRow[];
}

/** The select lists in which servers of the family differ, and how their rows are made the same. */
export interface CatalogQueries {
  readonly columns: string;
  readonly keys: string;
  readonly readChecks: (connection: Connection, within: Filter) => Promise<readonly CheckRow[]>;
  readonly adjust: (rows: CatalogRows) => CatalogRows;
  /** An expression as the catalog prints it, as SQL. */
  readonly decodeExpression: (printed: string) => string;
  /** A default as the catalog prints it, as SQL. */
  readonly decodeDefault: (row: ColumnRow) => string | undefined;
  /** Whether the catalog may have lost a part of this expression that `SHOW CREATE TABLE` has. */
  readonly isLossy: (printed: string) => boolean;
  /** Whether a default has to be asked for, as the catalog may not print it whole. */
  readonly isUnsureDefault: (row: ColumnRow) => boolean;
  /** A full-text index may have a parser that is named in `SHOW CREATE TABLE` only. */
  readonly hasParsers: boolean;
}

const tables = `SELECT t.TABLE_SCHEMA AS table_schema, t.TABLE_NAME AS table_name, t.TABLE_TYPE AS table_type,
  t.ENGINE AS engine, t.TABLE_COLLATION AS collation, t.CREATE_OPTIONS AS create_options, t.TABLE_COMMENT AS comment,
  s.DEFAULT_COLLATION_NAME AS schema_collation
FROM information_schema.TABLES AS t JOIN information_schema.SCHEMATA AS s ON s.SCHEMA_NAME = t.TABLE_SCHEMA`;

const references = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS constraint_name,
  ORDINAL_POSITION AS position, COLUMN_NAME AS column_name, REFERENCED_TABLE_SCHEMA AS target_schema,
  REFERENCED_TABLE_NAME AS target_table, REFERENCED_COLUMN_NAME AS target_column
FROM information_schema.KEY_COLUMN_USAGE`;

const actions = `SELECT CONSTRAINT_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS constraint_name,
  UPDATE_RULE AS update_rule, DELETE_RULE AS delete_rule
FROM information_schema.REFERENTIAL_CONSTRAINTS`;

const partitions = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, PARTITION_NAME AS partition_name,
  SUBPARTITION_NAME AS subpartition_name, PARTITION_METHOD AS method, SUBPARTITION_METHOD AS subpartition_method,
  PARTITION_EXPRESSION AS expression, SUBPARTITION_EXPRESSION AS subpartition_expression,
  PARTITION_DESCRIPTION AS description, PARTITION_COMMENT AS comment
FROM information_schema.PARTITIONS`;

/** Reads the catalog: one query for each kind of thing, however many there are. */
export async function readCatalog(connection: Connection, scope: Scope, queries: CatalogQueries): Promise<CatalogRows> {
  const within = filterOf(connection, scope);
  const rows = {
    tables: await connection.query<TableRow>(`${tables}\nWHERE ${within('t.TABLE_SCHEMA', 't.TABLE_NAME')}`),
    columns: await connection.query<ColumnRow>(`${queries.columns}\nWHERE ${within('TABLE_SCHEMA', 'TABLE_NAME')}`),
    keys: await connection.query<KeyRow>(`${queries.keys}\nWHERE ${within('TABLE_SCHEMA', 'TABLE_NAME')}`),
    references: await connection.query<ReferenceRow>(
      `${references}\nWHERE ${within('TABLE_SCHEMA', 'TABLE_NAME')} AND REFERENCED_TABLE_NAME IS NOT NULL`,
    ),
    actions: await connection.query<ActionRow>(`${actions}\nWHERE ${within('CONSTRAINT_SCHEMA', 'TABLE_NAME')}`),
    checks: await queries.readChecks(connection, within),
    partitions: await connection.query<PartitionRow>(
      `${partitions}\nWHERE ${within('TABLE_SCHEMA', 'TABLE_NAME')} AND PARTITION_NAME IS NOT NULL ORDER BY 1, 2, PARTITION_ORDINAL_POSITION, SUBPARTITION_ORDINAL_POSITION`,
    ),
  };
  return queries.adjust(withinExactly(rows, namesOf(connection, scope), connection.server));
}

/** The condition that a row is of the tables that are asked for, by the names of its columns. */
export type Filter = (schema: string, table?: string) => string;

export const namesOf = ({ server }: Connection, { schemas }: Scope): readonly string[] =>
  schemas ?? [server.defaultSchema ?? ''];

/** One name is compared with `=`: for `IN`, MariaDB opens the tables of every database. */
export function filterOf(connection: Connection, scope: Scope): Filter {
  const oneOf = (field: string, names: readonly string[]): string =>
    names.length === 1
      ? `${field} = ${quoteString(names[0] ?? '')}`
      : `${field} IN (${names.map(quoteString).join(', ')})`;
  const schemas = namesOf(connection, scope);
  const names = [...new Set((scope.tables ?? []).map(({ name }) => name))];
  return (schema, table) =>
    table === undefined || scope.tables === undefined
      ? oneOf(schema, schemas)
      : names.length === 0
        ? 'FALSE'
        : `${oneOf(schema, schemas)} AND ${oneOf(table, names)}`;
}

/** The catalog compares names without regard to case, although the server may tell them apart. */
export function isOneOf(names: readonly string[], { settings }: Server): (schema: string) => boolean {
  const fold = (name: string): string => (settings.lower_case_table_names === '0' ? name : name.toLowerCase());
  const wanted = new Set(names.map(fold));
  return (schema) => wanted.has(fold(schema));
}

function withinExactly(rows: CatalogRows, names: readonly string[], server: Server): CatalogRows {
  const isWanted = isOneOf(names, server);
  const kept = Object.entries(rows).map(([kind, list]: [string, readonly InTable[]]) => [
    kind,
    list.filter(({ table_schema }) => isWanted(table_schema)),
  ]);
  return Object.fromEntries(kept) as CatalogRows;
}
