import type { ColumnPosition, Operation } from '../operations/operation.ts';
import type { Schema } from '../schema/schema.ts';
import { tableKey, tableOf } from '../schema/table-name.ts';

/**
 * Says of columns that come or go where they stand among the others, for databases that can put a column anywhere; nothing of
 * those that stand last. The order of the columns that stay is no difference.
 *
 * @param operations in the order in which they will run, after any renames
 */
export function placeColumns(operations: readonly Operation[], from: Schema, to: Schema): Operation[] {
  if (!operations.some(isPlaced)) return [...operations];
  const current = columnNames(from);
  const wanted = columnNames(to);
  return operations.map((operation) => {
    if (!isPlaced(operation)) return operation;
    const key = tableKey(tableOf(operation));
    const there = current.get(key) ?? [];
    const { name } = operation.column;
    const at = operation.kind === 'addColumn' ? placeOf(name, there, wanted.get(key) ?? []) : there.indexOf(name);
    const others = there.filter((one) => one !== name);
    current.set(key, [...others.slice(0, at), ...(operation.kind === 'addColumn' ? [name] : []), ...others.slice(at)]);
    return at < 0 || at === others.length ? operation : { ...operation, position: behind(others[at - 1]) };
  });
}

type Placed = Operation<'addColumn' | 'dropColumn'>;

const isPlaced = (operation: Operation): operation is Placed =>
  operation.kind === 'addColumn' || operation.kind === 'dropColumn';

const columnNames = ({ tables }: Schema): Map<string, readonly string[]> =>
  new Map(tables.map((table) => [tableKey(table), table.columns.map(({ name }) => name)]));

/** Behind the nearest of the columns before it that is there by now. */
function placeOf(name: string, there: readonly string[], wanted: readonly string[]): number {
  const before = wanted.slice(0, Math.max(wanted.indexOf(name), 0));
  const anchor = before.findLast((one) => there.includes(one));
  return anchor === undefined ? 0 : there.indexOf(anchor) + 1;
}

const behind = (after: string | undefined): ColumnPosition => (after === undefined ? 'first' : { after });
