import { show } from '../../commands/show.ts';
import type { Action } from '../call.ts';
import { revisionBlock } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { paint, io } = call;
  const result = await show({ ...projectOptions(call), target: String(call.arguments[0]) });
  const text = result.revisions.map((revision) => revisionBlock(revision, paint, io.cwd)).join('\n');
  return { document: result, text };
};
