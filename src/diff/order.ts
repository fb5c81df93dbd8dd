import { definitionOf } from '../operations/custom-operation.ts';
import type { ByKind, OnTable, Operation } from '../operations/operation.ts';
import { dispatch } from '../operations/operation.ts';
import { hasParents } from '../schema/parents.ts';
import { tableKey } from '../schema/table-name.ts';
import { type Claims, claimsOf } from './claims.ts';
import { PriorityQueue } from './priority-queue.ts';

/**
 * Sorts operations so that each finds what it needs: one graph over all of them, walked in a fixed order of preference
 * (`rank`), so that the same operations always come out the same way, those of one table together where they can be.
 */
export function order(operations: readonly Operation[]): Operation[] {
  const ranked = operations
    .map((operation, position) => ({ operation, rank: rankOf(operation), position }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || a.position - b.position)
    .map(({ operation }) => operation);
  const { followers, waiting } = graph(ranked.map(claimsOf));
  const ready = new PriorityQueue();
  waiting.forEach((count, at) => {
    if (count === 0) ready.push(at);
  });
  const sorted: Operation[] = [];
  const left = new Set(ranked.keys());
  while (left.size > 0) {
    const at = ready.pop() ?? firstOf(left);
    if (!left.delete(at)) continue;
    sorted.push(ranked[at] as Operation);
    for (const follower of followers[at] ?? []) {
      waiting[follower] = (waiting[follower] ?? 0) - 1;
      if (waiting[follower] === 0) ready.push(follower);
    }
  }
  return sorted;
}

/** Only where needs go round in a circle, which no database resolves either: then preference alone decides. */
const firstOf = (left: ReadonlySet<number>): number => left.values().next().value as number;

type Graph = { readonly followers: readonly ReadonlySet<number>[]; readonly waiting: number[] };

function graph(claims: readonly Claims[]): Graph {
  const followers = claims.map(() => new Set<number>());
  const waiting = claims.map(() => 0);
  const connect = (first: number, then: number): void => {
    if (first === then || followers[first]?.has(then) !== false) return;
    followers[first]?.add(then);
    waiting[then] = (waiting[then] ?? 0) + 1;
  };
  const by = (part: keyof Claims): Map<string, number[]> => {
    const index = new Map<string, number[]>();
    claims.forEach((claim, at) => {
      for (const key of claim[part]) {
        const list = index.get(key);
        if (list === undefined) index.set(key, [at]);
        else list.push(at);
      }
    });
    return index;
  };
  const [creates, uses, alters, releases, drops] = (['creates', 'uses', 'alters', 'releases', 'drops'] as const).map(
    by,
  );
  const link = (first: Map<string, number[]> | undefined, then: Map<string, number[]> | undefined): void => {
    for (const [key, earlier] of first ?? []) {
      for (const later of then?.get(key) ?? []) for (const one of earlier) connect(one, later);
    }
  };
  link(releases, alters);
  link(releases, drops);
  link(alters, drops);
  link(drops, creates);
  link(creates, alters);
  link(creates, uses);
  link(alters, uses);
  return { followers, waiting };
}

type Rank = readonly [phase: number, table: string, step: number];

const compareRanks = (a: Rank, b: Rank): number =>
  a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) || a[2] - b[2];

const rankOf = (operation: Operation): Rank => dispatch(ranks, operation);

const keyOn = ({ table, schema }: OnTable): string =>
  tableKey(schema === undefined ? { name: table } : { name: table, schema });

const inTable =
  (step: number) =>
  (operation: OnTable): Rank => [4, keyOn(operation), step];

/** What is made of tables comes after them and goes before them; what tables are made of, the other way round. */
const isLate = ({ kind }: { readonly kind: string }): boolean => late.has(kind);

/** What anything may lean on without a word. */
const isEarly = ({ kind }: { readonly kind: string }): boolean => kind === 'schema' || kind === 'extension';

const late: ReadonlySet<string> = new Set([
  'view',
  'materializedView',
  'trigger',
  'eventTrigger',
  'rule',
  'policy',
  'event',
  'procedure',
]);

const ranks: ByKind<[], Rank> = {
  createObject: ({ object }) => [isLate(object) ? 6 : 0, isEarly(object) ? '' : tableKey(object), 0],
  alterObject: ({ to }) => [isLate(to) ? 6 : 1, tableKey(to), 0],
  moveTable: ({ table }) => [1, table, 1],
  renameTable: ({ from }) => [1, from, 1],
  dropConstraint: (operation) =>
    operation.constraint.kind === 'foreignKey' ? [2, keyOn(operation), 0] : inTable(1)(operation),
  createTable: ({ table }) => [3, tableKey(table), 0],
  dropIndex: inTable(0),
  alterTable: (operation) => {
    const [left, joined] = [operation.from, operation.to].map(hasParents);
    if (left === joined) return inTable(2)(operation);
    return joined ? [5, keyOn(operation), 1] : [2, keyOn(operation), 1];
  },
  renameColumn: inTable(3),
  renameConstraint: inTable(4),
  renameIndex: inTable(4),
  addColumn: inTable(5),
  alterColumn: inTable(6),
  addConstraint: (operation) =>
    operation.constraint.kind === 'foreignKey' ? [5, keyOn(operation), 0] : inTable(7)(operation),
  createIndex: inTable(8),
  dropColumn: inTable(9),
  backfill: inTable(10),
  bulkInsert: inTable(10),
  bulkDelete: inTable(10),
  execute: () => [4, '', 0],
  custom: ({ name, payload }) => [definitionOf({ name }).order?.(payload).place === 'first' ? 2 : 6, '', 0],
  dropTable: ({ table }) => [7, tableKey(table), 0],
  dropObject: ({ object }) => [isLate(object) ? 2 : isEarly(object) ? 9 : 8, tableKey(object), 0],
};
