import { history, readLog } from '../../commands/history.ts';
import type { HistoryEntry } from '../../runner/history.ts';
import type { Action, Call } from '../call.ts';
import { drawGraph } from '../draw-graph.ts';
import { graphText, revisionBlock, revisionLine } from '../print-revision.ts';
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
  const { revisions } = result;
  if (options.graph === true) {
    const nodes = revisions.map((revision) => ({
      id: revision.id,
      parents: revision.parents,
      // As git marks every commit; where the database was asked, what it has not run looks otherwise.
      mark: revision.isApplied === false ? 'o' : '*',
      text: graphText(revision, paint),
    }));
    return { document: result, text: drawGraph(nodes).join('\n') };
  }
  const lines = revisions.map((revision) =>
    options.verbose === true ? revisionBlock(revision, paint, io.cwd) : revisionLine(revision, paint),
  );
  return { document: result, text: lines.join('\n') };
};

const entryCells = (entry: HistoryEntry, { paint }: Call): readonly Cell[] => [
  { text: entry.startedAt.replace('T', ' ').replace('Z', ''), paint: paint.faint },
  { text: entry.direction },
  { text: entry.revision, paint: paint.id },
  { text: sanitiseLine(entry.message) },
  { text: `${entry.durationMs} ms`, paint: paint.faint },
  { text: sanitiseLine(entry.appliedBy), paint: paint.faint },
];
