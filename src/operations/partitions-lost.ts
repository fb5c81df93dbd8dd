import type { TableOptions } from '../schema/table.ts';

/**
 * What goes with the rows of partitions when these are taken off a table, in words: the last ones of a range, and those of a
 * list. The rows of others move to their neighbours.
 */
export function partitionsLost({
  from,
  to,
}: {
  readonly from: TableOptions;
  readonly to: TableOptions;
}): readonly string[] {
  const [before, after] = [listed(from), listed(to)];
  const gone = before.filter((partition) => !after.includes(partition));
  if (after.length === 0 || gone.length === 0 || after.some((partition) => !before.includes(partition))) return [];
  const isList = gone.some((partition) => /\bvalues in\b/i.test(partition));
  const isEnd = gone.includes(before.at(-1) ?? '');
  return isList || isEnd
    ? [`all rows of ${gone.length === 1 ? 'partition' : 'partitions'} ${gone.map(nameOf).join(', ')}`]
    : [];
}

const listed = ({ mysql }: TableOptions): readonly string[] => {
  const { partitions } = mysql ?? {};
  return Array.isArray(partitions) ? partitions.map(String) : [];
};

const nameOf = (partition: string): string => partition.trim().split(/\s/)[0] ?? '';
