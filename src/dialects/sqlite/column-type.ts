import { UnsupportedOperation } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import type { Table } from '../../schema/table.ts';
import { tableLabel } from '../../schema/table-name.ts';
import { formatType } from './types.ts';

export const isStrict = (table: Table): boolean => table.sqlite?.strict === true;

export const columnLabel = (column: Column, table: Table): string => `${tableLabel(table)}.${column.name}`;

/**
 * How the type of a column is spelled in its table.
 *
 * @throws UnsupportedOperation for a type of another database; the message names the column
 */
export function columnTypeSql(column: Column, table: Table): string {
  try {
    return formatType(column.type, isStrict(table));
  } catch (error) {
    if (!(error instanceof UnsupportedOperation)) throw error;
    throw new UnsupportedOperation(`${columnLabel(column, table)}: ${error.message}`, { hint: error.hint });
  }
}
