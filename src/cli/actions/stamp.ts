import { stamp } from '../../commands/stamp.ts';
import type { Action } from '../call.ts';
import { runningOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const [targets] = call.arguments;
  const result = await stamp({
    ...runningOptions(call),
    targets: Array.isArray(targets) ? targets : [],
    purge: call.options.purge === true,
  });
  const label = (ids: readonly string[]): string => (ids.length === 0 ? 'base' : ids.join(', '));
  const text = `${result.database} was at ${label(result.before)} and is now at ${label(result.after)}; nothing was run`;
  return { document: result, text };
};
