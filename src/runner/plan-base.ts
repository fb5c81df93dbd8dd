import type { OnTable, Operation } from '../operations/operation.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { named, nameOf, type TableName, tableKey } from '../schema/table-name.ts';

/**
 * What a plan was made from, of the tables that its operations name. When a revision was cut off, some of them have changed;
 * what is left of an edited file has to be planned from where the whole of it began.
 */
export interface PlanBase {
  readonly tables: readonly Table[];
  /** The tables that were named and were not there. */
  readonly absent: readonly TableName[];
}

export function planBase(schema: Schema, operations: readonly Operation[]): PlanBase {
  const named = new Map(operations.flatMap(namesIn).map((name) => [tableKey(name), name]));
  const tables = schema.tables.filter((table) => named.has(tableKey(table)));
  for (const table of tables) named.delete(tableKey(table));
  return { tables, absent: [...named.values()] };
}

/** The schema that a plan started from, as far as it is known; tables that it did not name are as they are now. */
export function schemaBefore({ tables, absent }: PlanBase, now: Schema): Schema {
  const known = new Set([...tables, ...absent].map(tableKey));
  return { ...now, tables: [...tables, ...now.tables.filter((table) => !known.has(tableKey(table)))] };
}

function namesIn(operation: Operation): readonly TableName[] {
  switch (operation.kind) {
    case 'createTable':
    case 'dropTable':
      return [nameOf(operation.table)];
    case 'moveTable':
      return [operation.from, operation.to].map((schema) => named(operation.table, schema ?? undefined));
    case 'renameTable':
      return [operation.from, operation.to].map((name) => named(name, operation.schema));
    default:
      return isOnTable(operation) ? [named(operation.table, operation.schema)] : [];
  }
}

const isOnTable = (operation: Operation): operation is Operation & OnTable =>
  'table' in operation && typeof operation.table === 'string';
