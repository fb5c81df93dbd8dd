import type { Column } from '../../schema/column.ts';
import type { Check, Constraint, ForeignKey } from '../../schema/constraint.ts';
import { equal } from '../../schema/equal.ts';
import type { Table } from '../../schema/table.ts';
import { canonicaliseParts } from './canonicalise.ts';
import { isConstantDefault, isNullDefault } from './defaults.ts';
import { mentionsColumn } from './expression.ts';
import { quoteIdentifier as quote } from './quote.ts';
import type { TableChange } from './table-change.ts';
import { checkSql, columnSql, createIndexSql, inlineForeignKeySql } from './table-spelling.ts';

export interface Alterations {
  readonly sql: readonly string[];
  readonly dropsColumns: boolean;
}

/**
 * The change by SQLite's own ALTER TABLE, where that can do all of it: columns added at the end, columns dropped that nothing
 * leans on, indexes. Undefined where the table has to be rebuilt. https://www.sqlite.org/lang_altertable.html
 */
export function alterations(base: Table, wanted: Table, { sources, values }: TableChange): Alterations | undefined {
  if (values.size > 0) return undefined;
  const kept = wanted.columns.filter(({ name }) => sources.get(name) === name);
  const added = wanted.columns.filter(({ name }) => sources.get(name) === undefined);
  const dropped = base.columns.filter(({ name }) => !kept.some((column) => column.name === name));
  const canonical = { base: canonicaliseParts(base), wanted: canonicaliseParts(wanted) };
  const stays =
    kept.length > 0 &&
    equal(canonical.base.sqlite, canonical.wanted.sqlite) &&
    isInPlace(base, wanted, kept.length) &&
    kept.every(({ name }) => equal(columnOf(canonical.base, name), columnOf(canonical.wanted, name))) &&
    dropped.every(({ name }) => !added.some((column) => column.name === name));
  const drops = orderDrops(dropped, kept);
  if (!stays || drops === undefined) return undefined;
  const fresh = newConstraints(canonical.base, canonical.wanted, wanted);
  const inline = fresh === undefined ? undefined : placeBeside(fresh, added, wanted);
  if (inline === undefined || !added.every((column) => isAddable(column, inline.get(column) ?? []))) return undefined;
  const table = quote(base.name);
  const indexes = changedIndexes(base, wanted, canonical);
  const sql = [
    ...indexes.dropped.map((name) => `DROP INDEX ${quote(name)}`),
    ...drops.map(({ name }) => `ALTER TABLE ${table} DROP COLUMN ${quote(name)}`),
    ...added.map((column) => {
      const beside = (inline.get(column) ?? []).map(besideSql);
      return `ALTER TABLE ${table} ADD COLUMN ${columnSql(column, wanted, beside)}`;
    }),
    ...indexes.created,
  ];
  return { sql, dropsColumns: drops.length > 0 };
}

interface Canonical {
  readonly base: Table;
  readonly wanted: Table;
}

const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name);

/** The columns that stay come first and in the order they had. */
function isInPlace(base: Table, wanted: Table, count: number): boolean {
  const names = wanted.columns.slice(0, count).map(({ name }) => name);
  const before = base.columns.map(({ name }) => name).filter((name) => names.includes(name));
  return before.length === count && before.every((name, at) => name === names[at]);
}

/** The columns so that none goes while a generated one is made of it; undefined if one that stays is. */
function orderDrops(dropped: readonly Column[], kept: readonly Column[]): readonly Column[] | undefined {
  let left = dropped;
  const ordered: Column[] = [];
  while (left.length > 0) {
    const loose = left.find((column) => [...kept, ...left].every((other) => !isMadeOf(other, column)));
    if (loose === undefined) return undefined;
    ordered.push(loose);
    left = left.filter((column) => column !== loose);
  }
  return ordered;
}

const isMadeOf = ({ computed }: Column, column: Column): boolean =>
  computed !== undefined && mentionsColumn(computed.expression, column.name);

/** The constraints that `wanted` has more than `base`; undefined if it lacks one. */
function newConstraints(base: Table, canonical: Table, wanted: Table): readonly Constraint[] | undefined {
  const left = [...(base.constraints ?? [])];
  const fresh = (canonical.constraints ?? []).flatMap((one, at): readonly Constraint[] => {
    const found = left.findIndex((other) => equal(other, one));
    if (found < 0) return [wanted.constraints?.[at] as Constraint];
    left.splice(found, 1);
    return [];
  });
  return left.length === 0 ? fresh : undefined;
}

type Beside = Check | ForeignKey;

/** Each new constraint with the new column that it can stand beside; undefined if one cannot. */
function placeBeside(
  constraints: readonly Constraint[],
  added: readonly Column[],
  { columns }: Table,
): ReadonlyMap<Column, readonly Beside[]> | undefined {
  const placed = new Map<Column, readonly Beside[]>();
  for (const one of constraints) {
    if (one.kind === 'primaryKey' || one.kind === 'unique' || one.kind === 'exclusion') return undefined;
    const named =
      one.kind === 'foreignKey'
        ? columns.filter(({ name }) => one.columns.includes(name))
        : columns.filter(({ name }) => mentionsColumn(one.expression, name));
    const [column] = named;
    if (column === undefined || named.length > 1 || !added.includes(column)) return undefined;
    if (one.kind === 'check' && one.sqlite !== undefined) return undefined;
    placed.set(column, [...(placed.get(column) ?? []), one]);
  }
  return placed;
}

const besideSql = (one: Beside): string => (one.kind === 'check' ? checkSql(one) : inlineForeignKeySql(one));

/**
 * SQLite adds no stored column, no key, no NOT NULL without a value for the rows that are there, no default that it would
 * have to work out, and while foreign keys are enforced no reference that is not empty at first.
 */
function isAddable(column: Column, beside: readonly Beside[]): boolean {
  const { computed, nullable, serverDefault, autoincrement, identity } = column;
  if (autoincrement === true || identity !== undefined) return false;
  if (computed !== undefined) return computed.persisted !== true && nullable !== false && beside.length === 0;
  const value = serverDefault !== undefined && !isNullDefault(serverDefault) ? serverDefault : undefined;
  if (value !== undefined && !isConstantDefault(value)) return false;
  return !((nullable === false && value === undefined) || (value !== undefined && beside.some(isForeignKey)));
}

const isForeignKey = ({ kind }: Beside): boolean => kind === 'foreignKey';

/** Whether a column can be added by itself, as far as the column alone tells. */
export const isAddableAlone = (column: Column): boolean => isAddable(column, []);

function changedIndexes(
  base: Table,
  wanted: Table,
  canonical: Canonical,
): { readonly dropped: readonly string[]; readonly created: readonly string[] } {
  const before = canonical.base.indexes ?? [];
  const after = canonical.wanted.indexes ?? [];
  const isKept = (at: number): boolean => before.some((index) => equal(index, after[at]));
  return {
    dropped: before.flatMap((index, at) =>
      after.some((other) => equal(other, index)) ? [] : [index.name ?? base.indexes?.[at]?.name ?? ''],
    ),
    created: (wanted.indexes ?? []).flatMap((index, at) => (isKept(at) ? [] : [createIndexSql(index, base)])),
  };
}
