import type { Connection, Dialect } from '../../../src/dialects/dialect.ts';
import type { Rename } from '../../../src/diff/rename.ts';
import type { Column } from '../../../src/schema/column.ts';
import { emptySchema, type Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { ChangeCase } from './change-case.ts';

/** A column that a change leaves in place, and what it is before and after. Computed values follow from others. */
interface KeptColumn {
  readonly before: Column;
  readonly after: Column;
}

/** A table that a change leaves in place. */
export interface KeptTable {
  readonly before: Table;
  readonly after: Table;
  readonly columns: readonly KeptColumn[];
}

/** Inserts the rows of a case. */
export async function seed(connection: Connection, dialect: Dialect, { rows = {} }: ChangeCase): Promise<void> {
  const operations = Object.entries(rows).map(([table, some]) => ({ kind: 'bulkInsert' as const, table, rows: some }));
  for (const { sql } of dialect.compile(operations, emptySchema, connection.server)) await connection.execute(sql);
}

/** The tables that rows survive in, and the columns whose values must be the same after both ways. */
export function keptTables(before: Schema, after: Schema, renames: readonly Rename[]): KeptTable[] {
  const renamed = (kind: Rename['kind'], table: string | undefined, name: string): string =>
    renames.find((one) => one.kind === kind && one.from === name && (one.kind !== 'column' || one.table === table))
      ?.to ?? name;
  const placeOf = ({ name, schema }: Schema['tables'][number]): string | undefined => {
    const move = renames.find((one) => one.kind === 'table' && one.from === name && one.schema === schema);
    const place = move?.kind === 'table' && move.toSchema !== undefined ? (move.toSchema ?? undefined) : schema;
    return place === undefined ? undefined : renamed('schema', undefined, place);
  };
  return before.tables.flatMap((table) => {
    const name = renamed('table', undefined, table.name);
    const target = after.tables.find((other) => other.name === name && other.schema === placeOf(table));
    if (target === undefined) return [];
    const columns = table.columns.flatMap((column) => {
      const to = target.columns.find((other) => other.name === renamed('column', target.name, column.name));
      const isKept = to !== undefined && column.computed === undefined && to.computed === undefined;
      return isKept ? [{ before: column, after: to }] : [];
    });
    return [{ before: table, after: target, columns }];
  });
}

/** The values of some columns, in an order that does not depend on where rows lie. */
export async function readRows(
  connection: Connection,
  dialect: Dialect,
  table: Table,
  columns: readonly Column[],
): Promise<readonly string[]> {
  const list = columns.map(({ name }, at) => `${dialect.quoteIdentifier(name)} AS c${at}`).join(', ');
  const rows = await connection.query(`SELECT ${list === '' ? '1 AS c' : list} FROM ${dialect.quoteTable(table)}`);
  return rows
    .map((row) => JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .sort();
}
