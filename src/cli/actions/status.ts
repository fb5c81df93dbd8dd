import { type RevisionState, type StatusEntry, status } from '../../commands/status.ts';
import { exitCodes } from '../../errors.ts';
import type { Action, Call } from '../call.ts';
import type { Paint } from '../paint.ts';
import { type Cell, tableLines } from '../print-table.ts';
import { projectOptions } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const { options, paint } = call;
  const result = await status(projectOptions(call));
  const { revisions, database } = result;
  const counts = (Object.keys(paints) as RevisionState[])
    .map((state) => [state, revisions.filter((one) => one.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const text = [
    ...tableLines(revisions.map((entry) => cellsOf(entry, paint))),
    `${database}: ${counts.length === 0 ? 'no revisions' : counts.join(', ')}`,
  ].join('\n');
  return { document: result, text, exitCode: exitCodeOf(revisions, options) };
};

const paints: Readonly<Record<RevisionState, keyof Paint>> = {
  applied: 'good',
  pending: 'careful',
  edited: 'bad',
  unknown: 'bad',
  unfinished: 'bad',
};

const cellsOf = ({ state, revision, message, appliedAt, appliedBy }: StatusEntry, paint: Paint): readonly Cell[] => [
  { text: state, paint: paint[paints[state]] },
  { text: revision, paint: paint.id },
  { text: sanitiseLine(message) },
  { text: appliedAt === undefined ? '' : appliedAt.replace('T', ' ').replace('Z', ''), paint: paint.faint },
  { text: appliedBy === undefined ? '' : sanitiseLine(appliedBy), paint: paint.faint },
];

function exitCodeOf(revisions: readonly StatusEntry[], { exitCode, strict }: Call['options']): number {
  const has = (...states: readonly RevisionState[]): boolean => revisions.some(({ state }) => states.includes(state));
  if (exitCode === true && has('unknown', 'unfinished')) return exitCodes.drifted;
  if ((exitCode === true || strict === true) && has('edited')) return exitCodes.edited;
  return exitCode === true && has('pending') ? exitCodes.behind : exitCodes.ok;
}
