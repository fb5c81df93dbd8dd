import type { Connection } from '../dialect.ts';
import type { CatalogQueries, CheckRow, ColumnRow, Filter } from './catalog.ts';
import { familyOf, isTextual } from './defaults.ts';
import { quoteString } from './quote.ts';
import { decodeStoredExpression } from './stored-expression.ts';

const columns = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, COLUMN_NAME AS name,
  ORDINAL_POSITION AS position, COLUMN_DEFAULT AS default_value, IS_NULLABLE AS is_nullable,
  COLUMN_TYPE AS column_type, COLLATION_NAME AS collation, EXTRA AS extra, COLUMN_COMMENT AS comment,
  GENERATION_EXPRESSION AS expression, SRS_ID AS srid
FROM information_schema.COLUMNS`;

const keys = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, INDEX_NAME AS index_name,
  SEQ_IN_INDEX AS position, COLUMN_NAME AS column_name, EXPRESSION AS expression, SUB_PART AS prefix,
  COLLATION AS direction, INDEX_TYPE AS index_type, NON_UNIQUE AS non_unique, INDEX_COMMENT AS comment,
  IS_VISIBLE AS is_visible
FROM information_schema.STATISTICS`;

const clauses = `SELECT CONSTRAINT_SCHEMA AS table_schema, CONSTRAINT_NAME AS constraint_name, CHECK_CLAUSE AS clause
FROM information_schema.CHECK_CONSTRAINTS`;

const owners = `SELECT CONSTRAINT_SCHEMA AS table_schema, CONSTRAINT_NAME AS constraint_name, TABLE_NAME AS table_name,
  ENFORCED AS enforced
FROM information_schema.TABLE_CONSTRAINTS`;

/** Two queries: MySQL 8.0 to 9.7 takes minutes to join these two views for a thousand tables. Names are unique in a database. */
async function readChecks(connection: Connection, within: Filter): Promise<readonly CheckRow[]> {
  const keyOf = ({ table_schema, constraint_name }: Pick<CheckRow, 'table_schema' | 'constraint_name'>): string =>
    `${table_schema}\0${constraint_name}`;
  const checks = await connection.query<Pick<CheckRow, 'table_schema' | 'constraint_name' | 'clause'>>(
    `${clauses}\nWHERE ${within('CONSTRAINT_SCHEMA')}`,
  );
  if (checks.length === 0) return [];
  const tables = await connection.query<Omit<CheckRow, 'clause' | 'level'>>(
    `${owners}\nWHERE ${within('TABLE_SCHEMA', 'TABLE_NAME')} AND CONSTRAINT_TYPE = 'CHECK'`,
  );
  const texts = new Map(checks.map((row) => [keyOf(row), row.clause]));
  return tables.map((row) => ({ ...row, clause: texts.get(keyOf(row)) ?? '', level: 'Table' }));
}

const isExpression = ({ extra }: ColumnRow): boolean => /default_generated/i.test(extra);

/** Constants without quotes; only what `DEFAULT_GENERATED` marks is SQL. */
function decodeDefault(row: ColumnRow): string | undefined {
  const { default_value: value, column_type } = row;
  if (row.exact_default !== undefined) return row.exact_default;
  if (value === null) return undefined;
  if (isExpression(row)) return decodeStoredExpression(value);
  const family = familyOf(column_type);
  if (family === 'bits') return value;
  // values of an ENUM in the character set `binary` are printed as bytes
  if (isTextual(column_type) && (row.collation ?? 'binary') === 'binary' && /^0x[\dA-F]+$/.test(value)) {
    return quoteString(Buffer.from(value.slice(2), 'hex').toString('utf8'));
  }
  return family === 'bytes' && value.startsWith('0x') ? `x'${value.slice(2)}'` : quoteString(value);
}

export const mysqlCatalog: CatalogQueries = {
  columns,
  keys,
  readChecks,
  adjust: (rows) => rows,
  decodeExpression: decodeStoredExpression,
  decodeDefault,
  isLossy: () => false,
  isUnsureDefault: (row) =>
    !isExpression(row) &&
    (familyOf(row.column_type) === 'bytes' || (isTextual(row.column_type) && (row.default_value ?? '').includes('?'))),
  hasParsers: true,
};
