import type { OnTable, Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
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
  const table = first === undefined ? undefined : tableOf(first);
  const counted = new Set(all.flatMap((one) => columnThatIsCounted(one, table)));
  if (counted.size === 0 && !all.some(movesKey)) return undefined;
  const constraints = [
    ...(table?.constraints ?? []),
    ...all.flatMap((one) => ('constraint' in one ? [one.constraint] : [])),
  ];
  const keys = new Set(
    constraints.flatMap((one) => (one.kind === 'primaryKey' && 'columns' in one ? one.columns : [])),
  );
  const related = positions.filter((at) => isRelated(operations[at] as Operation, { keys, counted, table }));
  const place = related.findLast((at) => addsKey(operations[at] as Operation)) ?? related.at(-1);
  if (place === undefined) return undefined;
  const together = related.filter((at) => at <= place || stopsCounting(operations[at] as Operation, table));
  return together.length < 2 ? undefined : [place, together];
}

/** The name of the column that an operation begins or ends to count up. */
function columnThatIsCounted(operation: Operation, table: Table | undefined): readonly string[] {
  if (operation.kind === 'addColumn') return isCounted(operation.column) ? [operation.column.name] : [];
  if (operation.kind === 'alterColumn') {
    return isCounted(operation.from) === isCounted(operation.to) ? [] : [operation.to.name];
  }
  return operation.kind === 'dropColumn' && stopsCounting(operation, table) ? [operation.column.name] : [];
}

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
  (operation.kind === 'addConstraint' || operation.kind === 'dropConstraint') &&
  operation.constraint.kind === 'primaryKey';

const isCounted = (column: Partial<Column>): boolean => column.autoincrement === true || column.identity !== undefined;

interface Facts {
  /** The columns of the old and the new primary key. */
  readonly keys: ReadonlySet<string>;
  /** The columns that begin or end to count up. */
  readonly counted: ReadonlySet<string>;
  readonly table: Table | undefined;
}

function isRelated(operation: Operation, { keys, counted, table }: Facts): boolean {
  switch (operation.kind) {
    case 'addConstraint':
    case 'dropConstraint':
      return (
        operation.constraint.kind === 'primaryKey' || uniqueColumns(operation, table).some((one) => counted.has(one))
      );
    case 'addColumn':
      return counted.has(operation.column.name);
    case 'alterColumn':
      return keys.has(operation.to.name) || counted.has(operation.to.name);
    case 'dropColumn':
      return keys.has(operation.column.name) || counted.has(operation.column.name);
    default:
      return false;
  }
}

/** A counted column may be a unique key instead of the primary one. */
function uniqueColumns(
  { constraint }: Operation<'addConstraint' | 'dropConstraint'>,
  table: Table | undefined,
): readonly string[] {
  const whole =
    'columns' in constraint
      ? constraint
      : table?.constraints?.find(({ kind, name }) => kind === constraint.kind && name === constraint.name);
  return whole?.kind === 'unique' && 'columns' in whole ? whole.columns : [];
}
