import { stamp } from '../../commands/stamp.ts';
import { stampScript } from '../../commands/stamp-script.ts';
import type { Action } from '../call.ts';
import { offlineOptions, requireNoScript, scriptOutcome } from '../print-script.ts';
import { runningOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const [given] = call.arguments;
  const targets = Array.isArray(given) ? (given as readonly string[]) : [];
  const purge = call.options.purge === true;
  if (call.options.sql === true) return scriptOutcome(await stampScript({ ...offlineOptions(call), targets, purge }));
  requireNoScript(call, targets);
  const result = await stamp({ ...runningOptions(call), targets, purge });
  const label = (ids: readonly string[]): string => (ids.length === 0 ? 'base' : ids.join(', '));
  const text = `${result.database} was at ${label(result.before)} and is now at ${label(result.after)}; nothing was run`;
  return { document: result, text };
};
