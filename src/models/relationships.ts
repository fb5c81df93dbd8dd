import { tableKeyOf } from '../metadata/table.ts';
import { type ForeignKey, targetOf } from '../schema/constraint.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';
import { identifierFrom, Names } from './identifiers.ts';
import { associated, type ModelPlan, type PlannedTable } from './plan.ts';
import { camelCase, pascalCase, plural, singular, withLast, wordsOf } from './words.ts';

/** A relationship of a model, as it is written. */
export interface PlannedRelationship {
  readonly property: string;
  /** The other model. */
  readonly target: string;
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** The relationships of every model, by the key of its table. */
export type Relationships = ReadonlyMap<string, readonly PlannedRelationship[]>;

/**
 * The relationships that foreign keys tell of: from the row that points to the one that it points at, and back; and through
 * tables that only join two others. No name is that of a column.
 */
export function guessRelationships(plan: ModelPlan): Relationships {
  const found = new Map<string, PlannedRelationship[]>();
  const taken = new Map<string, Names>();
  const models = new Map<string, PlannedTable>();
  for (const planned of plan.tables) {
    if (planned.form !== 'model') continue;
    const key = tableKey(planned.table);
    models.set(key, planned);
    found.set(key, []);
    taken.set(key, new Names(planned.properties.values()));
  }
  const pairs = [...models.values()].flatMap((owner) => pairsOf(owner, models));
  // The side that has the column is named first: it has the better claim to a name.
  const named = pairs.map((pair) => ({ ...pair, forward: takeForward(pair, taken) }));
  const written = named.map((pair) => ({
    ...pair,
    backward: takeBackward(pair, pairs, taken),
    by: waysOf(pair, pairs),
  }));
  for (const { owner, target, key, forward, backward, by } of written) {
    const remote = key.references.columns.map((name) => target.properties.get(name) ?? name);
    found.get(tableKey(owner.table))?.push({
      property: forward,
      target: target.identifier,
      options: { backPopulates: backward, ...by, ...(owner === target ? { remoteSide: remote.join(', ') } : {}) },
    });
  }
  for (const { owner, target, isOne, forward, backward, by } of written) {
    found.get(tableKey(target.table))?.push({
      property: backward,
      target: owner.identifier,
      options: { backPopulates: forward, ...by, ...(isOne ? { uselist: false } : {}) },
    });
  }
  for (const { table } of plan.tables) addAssociation(table, models, taken, found);
  return found;
}

/** The columns that a relationship goes by, where there are several ways from one table to the other. */
function waysOf(
  { owner, target, key }: Pair,
  pairs: readonly Pair[],
): { readonly foreignKeys?: string | readonly string[] } {
  if (pairs.filter((other) => other.owner === owner && other.target === target).length < 2) return {};
  const columns = key.columns.map((name) => owner.properties.get(name) ?? name);
  return { foreignKeys: columns.length === 1 ? columns.join() : columns };
}

interface Pair {
  readonly owner: PlannedTable;
  readonly target: PlannedTable;
  readonly key: ForeignKey;
  /** No two rows of the owner point at the same row. */
  readonly isOne: boolean;
}

function pairsOf(owner: PlannedTable, models: ReadonlyMap<string, PlannedTable>): readonly Pair[] {
  const { table } = owner;
  const keys = (table.constraints ?? []).filter((one) => one.kind === 'foreignKey');
  const places = (key: ForeignKey): string =>
    JSON.stringify([
      ...key.columns.map((name) => 1000 + table.columns.findIndex((one) => one.name === name)),
      key.name,
    ]);
  return [...keys]
    .sort((a, b) => (places(a) < places(b) ? -1 : 1))
    .flatMap((key) => {
      const target = models.get(tableKey(targetOf(key, table)));
      return target === undefined ? [] : [{ owner, target, key, isOne: isUnique(table, key.columns) }];
    });
}

const isUnique = (table: Table, columns: readonly string[]): boolean => {
  const keys = [
    ...(table.constraints ?? []).flatMap((one) =>
      one.kind === 'unique' || one.kind === 'primaryKey' ? [one.columns] : [],
    ),
    ...(table.indexes ?? []).flatMap(({ unique, where, columns: parts }) =>
      unique === true && where === undefined ? [parts] : [],
    ),
  ];
  return keys.some((key) => key.length === columns.length && key.every((one) => columns.some((name) => name === one)));
};

/** What a row is called that a column points at: `author` for `author_id`. */
function roleOf({ columns: [column = '', ...others] }: ForeignKey): string | undefined {
  if (others.length > 0) return undefined;
  const words = wordsOf(column);
  const kept = words.filter((word, at) => {
    const isEdge = at === words.length - 1 || at === 0;
    return !(isEdge && ['id', 'uuid', 'fk', 'pk', 'ref'].includes(word.toLowerCase()));
  });
  return kept.length === 0 || kept.length === words.length ? undefined : camelCase(kept);
}

function takeForward({ owner, target, key }: Pair, taken: ReadonlyMap<string, Names>): string {
  const role = roleOf(key);
  const [column = ''] = key.columns;
  const model = lowerFirst(target.identifier);
  const ofColumn = camelCase([
    ...wordsOf(role ?? (key.columns.length === 1 ? column : '')),
    ...wordsOf(target.identifier),
  ]);
  const names = taken.get(tableKey(owner.table)) ?? new Names();
  return names.take(identifierFrom(role ?? model, model), identifierFrom(ofColumn, model));
}

function takeBackward(
  { owner, target, isOne, forward }: Pair & { readonly forward: string },
  pairs: readonly Pair[],
  taken: ReadonlyMap<string, Names>,
): string {
  const words = wordsOf(owner.identifier);
  const base = identifierFrom(camelCase(withLast(words, isOne ? singular : plural)), 'rows');
  const by = `${base}By${pascalCase(wordsOf(forward))}`;
  const names = taken.get(tableKey(target.table)) ?? new Names();
  if (owner === target) return forward === 'parent' && !isOne ? names.take('children', by) : names.take(by);
  const ways = pairs.filter((other) => other.owner === owner && other.target === target).length;
  return ways > 1 ? names.take(by) : names.take(base, by);
}

const lowerFirst = (name: string): string => camelCase(wordsOf(name));

function addAssociation(
  table: Table,
  models: ReadonlyMap<string, PlannedTable>,
  taken: ReadonlyMap<string, Names>,
  found: ReadonlyMap<string, PlannedRelationship[]>,
): void {
  const keys = associated(table);
  if (keys === undefined) return;
  const [left, right] = keys.map((key) => models.get(tableKey(targetOf(key, table))));
  if (left === undefined || right === undefined) return;
  const secondary = tableKeyOf(table);
  const take = (owner: PlannedTable, other: PlannedTable, by: ForeignKey): string => {
    const ofModel = camelCase(withLast(wordsOf(other.identifier), plural));
    const ofRole = camelCase(withLast(wordsOf(roleOf(by) ?? other.identifier), plural));
    const ofBoth = camelCase([...wordsOf(ofModel), 'by', ...wordsOf(table.name)]);
    const [first, second] = left === right ? [ofRole, ofModel] : [ofModel, ofRole];
    return (taken.get(tableKey(owner.table)) ?? new Names()).take(first, second, ofBoth);
  };
  const ofLeft = take(left, right, keys[1]);
  const ofRight = take(right, left, keys[0]);
  found.get(tableKey(left.table))?.push({
    property: ofLeft,
    target: right.identifier,
    options: { secondary, backPopulates: ofRight },
  });
  found.get(tableKey(right.table))?.push({
    property: ofRight,
    target: left.identifier,
    options: { secondary, backPopulates: ofLeft },
  });
}
