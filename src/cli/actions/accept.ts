import { accept } from '../../commands/accept.ts';
import type { Action } from '../call.ts';
import { runningOptions } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const [revisions] = call.arguments;
  const named = Array.isArray(revisions) && revisions.length > 0 ? revisions : undefined;
  const result = await accept({ ...runningOptions(call), revisions: named });
  const { accepted, database } = result;
  const lines = accepted.map(
    ({ revision, message }) => `${call.paint.good('accepted')} ${call.paint.id(revision)} ${sanitiseLine(message)}`,
  );
  const text = accepted.length === 0 ? `nothing to accept: ${database} ran what the files hold` : lines.join('\n');
  return { document: result, text };
};
