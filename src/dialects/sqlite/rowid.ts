import type { Column } from '../../schema/column.ts';
import type { Constraint, PrimaryKey } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { columnTypeSql } from './column-type.ts';

export const isWithoutRowid = (table: Table): boolean => table.sqlite?.withoutRowid === true;

export const primaryKeyOf = (table: Table): PrimaryKey | undefined =>
  table.constraints?.find((one: Constraint): one is PrimaryKey => one.kind === 'primaryKey');

/**
 * The column that is another name for the rowid, which SQLite numbers by itself and never leaves empty: a primary key of one
 * column declared `INTEGER`, in just that word. https://www.sqlite.org/lang_createtable.html#rowid
 */
export function rowidColumn(table: Table): Column | undefined {
  const key = primaryKeyOf(table);
  if (key === undefined || key.columns.length !== 1 || isWithoutRowid(table) || isDescending(key)) return undefined;
  const column = table.columns.find(({ name }) => name === key.columns[0]);
  return column !== undefined && (isNumbered(column) || isSpelledInteger(column, table)) ? column : undefined;
}

export const isDescending = (key: PrimaryKey): boolean =>
  Array.isArray(key.sqlite?.orders) && key.sqlite.orders[0] === 'desc';

/** The database is to number the column. */
export const isNumbered = (column: Column): boolean => column.autoincrement === true || column.identity !== undefined;

export const isSpelledInteger = (column: Column, table: Table): boolean =>
  columnTypeSql(column, table).toUpperCase() === 'INTEGER';
