import type { DialectOptions } from '../../schema/options.ts';
import type { PartitionRow } from './catalog.ts';
import { quoteIdentifier, quoteString } from './quote.ts';
import { isReserved } from './reserved-words.ts';

/** Methods whose parts are numbered rather than told apart by values. */
const isCounted = (method: string | null): boolean => /HASH|KEY/.test(method ?? '');

/** How a table is partitioned, as options of the table; undefined where no model can say it (`BY SYSTEM_TIME` of MariaDB). */
export function partitionsOf(rows: readonly PartitionRow[]): DialectOptions | undefined {
  const [first] = rows;
  if (first === undefined || first.method === null) return {};
  if (!/RANGE|LIST|HASH|KEY/.test(first.method)) return undefined;
  const names = [...new Set(rows.map(({ partition_name }) => partition_name))];
  const groups = names.map((name) => rows.filter(({ partition_name }) => partition_name === name));
  const isPlain =
    isCounted(first.method) &&
    rows.every(({ partition_name: name, comment }, at) => name === `p${at}` && comment === '');
  return {
    partitionBy: `${first.method} (${first.expression ?? ''})`,
    ...subpartitions(groups),
    partitions: isPlain ? rows.length : groups.map((group) => partitionText(group)),
  };
}

function subpartitions(groups: readonly (readonly PartitionRow[])[]): DialectOptions {
  const [group = []] = groups;
  const method = group[0]?.subpartition_method ?? null;
  if (method === null) return {};
  const by = { subpartitionBy: `${method} (${group[0]?.subpartition_expression ?? ''})` };
  return groups.every(hasPlainSubpartitions) && group.length > 1 ? { ...by, subpartitions: group.length } : by;
}

/** The server calls them by their partition and their number. */
const hasPlainSubpartitions = (group: readonly PartitionRow[]): boolean =>
  group.every(
    ({ partition_name, subpartition_name, comment }, at) =>
      subpartition_name === null || (subpartition_name === `${partition_name}sp${at}` && comment === ''),
  );

function partitionText(group: readonly PartitionRow[]): string {
  const [{ partition_name, method, description, comment, subpartition_name }] = group as [PartitionRow];
  const range = description === 'MAXVALUE' ? 'MAXVALUE' : `(${description})`;
  return [
    /^[A-Za-z_]\w*$/.test(partition_name) && !isReserved(partition_name)
      ? partition_name
      : quoteIdentifier(partition_name),
    ...(description === null
      ? []
      : [/RANGE/.test(method ?? '') ? `VALUES LESS THAN ${range}` : `VALUES IN (${description})`]),
    ...(comment === '' || subpartition_name !== null ? [] : [`COMMENT = ${quoteString(comment)}`]),
    ...(hasPlainSubpartitions(group) ? [] : [`(${group.map(subpartitionText).join(', ')})`]),
  ].join(' ');
}

const subpartitionText = ({ subpartition_name, comment }: PartitionRow): string =>
  `SUBPARTITION ${quoteIdentifier(subpartition_name ?? '')}${comment === '' ? '' : ` COMMENT = ${quoteString(comment)}`}`;
