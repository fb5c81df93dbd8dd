import { heads } from '../../commands/heads.ts';
import type { Action } from '../call.ts';
import { revisionBlock, revisionName } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { options, paint, io } = call;
  const result = await heads({ ...projectOptions(call), resolveDependencies: options.resolveDependencies === true });
  const lines = result.revisions.map((revision) =>
    options.verbose === true ? revisionBlock(revision, paint, io.cwd) : revisionName(revision, paint),
  );
  return { document: result, text: lines.join('\n') };
};
