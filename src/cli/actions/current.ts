import { current } from '../../commands/current.ts';
import { exitCodes } from '../../errors.ts';
import type { Action } from '../call.ts';
import { revisionBlock, revisionName } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { options, paint, io } = call;
  const result = await current(projectOptions(call));
  const lines = result.revisions.map(({ isHead, ...revision }) => {
    const marks = isHead ? ['head'] : [];
    return options.verbose === true
      ? revisionBlock(revision, marks, paint, io.cwd)
      : revisionName(revision, marks, paint);
  });
  const isWanting = options.checkHeads === true && !result.isAtHeads;
  const talk = isWanting ? [`${result.database} is not at head: pending ${result.pending.join(', ')}`] : [];
  return { document: result, text: lines.join('\n'), talk, exitCode: isWanting ? exitCodes.behind : exitCodes.ok };
};
