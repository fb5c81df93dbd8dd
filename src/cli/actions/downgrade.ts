import { downgrade } from '../../commands/downgrade.ts';
import { downgradeScript } from '../../commands/offline.ts';
import type { Action } from '../call.ts';
import { migrateOptions, migrateOutcome } from '../print-run.ts';
import { offlineOptions, requireNoScript, scriptOutcome } from '../print-script.ts';

export const action: Action = async (call) => {
  const target = String(call.arguments[0]);
  if (call.options.sql === true) {
    return scriptOutcome(await downgradeScript({ ...offlineOptions(call), range: target }));
  }
  requireNoScript(call, [target]);
  return migrateOutcome(await downgrade({ ...migrateOptions(call), target }), call);
};
