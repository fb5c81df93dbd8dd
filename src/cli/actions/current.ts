import { current } from '../../commands/current.ts';
import { exitCodes } from '../../errors.ts';
import type { Action } from '../call.ts';
import { revisionBlock, revisionName } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { options, paint, io } = call;
  const result = await current(projectOptions(call));
  const lines = [...result.revisions, ...result.implied].map((found) => {
    // That it is current is what the command says.
    const { isCurrent: _, ...revision } = found;
    return options.verbose === true ? revisionBlock(revision, paint, io.cwd) : revisionName(revision, paint);
  });
  const isWanting = options.checkHeads === true && !result.isAtHeads;
  const talk = isWanting ? [`${result.database} is not at head: pending ${result.pending.join(', ')}`] : [];
  return { document: result, text: lines.join('\n'), talk, exitCode: isWanting ? exitCodes.behind : exitCodes.ok };
};
