import { branches } from '../../commands/branches.ts';
import type { Action } from '../call.ts';
import { revisionBlock, revisionName } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { options, paint, io } = call;
  const result = await branches(projectOptions(call));
  const lines = result.branchPoints.flatMap(({ children, ...point }) => [
    options.verbose === true ? revisionBlock(point, paint, io.cwd) : revisionName(point, paint),
    ...children.map((child) => `     -> ${revisionName(child, paint)}`),
  ]);
  return { document: result, text: lines.join('\n') };
};
