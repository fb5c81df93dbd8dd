import { ensureVersion, ensureVersionScript } from '../../commands/ensure-version.ts';
import type { Action } from '../call.ts';
import { offlineOptions, requireNoScript, scriptOutcome } from '../print-script.ts';
import { runningOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  if (call.options.sql === true) return scriptOutcome(await ensureVersionScript(offlineOptions(call)));
  requireNoScript(call, []);
  const result = await ensureVersion(runningOptions(call));
  const { created, tables, database } = result;
  const text =
    created.length === 0
      ? `nothing to do: ${database} has ${tables.join(', ')}`
      : `${call.paint.good('created')} ${created.join(', ')} in ${database}`;
  return { document: result, text };
};
