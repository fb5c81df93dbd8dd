import { type Constraint, type ForeignKey, targetOf } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';

/**
 * Foreign keys that stay as they are but lean on something that changes: a column, at either end, that gets another type,
 * or the uniqueness of what they point at. No server changes that under them: they are dropped and added again.
 */
export function foreignKeysToRelease(
  kept: readonly { readonly from: Table; readonly to: Table }[],
): ReadonlySet<ForeignKey> {
  const changed = new Map(kept.map((pair) => [tableKey(pair.to), retypedColumns(pair.from, pair.to)]));
  const loosened = new Map(kept.map((pair) => [tableKey(pair.to), lostKeys(pair.from, pair.to)]));
  if ([...changed.values(), ...loosened.values()].every(({ size }) => size === 0)) return new Set();
  const stands = (key: string, columns: readonly string[]): boolean =>
    columns.some((column) => changed.get(key)?.has(column) === true);
  return new Set(
    kept.flatMap(({ from }) =>
      (from.constraints ?? []).filter(
        (one): one is ForeignKey =>
          one.kind === 'foreignKey' &&
          (stands(tableKey(from), one.columns) ||
            stands(tableKey(targetOf(one, from)), one.references.columns) ||
            loosened.get(tableKey(targetOf(one, from)))?.has(columnSet(one.references.columns)) === true),
      ),
    ),
  );
}

function retypedColumns(from: Table, to: Table): ReadonlySet<string> {
  const before = new Map(from.columns.map((column) => [column.name, column]));
  const retyped = to.columns.filter((column) => {
    const old = before.get(column.name);
    return old !== undefined && !(equal(old.type, column.type) && old.collation === column.collation);
  });
  return new Set(retyped.map(({ name }) => name));
}

/** The column sets that a primary key, unique constraint or unique index guaranteed and no longer does in the same form. */
function lostKeys(from: Table, to: Table): ReadonlySet<string> {
  const kept = (to.constraints ?? []).filter(isKey);
  const lost = (from.constraints ?? []).filter(
    (one) => isKey(one) && !kept.some((other) => equal(shape(one), shape(other))),
  );
  return new Set(lost.flatMap((one) => (isKey(one) ? [columnSet(one.columns)] : [])));
}

const isKey = (one: Constraint): one is Extract<Constraint, { kind: 'primaryKey' | 'unique' }> =>
  one.kind === 'primaryKey' || one.kind === 'unique';

const shape = ({ name: _, ...rest }: Constraint): object => rest;

const columnSet = (columns: readonly string[]): string => [...columns].sort().join('\u0000');
