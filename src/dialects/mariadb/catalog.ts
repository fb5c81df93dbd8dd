import type { CatalogQueries, CatalogRows, CheckRow, ColumnRow, KeyRow } from '../mysql/catalog.ts';
import { familyOf, isTextual } from '../mysql/defaults.ts';

const columns = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, COLUMN_NAME AS name,
  ORDINAL_POSITION AS position, COLUMN_DEFAULT AS default_value, IS_NULLABLE AS is_nullable,
  COLUMN_TYPE AS column_type, COLLATION_NAME AS collation, EXTRA AS extra, COLUMN_COMMENT AS comment,
  GENERATION_EXPRESSION AS expression, NULL AS srid
FROM information_schema.COLUMNS`;

const keys = `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, INDEX_NAME AS index_name,
  SEQ_IN_INDEX AS position, COLUMN_NAME AS column_name, NULL AS expression, SUB_PART AS prefix,
  COLLATION AS direction, INDEX_TYPE AS index_type, NON_UNIQUE AS non_unique, INDEX_COMMENT AS comment,
  IF(IGNORED = 'YES', 'NO', 'YES') AS is_visible
FROM information_schema.STATISTICS`;

const checks = `SELECT CONSTRAINT_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS constraint_name,
  CHECK_CLAUSE AS clause, 'YES' AS enforced, LEVEL AS level
FROM information_schema.CHECK_CONSTRAINTS`;

/** A check that is part of a column goes by the column's name, and is dropped with MODIFY alone. */
const isOfColumn = ({ level }: CheckRow): boolean => level === 'Column';

const keyOf = (table: { readonly table_schema: string; readonly table_name: string }, name: string): string =>
  [table.table_schema, table.table_name, name].join('\0');

/**
 * JSON is another word for LONGTEXT in utf8mb4_bin with a check that it is valid, and is printed so.
 * https://mariadb.com/kb/en/json/
 */
const isJson = ({ column_type, collation, name }: ColumnRow, check: CheckRow | undefined): boolean =>
  column_type === 'longtext' &&
  collation === 'utf8mb4_bin' &&
  check?.clause === `json_valid(\`${name.replaceAll('`', '``')}\`)`;

function adjust(rows: CatalogRows): CatalogRows {
  const checks = new Map<string, CheckRow[]>();
  for (const row of rows.checks.filter(isOfColumn)) {
    checks.set(keyOf(row, ''), [...(checks.get(keyOf(row, '')) ?? []), row]);
  }
  return {
    ...rows,
    columns: rows.columns.map((row) =>
      withCheck(withPlainType(withRowBound(row)), checkOf(row.name, checks.get(keyOf(row, '')) ?? [])),
    ),
    keys: rows.keys.filter((row) => !isAppended(row, rows)),
    checks: rows.checks.filter((row) => !isOfColumn(row)),
  };
}

/**
 * The check that is part of a column. It has the column's name; RENAME COLUMN changes what it says and not what it is called,
 * and another column may have that name since. Seen on 11.8.
 */
const checkOf = (column: string, checks: readonly CheckRow[]): CheckRow | undefined =>
  checks.find(
    (check) => check.constraint_name === column && (mentions(check, column) || !check.clause.includes('`')),
  ) ?? checks.find((check) => mentions(check, column) && !mentions(check, check.constraint_name));

const mentions = ({ clause }: CheckRow, column: string): boolean =>
  clause.includes(`\`${column.replaceAll('`', '``')}\``);

const isRowBound = ({ expression }: ColumnRow): boolean => expression === 'ROW START' || expression === 'ROW END';

const withRowBound = (row: ColumnRow): ColumnRow =>
  isRowBound(row) ? { ...row, expression: null, row_bound: row.expression ?? '' } : row;

/** Keys of a versioned table have the end of the period behind their own columns. https://mariadb.com/kb/en/system-versioned-tables/ */
const isAppended = (key: KeyRow, { columns }: CatalogRows): boolean =>
  key.position > 1 &&
  Number(key.non_unique) === 0 &&
  columns.some(
    (row) => row.expression === 'ROW END' && row.name === key.column_name && keyOf(row, '') === keyOf(key, ''),
  );

/** What is compressed stands in a comment that MariaDB alone reads. https://mariadb.com/kb/en/storage-engine-independent-column-compression/ */
const withPlainType = (row: ColumnRow): ColumnRow => ({
  ...row,
  column_type: row.column_type.replace(/ \/\*M!\d+ COMPRESSED\*\/$/, ' compressed'),
});

function withCheck(row: ColumnRow, check: CheckRow | undefined): ColumnRow {
  if (isJson(row, check)) return { ...row, column_type: 'json', collation: null };
  return check === undefined ? row : { ...row, check: check.clause };
}

/**
 * MariaDB 10.6 to 11.8: defaults are SQL, NULL among them; expressions stand as they are, but that every letter beyond the
 * basic plane is printed as four question marks, and as one in a constant default.
 */
export const mariadbCatalog: CatalogQueries = {
  columns,
  keys,
  readChecks: (connection, within) => connection.query(`${checks}\nWHERE ${within('CONSTRAINT_SCHEMA', 'TABLE_NAME')}`),
  adjust,
  decodeExpression: (printed) => printed,
  decodeDefault: ({ exact_default, default_value }) => exact_default ?? default_value ?? undefined,
  isLossy: (printed) => printed.includes('????'),
  // bytes are printed as text before MariaDB 11.4
  isUnsureDefault: ({ column_type, default_value }) =>
    /^'.*'$/s.test(default_value ?? '') &&
    (familyOf(column_type) === 'bytes' || (isTextual(column_type) && (default_value ?? '').includes('?'))),
  hasParsers: false,
};
