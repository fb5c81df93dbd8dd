import type { OnTable, Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Table } from '../../schema/table.ts';

/**
 * A column that is counted up has to be a key at any time: the operations on one table that move its primary key go into
 * one statement, in the place of the last of them. Positions in the list, each with those that it stands for.
 */
export function keyChanges(
  operations: readonly Operation[],
  tableOf: (on: OnTable) => Table | undefined,
): ReadonlyMap<number, readonly number[]> {
  const tables = new Map<string, number[]>();
  operations.forEach((operation, at) => {
    if (!isOnTable(operation)) return;
    const key = JSON.stringify([operation.schema, operation.table]);
    const positions = tables.get(key);
    if (positions === undefined) tables.set(key, [at]);
    else positions.push(at);
  });
  return new Map(
    [...tables.values()].flatMap((positions) => {
      const related = keyOperations(operations, positions, tableOf);
      const last = related.at(-1);
      return related.length < 2 || last === undefined ? [] : [[last, related] as const];
    }),
  );
}

const isOnTable = (operation: Operation): operation is Operation & OnTable =>
  'table' in operation && typeof operation.table === 'string';

function keyOperations(
  operations: readonly Operation[],
  positions: readonly number[],
  tableOf: (on: OnTable) => Table | undefined,
): readonly number[] {
  const all = positions.map((at) => operations[at] as Operation & OnTable);
  const [first] = all;
  if (first === undefined || !all.some(movesKey)) return [];
  const table = tableOf(first);
  const columns = new Set(
    [...(table?.constraints ?? []), ...all.flatMap((one) => ('constraint' in one ? [one.constraint] : []))].flatMap(
      (one) => (one.kind === 'primaryKey' && 'columns' in one ? one.columns : []),
    ),
  );
  return positions.filter((at) => isRelated(operations[at] as Operation, columns));
}

const movesKey = (operation: Operation): boolean =>
  ((operation.kind === 'addConstraint' || operation.kind === 'dropConstraint') &&
    operation.constraint.kind === 'primaryKey') ||
  (operation.kind === 'addColumn' && isCounted(operation.column));

export const isCounted = (column: Partial<Column>): boolean =>
  column.autoincrement === true || column.identity !== undefined;

function isRelated(operation: Operation, keyColumns: ReadonlySet<string>): boolean {
  switch (operation.kind) {
    case 'addConstraint':
    case 'dropConstraint':
      return operation.constraint.kind === 'primaryKey' || isUniqueOf(operation, keyColumns);
    case 'addColumn':
      return isCounted(operation.column);
    case 'alterColumn':
      return keyColumns.has(operation.to.name) || isCounted(operation.from) !== isCounted(operation.to);
    case 'dropColumn':
      return keyColumns.has(operation.column.name) || isCounted(operation.column);
    default:
      return false;
  }
}

/** A counted column may be a unique key instead of the primary one; then there is no primary key that holds it. */
const isUniqueOf = (
  operation: Operation<'addConstraint' | 'dropConstraint'>,
  keyColumns: ReadonlySet<string>,
): boolean => operation.kind === 'addConstraint' && operation.constraint.kind === 'unique' && keyColumns.size === 0;
