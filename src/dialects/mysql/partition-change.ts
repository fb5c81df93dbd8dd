import { equal } from '../../schema/equal.ts';
import type { DialectOptions } from '../../schema/options.ts';
import {
  inOneOrder,
  type Partition,
  type Partitioning,
  partitioningSql,
  partitionList,
  readPartitioning,
} from './partitioning.ts';
import { quoteIdentifier } from './quote.ts';

/**
 * Clauses of ALTER TABLE that bring a table from one partitioning to another, with as little moved as can be and no row lost
 * that has a place in the new one. https://dev.mysql.com/doc/refman/9.4/en/alter-table-partition-operations.html
 */
export const partitionClauses = (
  from: DialectOptions | undefined,
  to: DialectOptions | undefined,
  columns: readonly string[],
): readonly string[] => clausesOf(readPartitioning(from, columns), readPartitioning(to, columns));

function clausesOf(from: Partitioning | undefined, to: Partitioning | undefined): readonly string[] {
  if (equal(from, to)) return [];
  if (to === undefined) return ['REMOVE PARTITIONING'];
  const anew = [partitioningSql(to)];
  if (from === undefined || !equal({ ...from, partitions: 0 }, { ...to, partitions: 0 })) return anew;
  const [before, after] = [from.partitions, to.partitions];
  if (typeof before === 'number' && typeof after === 'number') {
    return [after > before ? `ADD PARTITION PARTITIONS ${after - before}` : `COALESCE PARTITION ${before - after}`];
  }
  if (typeof before === 'number' || typeof after === 'number') return anew;
  if (from.by.startsWith('RANGE')) return rangeClauses(before, after) ?? anew;
  return from.by.startsWith('LIST') ? listClauses(before, after) : anew;
}

/** What differs lies between a common beginning and a common end. */
function rangeClauses(before: readonly Partition[], after: readonly Partition[]): readonly string[] | undefined {
  const start = countSame(before, after);
  const end = Math.min(
    countSame([...before].reverse(), [...after].reverse()),
    Math.min(before.length, after.length) - start,
  );
  const gone = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  const next = before[before.length - end];
  if (next !== undefined && (gone.length === 0 || added.length === 0)) {
    return [reorganise([...gone, next], [...added, next])];
  }
  if (gone.length === 0) return [`ADD PARTITION ${partitionList(added)}`];
  if (added.length === 0) return [`DROP PARTITION ${names(gone)}`];
  const isSameEnd = gone.at(-1)?.values === added.at(-1)?.values;
  const isWider = next === undefined && added.at(-1)?.values === 'VALUES LESS THAN MAXVALUE';
  return isSameEnd || isWider ? [reorganise(gone, added)] : undefined;
}

function countSame(one: readonly Partition[], other: readonly Partition[]): number {
  const at = one.findIndex((partition, place) => !equal(partition, other[place]));
  return at < 0 ? one.length : at;
}

function listClauses(before: readonly Partition[], after: readonly Partition[]): readonly string[] {
  const isSame = (one: Partition, other: Partition): boolean => equal(inOneOrder(one), inOneOrder(other));
  const gone = before.filter((one) => !after.some((other) => isSame(one, other)));
  const added = after.filter((one) => !before.some((other) => isSame(one, other)));
  if (gone.length === 0 && added.length === 0) return [];
  if (gone.length === 0) return [`ADD PARTITION ${partitionList(added)}`];
  return added.length === 0 ? [`DROP PARTITION ${names(gone)}`] : [reorganise(gone, added)];
}

const reorganise = (from: readonly Partition[], to: readonly Partition[]): string =>
  `REORGANIZE PARTITION ${names(from)} INTO ${partitionList(to)}`;

const names = (partitions: readonly Partition[]): string =>
  partitions.map(({ name }) => quoteIdentifier(name)).join(', ');
