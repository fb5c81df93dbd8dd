import { type Constraint, type ForeignKey, type PrimaryKey, targetOf, type Unique } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import type { Table } from '../schema/table.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import { tableKey } from '../schema/table-name.ts';
import { changedTables, matchByKey, matchByShape } from './match.ts';

/**
 * Foreign keys that stay as they are but lean on something that changes: a column, at either end, that gets another type,
 * or the uniqueness of what they point at. No server changes that under them: they are dropped and added again.
 */
export function foreignKeysToRelease(
  kept: readonly { readonly from: Table; readonly to: Table }[],
): ReadonlySet<ForeignKey> {
  const tables = changedTables(kept);
  const changed = new Map(tables.map((pair) => [tableKey(pair.to), retypedColumns(pair.from, pair.to)]));
  const loosened = new Map(tables.map((pair) => [tableKey(pair.to), lostKeys(pair.from, pair.to)]));
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
  const retyped = matchByKey(from.columns, to.columns, ({ name }) => name).kept.filter(
    (pair) => !equal(pair.from.type, pair.to.type) || pair.from.collation !== pair.to.collation,
  );
  return new Set(retyped.map((pair) => pair.to.name));
}

/** The column sets that a primary key, unique constraint or unique index guaranteed and no longer does in the same form. */
function lostKeys(from: Table, to: Table): ReadonlySet<string> {
  const constraints = matchByShape(keysOf(from), keysOf(to)).dropped;
  const indexes = matchByShape(uniqueIndexesOf(from), uniqueIndexesOf(to)).dropped;
  return new Set([...constraints.map(({ columns }) => columns), ...indexes.map(columnsOf)].map(columnSet));
}

const uniqueIndexesOf = ({ indexes }: Table): readonly Index[] =>
  (indexes ?? []).filter(({ unique }) => unique === true);

const keysOf = (table: Table): readonly (PrimaryKey | Unique)[] =>
  (table.constraints ?? []).filter(isKey).map(({ comment: _, ...key }) => key as PrimaryKey | Unique);

const isKey = (one: Constraint): one is PrimaryKey | Unique => one.kind === 'primaryKey' || one.kind === 'unique';

const columnSet = (columns: readonly string[]): string => [...columns].sort().join('\u0000');
