import { type CheckResult, check } from '../../commands/check.ts';
import { exitCodes } from '../../errors.ts';
import type { Action } from '../call.ts';
import { counted, operationLines, remarkLines } from '../print-difference.ts';
import { editedLines } from '../print-run.ts';
import { listOption, projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { options, paint, talkPaint } = call;
  const result = await check({ ...projectOptions(call), renames: listOption(options.rename) });
  const { database, isInSync, operations, pending, strayHeads } = result;
  const text = [
    isInSync
      ? `${paint.good('in sync:')} ${database} is what the models say`
      : `${paint.bad('different:')} ${counted(operations.length, 'change')} would make ${database} what the models say`,
    ...operationLines(result, paint),
    ...(pending.length === 0
      ? []
      : [`${paint.careful('behind:')} ${counted(pending.length, 'revision')} to apply (${pending.join(', ')})`]),
    ...(strayHeads.length === 0
      ? []
      : [`${paint.careful('several heads:')} ${strayHeads.join(', ')}, and no revision joins them`]),
  ].join('\n');
  const talk = [
    ...remarkLines(result, talkPaint, options.verbose === true),
    ...editedLines(result.edited, talkPaint),
    ...adviceOf(result),
  ];
  return { document: result, text, talk, exitCode: exitCodeOf(result, options.strict === true) };
};

/** Pending revisions may close the gap, so that being behind is said first. */
function exitCodeOf({ pending, isInSync, strayHeads, edited }: CheckResult, isStrict: boolean): number {
  if (isStrict && edited.length > 0) return exitCodes.edited;
  if (pending.length > 0) return exitCodes.behind;
  if (!isInSync) return exitCodes.different;
  return strayHeads.length > 0 ? exitCodes.severalHeads : exitCodes.ok;
}

function adviceOf({ pending, isInSync, strayHeads }: CheckResult): readonly string[] {
  if (strayHeads.length > 0) return [`next: migrate merge ${strayHeads.join(' ')} -m "…"`];
  if (pending.length > 0) return ["next: 'migrate upgrade head', then check again"];
  return isInSync ? [] : ['next: migrate revision --autogenerate -m "…"'];
}
