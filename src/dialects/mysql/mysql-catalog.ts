import type { CatalogQueries, ColumnRow } from './catalog.ts';
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

const checks = `SELECT c.CONSTRAINT_SCHEMA AS table_schema, t.TABLE_NAME AS table_name,
  c.CONSTRAINT_NAME AS constraint_name, c.CHECK_CLAUSE AS clause, t.ENFORCED AS enforced, 'Table' AS level
FROM information_schema.CHECK_CONSTRAINTS AS c JOIN information_schema.TABLE_CONSTRAINTS AS t
  ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND t.CONSTRAINT_TYPE = 'CHECK'`;

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
  checks,
  adjust: (rows) => rows,
  decodeExpression: decodeStoredExpression,
  decodeDefault,
  isLossy: () => false,
  isUnsureDefault: (row) =>
    !isExpression(row) &&
    (familyOf(row.column_type) === 'bytes' || (isTextual(row.column_type) && (row.default_value ?? '').includes('?'))),
  hasParsers: true,
};
