import type { Operation } from '../operations/operation.ts';
import type { Unmodelled } from '../schema/schema.ts';
import { tableKey, tableLabel } from '../schema/table-name.ts';

/** What is not modelled: what stays where it is, and what a table takes along when it is dropped. */
export interface Fates {
  readonly left: readonly Unmodelled[];
  /** One sentence for each table that takes something along. */
  readonly notes: readonly string[];
}

/** Parts what is not modelled by what the operations do to the tables that it belongs to. */
export function fatesOf(unmodelled: readonly Unmodelled[], operations: readonly Operation[]): Fates {
  const dropped = operations.flatMap((one) => (one.kind === 'dropTable' ? [one.table] : []));
  if (unmodelled.length === 0 || dropped.length === 0) return { left: unmodelled, notes: [] };
  const keys = new Set(dropped.map(tableKey));
  const keyOf = ({ table = '', schema }: Unmodelled): string =>
    tableKey(schema === undefined ? { name: table } : { name: table, schema });
  const goes = (one: Unmodelled): boolean => one.table !== undefined && keys.has(keyOf(one));
  const taken = unmodelled.filter(goes);
  return {
    left: unmodelled.filter((one) => !goes(one)),
    notes: dropped.flatMap((table) => {
      const along = taken.filter((one) => keyOf(one) === tableKey(table)).map(({ kind, name }) => `${kind} ${name}`);
      if (along.length === 0) return [];
      return [
        `dropping table ${tableLabel(table)} takes along what is not modelled, and going back does not bring it back: ${along.join(', ')}`,
      ];
    }),
  };
}
