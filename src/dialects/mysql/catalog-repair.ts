import type { Connection } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import type { CatalogRows, CheckRow, ColumnRow } from './catalog.ts';
import { isTextual, readConstant } from './defaults.ts';
import { isWord, readTokens } from './expression.ts';
import type { Flavour } from './flavour.ts';
import { quoteIdentifier, quoteString } from './quote.ts';

/**
 * Asks for the defaults that the catalog may have printed with a loss: text in UTF-8 of three bytes, bytes as far as the
 * first zero. One query for all of them. `DEFAULT(column)` needs no row, unless the column is NOT NULL: of those in an
 * empty table MySQL's `SHOW CREATE TABLE` has the bytes, and MariaDB (to 11.8) tells nobody.
 */
export async function restoreDefaults(
  connection: Connection,
  rows: CatalogRows,
  { catalog }: Flavour,
): Promise<CatalogRows> {
  const unsure = rows.columns.filter((row) => row.default_value !== null && catalog.isUnsureDefault(row));
  if (unsure.length === 0) return rows;
  const answers = await optional(() =>
    connection.query<{ readonly at: number; readonly hex: string | null }>(
      unsure.map((row, at) => `(SELECT ${at} AS at, ${hexOfDefault(row)})`).join('\nUNION ALL '),
    ),
  );
  const values = new Map(answers.map(({ at, hex }) => [unsure[Number(at)], hex]));
  const columns = rows.columns.map((row): ColumnRow => {
    const hex = values.get(row);
    return hex === undefined || hex === null ? row : { ...row, exact_default: exactDefault(row, hex) };
  });
  return { ...rows, columns };
}

function hexOfDefault({ table_schema, table_name, name, column_type, is_nullable }: ColumnRow): string {
  const value = `DEFAULT(t.${quoteIdentifier(name)})`;
  const bytes = isTextual(column_type) ? `CONVERT(${value} USING utf8mb4)` : value;
  const table = `${quoteIdentifier(table_schema)}.${quoteIdentifier(table_name)}`;
  return is_nullable === 'YES'
    ? `HEX(${bytes}) AS hex FROM (SELECT 1 AS one) AS o LEFT JOIN ${table} AS t ON FALSE`
    : `HEX(${bytes}) AS hex FROM ${table} AS t LIMIT 1`;
}

const exactDefault = ({ column_type }: ColumnRow, hex: string): string =>
  isTextual(column_type) ? quoteString(Buffer.from(hex, 'hex').toString('utf8')) : `x'${hex.toLowerCase()}'`;

/** No rows where the server refuses: what the catalog says is the best there is then. */
async function optional<Row>(ask: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StatementFailed) return [];
    throw error;
  }
}

export interface Repaired {
  readonly rows: CatalogRows;
  /** The parsers of full-text indexes, by schema, table and index. */
  readonly parsers: ReadonlyMap<string, string>;
}

/**
 * Reads `SHOW CREATE TABLE` of the few tables that need it: those with expressions whose letters the catalog lost, and those
 * with full-text indexes where the server has parsers to choose from.
 */
export async function restoreFromStatements(
  connection: Connection,
  rows: CatalogRows,
  { catalog }: Flavour,
): Promise<Repaired> {
  const isLossy = (text: string | null): boolean => text !== null && catalog.isLossy(text);
  const isUnsure = (row: ColumnRow): boolean =>
    row.exact_default === undefined && row.default_value !== null && catalog.isUnsureDefault(row);
  const lossy = [
    ...rows.columns.filter((row) => isUnsure(row) || isLossy(row.default_value) || isLossy(row.expression)),
    ...rows.checks.filter(({ clause }) => isLossy(clause)),
    ...(catalog.hasParsers ? rows.keys.filter(({ index_type }) => index_type === 'FULLTEXT') : []),
  ];
  const statements = new Map<string, string>();
  for (const { table_schema, table_name } of lossy) {
    const table = `${quoteIdentifier(table_schema)}.${quoteIdentifier(table_name)}`;
    if (statements.has(table)) continue;
    const [row] = await optional(() => connection.query<Record<string, string>>(`SHOW CREATE TABLE ${table}`));
    statements.set(table, row?.['Create Table'] ?? '');
  }
  return statements.size === 0 ? { rows, parsers: new Map() } : repair(rows, statements, isUnsure);
}

type InTable = { readonly table_schema: string; readonly table_name: string };

function repair(
  rows: CatalogRows,
  statements: ReadonlyMap<string, string>,
  isUnsure: (row: ColumnRow) => boolean,
): Repaired {
  const lineOf = ({ table_schema, table_name }: InTable, start: string): string => {
    const statement = statements.get(`${quoteIdentifier(table_schema)}.${quoteIdentifier(table_name)}`) ?? '';
    return statement.split('\n').find((line) => line.trimStart().startsWith(start)) ?? '';
  };
  const columns = rows.columns.map((row): ColumnRow => {
    const line = lineOf(row, quoteIdentifier(row.name));
    return line === ''
      ? row
      : {
          ...row,
          ...(isUnsure(row) ? defaultInLine(row, line) : {}),
          ...restored(row, line, 'default_value'),
          ...restored(row, line, 'expression'),
        };
  });
  const checks = rows.checks.map((row): CheckRow => {
    const line = lineOf(row, `CONSTRAINT ${quoteIdentifier(row.constraint_name)}`);
    return line === '' ? row : { ...row, clause: restore(row.clause, line) };
  });
  const parsers = rows.keys.flatMap((row) => {
    const line = lineOf(row, `FULLTEXT KEY ${quoteIdentifier(row.index_name)}`);
    const parser = /WITH PARSER `([^`]+)`/.exec(line)?.[1];
    const key = `${row.table_schema}\0${row.table_name}\0${row.index_name}`;
    return parser === undefined ? [] : [[key, parser] as const];
  });
  return { rows: { ...rows, columns, checks }, parsers: new Map(parsers) };
}

/** MySQL prints a constant default whole, or as bytes where its own character set cannot hold it. */
function defaultInLine(row: ColumnRow, line: string): Partial<ColumnRow> {
  if (row.exact_default !== undefined) return {};
  const tokens = readTokens(line);
  const literal = tokens[tokens.findIndex((token) => isWord(token, 'default')) + 1];
  const constant = literal === undefined ? undefined : readConstant(literal.text);
  if (literal === undefined || constant?.kind === undefined) return {};
  return { exact_default: constant.kind === 'bytes' ? exactDefault(row, constant.hex) : literal.text };
}

const restored = <Key extends 'default_value' | 'expression'>(
  row: ColumnRow,
  line: string,
  key: Key,
): Partial<ColumnRow> => (row[key] === null ? {} : { [key]: restore(row[key] ?? '', line) });

/** A text with question marks where letters beyond the basic plane were, as it stands in a line that has them. */
function restore(lossy: string, line: string): string {
  const pattern = lossy
    .split(/\?{4}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('(?:[\\u{10000}-\\u{10ffff}]|\\?{4})');
  return new RegExp(pattern, 'u').exec(line)?.[0] ?? lossy;
}
