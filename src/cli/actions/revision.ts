import { relative } from 'node:path';
import type { RenameQuestion } from '../../commands/errors.ts';
import { revision } from '../../commands/revision.ts';
import type { Action, Call } from '../call.ts';
import { newRevisionOptions } from '../new-revision-options.ts';
import { counted, operationLines, remarkLines } from '../print-difference.ts';
import { listOption, projectOptions, textOption } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const { options, io, paint, talkPaint } = call;
  const result = await revision({
    ...projectOptions(call),
    ...newRevisionOptions(call),
    autogenerate: options.autogenerate === true,
    head: textOption(options.head),
    splice: options.splice === true,
    dependsOn: listOption(options.dependsOn),
    empty: options.empty === true,
    renames: listOption(options.rename),
    drops: listOption(options.drop),
    ask: call.isInteractive ? (question) => askRename(question, call) : undefined,
  });
  const {
    revision: written,
    operations = [],
    hazards = [],
    possibleRenames = [],
    unmodelled = [],
    notes = [],
  } = result;
  const difference = { operations, hazards, possibleRenames, unmodelled, notes };
  const talk = remarkLines({ ...difference, possibleRenames: [] }, talkPaint, options.verbose === true);
  if (written === undefined) {
    return {
      document: result,
      text: `no changes: ${result.database} is what the models say; nothing was written`,
      talk,
    };
  }
  const losing = new Set(hazards.filter(({ kind }) => kind === 'data-loss').map(({ operation }) => operation)).size;
  const text = [
    `${paint.good('wrote')} ${relative(io.cwd, written.path)}`,
    ...operationLines(difference, paint),
    ...(losing === 0
      ? []
      : [
          `${paint.bad(`${counted(losing, 'operation')} ${losing === 1 ? 'loses' : 'lose'} data:`)} review the file before it is run`,
        ]),
  ].join('\n');
  return { document: result, text, talk };
};

async function askRename({ kind, from, to }: RenameQuestion, { io, talkPaint }: Call): Promise<boolean | undefined> {
  const names = `${kind} ${sanitiseLine(from)} renamed to ${sanitiseLine(to)}`;
  for (;;) {
    const answer = await io.stdin.ask(`${talkPaint.careful('?')} was ${names}? [y] rename  [n] drop and add: `);
    if (answer === undefined) return undefined;
    if (/^y(es)?$/i.test(answer.trim())) return true;
    if (/^no?$/i.test(answer.trim())) return false;
  }
}
