import type { Connection, Dialect } from '../dialects/dialect.ts';
import type { Table } from '../schema/table.ts';
import { type TableName, tableLabel } from '../schema/table-name.ts';
import { VersionColumnTooShort, VersionTableChanged } from './errors.ts';
import type { Executor } from './executor.ts';
import type { OwnTables } from './own-tables.ts';

const column = 'version_num';

/** One row per head of the applied set. Alembic's table, with a column wide enough for any id. */
export const versionTable = ({ primaryKey, ...name }: OwnTables['version']): Table => ({
  ...name,
  columns: [{ name: column, type: { type: 'String', length: 255 }, nullable: false }],
  ...(primaryKey === false
    ? {}
    : { constraints: [{ kind: 'primaryKey', name: `${name.name}_pkc`, columns: [column] }] }),
});

/** The ids in the table, sorted. */
export async function readVersions(connection: Connection, dialect: Dialect, table: TableName): Promise<string[]> {
  const rows = await connection.query<{ readonly version_num: string }>(
    `SELECT ${dialect.quoteIdentifier(column)} FROM ${dialect.quoteTable(table)}`,
  );
  return rows.map((row) => row.version_num).sort();
}

/** A change of one row of the version table. */
export type VersionMove =
  | { readonly kind: 'replace'; readonly from: string; readonly to: string }
  | { readonly kind: 'insert'; readonly to: string }
  | { readonly kind: 'delete'; readonly from: string };

/** The fewest row changes that make the table hold `after` where it held `before`. */
export function versionMoves(before: readonly string[], after: readonly string[]): readonly VersionMove[] {
  const gone = before.filter((id) => !after.includes(id)).sort();
  const come = after.filter((id) => !before.includes(id)).sort();
  const replaced = Math.min(gone.length, come.length);
  return [
    ...gone.slice(replaced).map((from): VersionMove => ({ kind: 'delete', from })),
    ...come.slice(0, replaced).map((to, at): VersionMove => ({ kind: 'replace', from: gone[at] as string, to })),
    ...come.slice(replaced).map((to): VersionMove => ({ kind: 'insert', to })),
  ];
}

/** The statement for a move. It names the row's old value, so that it finds nothing where somebody was faster. */
export function moveStatement(dialect: Dialect, table: TableName, move: VersionMove): string {
  const name = dialect.quoteTable(table);
  const version = dialect.quoteIdentifier(column);
  switch (move.kind) {
    case 'replace':
      return `UPDATE ${name} SET ${version} = ${dialect.quoteLiteral(move.to)} WHERE ${version} = ${dialect.quoteLiteral(move.from)}`;
    case 'insert':
      return `INSERT INTO ${name} (${version}) VALUES (${dialect.quoteLiteral(move.to)})`;
    case 'delete':
      return `DELETE FROM ${name} WHERE ${version} = ${dialect.quoteLiteral(move.from)}`;
  }
}

/** Forgets every row of a table. */
export const clearStatement = (dialect: Dialect, table: TableName): string =>
  `DELETE FROM ${dialect.quoteTable(table)}`;

/** What holds, in SQL, when the table has exactly these rows. */
export function versionCondition(dialect: Dialect, table: TableName, versions: readonly string[]): string {
  const rows = `SELECT count(*) FROM ${dialect.quoteTable(table)}`;
  if (versions.length === 0) return `(${rows}) = 0`;
  const known = [...versions].sort().map((id) => dialect.quoteLiteral(id));
  const among = `${dialect.quoteIdentifier(column)} IN (${known.join(', ')})`;
  return `(${rows}) = ${known.length} AND (${rows} WHERE ${among}) = ${known.length}`;
}

/**
 * Compare and swap: every move must touch exactly one row.
 *
 * @throws VersionTableChanged when one does not
 */
export async function moveVersions(
  executor: Executor,
  dialect: Dialect,
  table: TableName,
  moves: readonly VersionMove[],
): Promise<void> {
  for (const move of moves) {
    const touched = await executor.execute(moveStatement(dialect, table, move));
    if (touched !== undefined && touched !== 1) {
      throw new VersionTableChanged(
        `${tableLabel(table)} should have had one row '${move.kind === 'insert' ? move.to : move.from}' to ${move.kind}, and had ${touched}`,
        { hint: "the revision itself, another process or a person changed it; look at 'migrate status' and run again" },
      );
    }
  }
}

/** Refuses ids that an existing table, such as Alembic's with its 32 characters, would cut or refuse halfway through. */
export function requireRoomFor(ids: readonly string[], table: Table | undefined): void {
  const type = table?.columns.find(({ name }) => name === column)?.type;
  const length = type !== undefined && 'length' in type && typeof type.length === 'number' ? type.length : undefined;
  const long = length === undefined ? undefined : ids.find((id) => id.length > length);
  if (table === undefined || long === undefined) return;
  throw new VersionColumnTooShort(
    `'${long}' does not fit ${tableLabel(table)}.${column}, which holds ${length} characters`,
    { state: 'nothing was run', hint: `make the column a VARCHAR(255), and run again` },
  );
}
