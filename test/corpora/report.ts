import type { Outcome } from './outcome.ts';
import { stages } from './prove.ts';

type Failed = Extract<Outcome, { readonly status: 'failed' }>;

const isFailed = (outcome: Outcome): outcome is Failed => outcome.status === 'failed';

/** How many cases of each server and tier passed, and at which stage the others failed. */
export function countTable(outcomes: readonly Outcome[]): string {
  const failedAt = stages.filter((stage) => outcomes.some((one) => isFailed(one) && one.stage === stage));
  const groups = groupBy(outcomes, ({ server, tier }) => `${server} ${tier}`);
  const rows = [...groups].map(([name, group]) => countRow(name, group, failedAt));
  const all = countRow('all', outcomes, failedAt);
  const head = ['', 'cases', 'pass', 'fail', ...failedAt, 'skip', 'unloadable', 'seconds'];
  return alignColumns([head, ...rows, all]);
}

function countRow(name: string, group: readonly Outcome[], failedAt: readonly string[]): readonly string[] {
  const count = (test: (one: Outcome) => boolean): string => String(group.filter(test).length);
  const seconds = group.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return [
    name,
    String(group.length),
    count(({ status }) => status === 'passed'),
    count(isFailed),
    ...failedAt.map((stage) => count((one) => isFailed(one) && one.stage === stage)),
    count(({ status }) => status === 'skipped'),
    count(({ status }) => status === 'unloadable'),
    seconds.toFixed(0),
  ];
}

/** Failures by stage and reason, the most frequent first, each with its cases up to a number. */
export function failureGroups(outcomes: readonly Outcome[], casesEach: number): string {
  const groups = [...groupBy(outcomes.filter(isFailed), ({ stage, reason }) => `${stage}: ${reason}`)];
  const byFrequency = groups.sort(([, one], [, other]) => other.length - one.length);
  return byFrequency.map(([name, group]) => writeGroup(name, group, casesEach)).join('\n');
}

function writeGroup(name: string, group: readonly Outcome[], casesEach: number): string {
  const shown = group.slice(0, casesEach).map(({ server, tier, id }) => `       ${server} ${tier} ${id}`);
  const hidden = group.length > casesEach ? [`       … and ${group.length - casesEach} more`] : [];
  return [`${String(group.length).padStart(5)}  ${name}`, ...shown, ...hidden].join('\n');
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const pad = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
