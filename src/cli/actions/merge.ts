import { merge } from '../../commands/merge.ts';
import type { Action } from '../call.ts';
import { newRevisionOptions } from '../new-revision-options.ts';
import { meetingLines } from '../print-meetings.ts';
import { pathOf } from '../print-revision.ts';
import { listOption, projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { io, options, paint, talkPaint } = call;
  const [revisions] = call.arguments;
  const result = await merge({
    ...projectOptions(call),
    ...newRevisionOptions(call),
    revisions: Array.isArray(revisions) && revisions.length > 0 ? revisions : undefined,
    splice: options.splice === true,
    dependsOn: listOption(options.dependsOn),
  });
  const { revision } = result;
  const text =
    revision === undefined
      ? 'nothing was written: the config prevented it'
      : `${paint.good('wrote')} ${pathOf(revision, io.cwd)}\n  joins ${revision.parents.join(', ')}`;
  return { document: result, text, talk: meetingLines(result, talkPaint) };
};
