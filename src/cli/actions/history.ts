import { type HistoryRevision, history, readLog } from '../../commands/history.ts';
import type { HistoryEntry } from '../../runner/history.ts';
import type { Action, Call } from '../call.ts';
import { revisionBlock, revisionLine } from '../print-revision.ts';
import { type Cell, tableLines } from '../print-table.ts';
import { projectOptions, textOption } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const { options, paint, io } = call;
  if (options.log === true) {
    const result = await readLog(projectOptions(call));
    return { document: result, text: tableLines(result.entries.map((entry) => entryCells(entry, call))).join('\n') };
  }
  const result = await history({
    ...projectOptions(call),
    range: textOption(options.revRange),
    indicateCurrent: options.indicateCurrent === true,
  });
  const lines = result.revisions.map((revision) =>
    options.verbose === true
      ? revisionBlock(revision, marksOf(revision), paint, io.cwd)
      : revisionLine(revision, marksOf(revision), paint),
  );
  return { document: result, text: lines.join('\n') };
};

const marksOf = ({ isHead, isCurrent, isBranchPoint, isMergePoint }: HistoryRevision): readonly string[] => [
  ...(isHead ? ['head'] : []),
  ...(isCurrent === true ? ['current'] : []),
  ...(isBranchPoint ? ['branchpoint'] : []),
  ...(isMergePoint ? ['mergepoint'] : []),
];

const entryCells = (entry: HistoryEntry, { paint }: Call): readonly Cell[] => [
  { text: entry.startedAt.replace('T', ' ').replace('Z', ''), paint: paint.faint },
  { text: entry.direction },
  { text: entry.revision, paint: paint.id },
  { text: sanitiseLine(entry.message) },
  { text: `${entry.durationMs} ms`, paint: paint.faint },
  { text: sanitiseLine(entry.appliedBy), paint: paint.faint },
];
