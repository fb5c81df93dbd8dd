import { structuredPatch } from 'diff';
import { type DiffResult, diff } from '../../commands/diff.ts';
import { exitCodes, UsageError } from '../../errors.ts';
import type { Action } from '../call.ts';
import type { Paint } from '../paint.ts';
import { counted, operationLines, remarkLines } from '../print-difference.ts';
import { listOption, projectOptions, textOption } from '../project-options.ts';
import { sanitise } from '../sanitise.ts';

export const action: Action = async (call) => {
  const { options, paint, talkPaint } = call;
  if (options.sql === true && options.unified === true) {
    throw new UsageError('--sql and --unified exclude one another', { hint: 'give one of them' });
  }
  const result = await diff({
    ...projectOptions(call),
    from: textOption(options.from),
    to: textOption(options.to),
    reverse: options.reverse === true,
    renames: listOption(options.rename),
  });
  const { sides: _, ...document } = result;
  const text =
    options.sql === true ? result.sql : options.unified === true ? unified(result, paint) : summary(result, paint);
  const isWanting = options.exitCode === true && result.operations.length > 0;
  return {
    document,
    text,
    talk: remarkLines(result, talkPaint, options.verbose === true),
    exitCode: isWanting ? exitCodes.different : exitCodes.ok,
  };
};

function summary(result: DiffResult, paint: Paint): string {
  const { operations, from, to } = result;
  if (operations.length === 0) return `no difference between ${sanitise(from)} and ${sanitise(to)}`;
  const title = `${counted(operations.length, 'change')} from ${sanitise(from)} to ${sanitise(to)}`;
  return [title, ...operationLines(result, paint)].join('\n');
}

function unified({ from, to, sides }: DiffResult, paint: Paint): string {
  const { hunks } = structuredPatch(from, to, sides.from, sides.to, undefined, undefined, { context: 3 });
  if (hunks.length === 0) return '';
  return [
    paint.strong(sanitise(`--- ${from}`)),
    paint.strong(sanitise(`+++ ${to}`)),
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      paint.id(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
      ...lines.map((line) => lineOf(sanitise(line), paint)),
    ]),
  ].join('\n');
}

const lineOf = (line: string, paint: Paint): string =>
  line.startsWith('+') ? paint.added(line) : line.startsWith('-') ? paint.removed(line) : line;
