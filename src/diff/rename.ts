import type { Operation } from '../operations/operation.ts';
import { originOf } from '../schema/canonical.ts';
import { equal } from '../schema/equal.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';

/** That a table, or a column of a table, is known under another name from now on. `table` is the table's new name. */
export type Rename =
  | { readonly kind: 'schema'; readonly schema?: never; readonly from: string; readonly to: string }
  | {
      readonly kind: 'table';
      /** The schema that it is in before. */
      readonly schema?: string;
      readonly from: string;
      readonly to: string;
      /** The schema that it is in afterwards, where that is another one; null is the default one. */
      readonly toSchema?: string | null;
    }
  | {
      readonly kind: 'column';
      readonly schema?: string;
      readonly table: string;
      readonly from: string;
      readonly to: string;
    };

/**
 * The renames that the models ask for with `renamedFrom` and that are still to be done: the old name is there, the new one
 * is not, or it is that of something which makes room for it. A hint that no longer fits has been followed already and says
 * nothing. In an order in which every new name is free.
 */
export function hintedRenames(from: Schema, to: Schema): readonly Rename[] {
  const before = new Map(from.tables.map((table) => [tableKey(table), table]));
  const tables = inOrder(
    to.tables.flatMap((table): readonly (Hint & { readonly table: Table })[] =>
      table.renamedFrom === undefined && table.movedFrom === undefined
        ? []
        : [{ from: tableKey(oldNameOf(table)), to: tableKey(table), table }],
    ),
    new Set(before.keys()),
  );
  const movedTo = new Map(tables.map((hint) => [hint.to, hint.from]));
  const gone = new Set(movedTo.values());
  const columns = to.tables.flatMap((table) => {
    const key = tableKey(table);
    const old = before.get(movedTo.get(key) ?? (gone.has(key) ? '' : key));
    return old === undefined ? [] : renamedColumns(old, table);
  });
  return [
    ...hintedSchemas(from, to),
    ...tables.map(({ from, table }) => renamedTable(before.get(from) as Table, table)),
    ...columns,
  ];
}

/** What a table was called before, as its hints say. */
function oldNameOf({ name, schema, renamedFrom = name, movedFrom }: Table): TableName {
  const place = movedFrom === undefined ? schema : (movedFrom ?? undefined);
  return place === undefined ? { name: renamedFrom } : { name: renamedFrom, schema: place };
}

function hintedSchemas(from: Schema, to: Schema): readonly Rename[] {
  const names = (schema: Schema): ReadonlySet<string> =>
    new Set((schema.objects ?? []).flatMap((one) => (one.kind === 'schema' ? [one.name] : [])));
  const [before, after] = [names(from), names(to)];
  return (to.objects ?? []).flatMap((one): readonly Rename[] =>
    one.kind === 'schema' &&
    one.renamedFrom !== undefined &&
    before.has(one.renamedFrom) &&
    !before.has(one.name) &&
    !after.has(one.renamedFrom)
      ? [{ kind: 'schema', from: one.renamedFrom, to: one.name }]
      : [],
  );
}

const renamedTable = (old: Table, table: Table): Rename => ({
  kind: 'table',
  ...inSchema(old),
  from: old.name,
  to: table.name,
  ...(old.schema === table.schema ? {} : { toSchema: table.schema ?? null }),
});

function renamedColumns(old: Table, table: Table): readonly Rename[] {
  const hints = table.columns.flatMap(({ name, renamedFrom }) =>
    renamedFrom === undefined ? [] : [{ from: renamedFrom, to: name }],
  );
  return inOrder(hints, new Set(old.columns.map(({ name }) => name))).map(
    (hint) => ({ kind: 'column', ...inSchema(table), table: table.name, ...hint }) as const,
  );
}

/** That something is to have another name. */
interface Hint {
  readonly from: string;
  readonly to: string;
}

/** The hints that can be followed one after the other, where these names are taken. A circle of hints never can. */
function inOrder<T extends Hint>(hints: readonly T[], names: ReadonlySet<string>): readonly T[] {
  const unmoved = new Set(names);
  const taken = new Set(names);
  const followed: T[] = [];
  const isOpen = (hint: T): boolean => unmoved.has(hint.from) && !taken.has(hint.to);
  for (let next = hints.find(isOpen); next !== undefined; next = hints.find(isOpen)) {
    unmoved.delete(next.from);
    taken.delete(next.from);
    taken.add(next.to);
    followed.push(next);
  }
  return followed;
}

/** Renames as operations: tables first, as the columns of a renamed table are named by its new name. */
export const renameOperations = (renames: readonly Rename[]): Operation[] => [
  ...renames.flatMap((one): Operation[] =>
    one.kind === 'schema'
      ? [{ kind: 'alterObject', from: { kind: 'schema', name: one.from }, to: { kind: 'schema', name: one.to } }]
      : [],
  ),
  ...renames.flatMap((one): Operation[] => (one.kind === 'table' ? moveAndRename(one) : [])),
  ...renames.flatMap((one): Operation[] =>
    one.kind === 'column'
      ? [{ kind: 'renameColumn', table: one.table, ...inSchema(one), from: one.from, to: one.to }]
      : [],
  ),
];

/** The schemas that tables go into and that are not there yet; both sides are canonical. */
export function schemasToMoveInto(renames: readonly Rename[], from: Schema, to: Schema): Operation[] {
  const targets = new Set(renames.flatMap((one) => (one.kind === 'table' ? (one.toSchema ?? []) : [])));
  const there = new Set((from.objects ?? []).flatMap((one) => (one.kind === 'schema' ? [one.name] : [])));
  return (to.objects ?? []).flatMap((one): Operation[] =>
    one.kind === 'schema' && targets.has(one.name) && !there.has(one.name)
      ? [{ kind: 'createObject', object: originOf(one) }]
      : [],
  );
}

function moveAndRename({ schema, from, to, toSchema }: Extract<Rename, { readonly kind: 'table' }>): Operation[] {
  const place = toSchema === undefined ? schema : (toSchema ?? undefined);
  return [
    ...(toSchema === undefined
      ? []
      : [{ kind: 'moveTable', table: from, from: schema ?? null, to: toSchema } as const]),
    ...(from === to ? [] : [{ kind: 'renameTable', ...inSchema({ schema: place }), from, to } as const]),
  ];
}

export type RenameCandidate = Rename & {
  /** How alike the two are, from 0 to 1. */
  readonly likeness: number;
};

/**
 * Drops and additions that may well be renames, the likeliest first. Nothing is decided here: a person, a flag or a hint in
 * the models does that. Takes canonical schemas, so that types of both sides compare.
 */
export function renameCandidates(from: Schema, to: Schema): readonly RenameCandidate[] {
  const before = new Map(from.tables.map((table) => [tableKey(table), table]));
  const after = new Map(to.tables.map((table) => [tableKey(table), table]));
  const gone = from.tables.filter((table) => !after.has(tableKey(table)));
  const fresh = to.tables.filter((table) => !before.has(tableKey(table)));
  const tables = gone.flatMap((old) =>
    likeliest(
      fresh
        .filter((table) => old.schema === table.schema || old.name === table.name)
        .map((table): RenameCandidate => ({ ...renamedTable(old, table), likeness: tableLikeness(old, table) })),
    ),
  );
  const columns = to.tables.flatMap((table) => {
    const old = before.get(tableKey(table));
    return old === undefined ? [] : columnCandidates(old, table);
  });
  return [...tables, ...columns].sort(byLikeness);
}

/** Where everything was renamed, everything looks a little like everything. */
const mostOffered = 3;

const byLikeness = (a: RenameCandidate, b: RenameCandidate): number => b.likeness - a.likeness;

/** What one thing may have become. */
const likeliest = (candidates: readonly RenameCandidate[]): readonly RenameCandidate[] =>
  candidates
    .filter(({ likeness }) => likeness >= 0.5)
    .sort(byLikeness)
    .slice(0, mostOffered);

function columnCandidates(old: Table, table: Table): readonly RenameCandidate[] {
  const known = new Set(old.columns.map(({ name }) => name));
  const kept = new Set(table.columns.map(({ name }) => name));
  const fresh = table.columns.filter(({ name }) => !known.has(name));
  const gone = old.columns.filter(({ name }) => !kept.has(name));
  return gone.flatMap((one) =>
    likeliest(
      fresh
        .filter(({ type }) => equal(type, one.type))
        .map((column): RenameCandidate => {
          const { name: _a, ...left } = one;
          const { name: _b, ...right } = column;
          const likeness = (equal(left, right) ? 0.6 : 0.45) + 0.4 * nameLikeness(one.name, column.name);
          const place = { ...inSchema(table), table: table.name, from: one.name, to: column.name };
          return { kind: 'column', ...place, likeness };
        }),
    ),
  );
}

/**
 * From the share of columns that both tables have, by name and type, and from their names, which tell tables of the same
 * columns apart. Half of the columns are enough for a likeness of one half.
 */
function tableLikeness(a: Table, b: Table): number {
  const columns = new Map(a.columns.map((column) => [column.name, column]));
  const shared = b.columns.filter((column) => {
    const other = columns.get(column.name);
    return other !== undefined && equal(other.type, column.type);
  });
  const share = shared.length / Math.max(a.columns.length, b.columns.length);
  const likeness = 0.7 * share + 0.3 * nameLikeness(a.name, b.name);
  return share < 0.5 ? likeness : (1 + likeness) / 2;
}

/** The share of letter pairs that two names have in common (Sørensen–Dice). */
function nameLikeness(a: string, b: string): number {
  const pairs = (name: string): string[] =>
    Array.from({ length: Math.max(name.length - 1, 1) }, (_, at) => name.toLowerCase().slice(at, at + 2));
  const left = pairs(a);
  const right = pairs(b);
  const shared = right.filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * shared.length) / (pairs(a).length + right.length);
}

const inSchema = ({ schema }: { readonly schema?: string | undefined }): { readonly schema?: string } =>
  schema === undefined ? {} : { schema };
