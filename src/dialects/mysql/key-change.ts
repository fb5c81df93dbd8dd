import type { Dropped, OnTable, Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Constraint } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';

/**
 * A column that is counted up has to be a key at any time: the operations on one table that move its primary key go into
 * one statement, in the place of the one that adds it, or else of the last. The positions of such statements in the list,
 * each with those of the operations that it stands for.
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
  const changes = [...tables.values()].map((positions) => keyChange(operations, positions, tableOf));
  return new Map(changes.flatMap((change) => (change === undefined ? [] : [change])));
}

const isOnTable = (operation: Operation): operation is Operation & OnTable =>
  'table' in operation && typeof operation.table === 'string';

function keyChange(
  operations: readonly Operation[],
  positions: readonly number[],
  tableOf: (on: OnTable) => Table | undefined,
): readonly [place: number, positions: readonly number[]] | undefined {
  const all = positions.map((at) => operations[at] as Operation & OnTable);
  const [first] = all;
  if (first === undefined || !all.some(movesKey)) return undefined;
  const table = tableOf(first);
  const columns = keyColumns([
    ...(table?.constraints ?? []),
    ...all.flatMap((one) => ('constraint' in one ? [one.constraint] : [])),
  ]);
  const related = positions.filter((at) => isRelated(operations[at] as Operation, columns));
  const place = related.findLast((at) => addsKey(operations[at] as Operation)) ?? related.at(-1);
  if (place === undefined) return undefined;
  const together = related.filter((at) => at <= place || stopsCounting(operations[at] as Operation, table));
  return together.length < 2 ? undefined : [place, together];
}

const keyColumns = (constraints: readonly Dropped<Constraint>[]): ReadonlySet<string> =>
  new Set(constraints.flatMap((one) => (one.kind === 'primaryKey' && 'columns' in one ? one.columns : [])));

const addsKey = (operation: Operation): boolean =>
  operation.kind === 'addConstraint' && operation.constraint.kind === 'primaryKey';

/** Whether afterwards there is one counted column less, which the key may leave behind. */
const stopsCounting = (operation: Operation, table: Table | undefined): boolean =>
  operation.kind === 'alterColumn'
    ? isCounted(operation.from) && !isCounted(operation.to)
    : operation.kind === 'dropColumn' &&
      (isCounted(operation.column) ||
        table?.columns.some((column) => column.name === operation.column.name && isCounted(column)) === true);

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
