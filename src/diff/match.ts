import type { Constraint } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import { optionsOf, type Table } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';

/** What became of the parts of two lists: the same part on both sides, one side only, or the same under another name. */
export interface Matched<T> {
  readonly kept: readonly { readonly from: T; readonly to: T }[];
  readonly renamed: readonly { readonly from: T; readonly to: T }[];
  readonly dropped: readonly T[];
  readonly added: readonly T[];
}

/** Pairs things by a key that is unique on each side. */
export function matchByKey<T>(from: readonly T[], to: readonly T[], keyOf: (part: T) => string): Matched<T> {
  const before = new Map(from.map((part) => [keyOf(part), part]));
  const after = new Set(to.map(keyOf));
  const kept = to.flatMap((part) => {
    const old = before.get(keyOf(part));
    return old === undefined ? [] : [{ from: old, to: part }];
  });
  return {
    kept,
    renamed: [],
    dropped: from.filter((part) => !after.has(keyOf(part))),
    added: to.filter((part) => !before.has(keyOf(part))),
  };
}

/**
 * Pairs things that may be unnamed: by name and shape, then by shape alone. A pair whose shapes are equal and whose names
 * differ is a rename, unless one side has no name: then the database chose it. Equal names with different shapes are a drop and an add.
 */
export function matchByShape<T extends { readonly name?: string }>(from: readonly T[], to: readonly T[]): Matched<T> {
  const kept: { from: T; to: T }[] = [];
  const renamed: { from: T; to: T }[] = [];
  const named = new Map(from.map((part) => [labelOf(part), part]));
  const left = new Set(from);
  let added = to.filter((part) => {
    const old = part.name === undefined ? undefined : named.get(labelOf(part));
    if (old === undefined || !equal(old, part)) return true;
    kept.push({ from: old, to: part });
    left.delete(old);
    return false;
  });
  if (added.length === 0 || left.size === 0) return { kept, renamed, dropped: [...left], added };
  const pair = (fits: (a: T, b: T) => boolean, into: { from: T; to: T }[]): void => {
    added = added.filter((part) => {
      const partner = [...left].find((old) => fits(old, part) && equal(withoutName(old), withoutName(part)));
      if (partner === undefined) return true;
      into.push({ from: partner, to: part });
      left.delete(partner);
      return false;
    });
  };
  pair((a, b) => a.name === undefined || b.name === undefined, kept);
  pair((a, b) => !to.some(({ name }) => name === a.name) && !from.some(({ name }) => name === b.name), renamed);
  return { kept, renamed, dropped: [...left], added };
}

/** Constraints of different kinds may have the same name: MySQL keeps foreign keys and unique keys apart. */
const labelOf = (part: { readonly name?: string; readonly kind?: string }): string =>
  `${part.kind ?? ''}\u0000${part.name ?? ''}`;

const withoutName = <T extends { readonly name?: string }>({ name: _, ...shape }: T): Omit<T, 'name'> => shape;

/** The tables that are on both sides and not the same. The order of constraints and indexes does not count. */
export const changedTables = (kept: Matched<Table>['kept']): Matched<Table>['kept'] =>
  kept.filter(({ from, to }) => !isSameTable(from, to));

const isSameTable = (from: Table, to: Table): boolean =>
  equal(from.columns, to.columns) &&
  equal(optionsOf(from), optionsOf(to)) &&
  areSame<Constraint>(from.constraints ?? [], to.constraints ?? []) &&
  areSame<Index>(from.indexes ?? [], to.indexes ?? []);

function areSame<T extends { readonly name?: string }>(from: readonly T[], to: readonly T[]): boolean {
  if (from.length !== to.length) return false;
  const { renamed, dropped } = matchByShape(from, to);
  return renamed.length + dropped.length === 0;
}
