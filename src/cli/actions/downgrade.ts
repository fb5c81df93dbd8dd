import { downgrade, tryDowngrade } from '../../commands/downgrade.ts';
import { downgradeScript } from '../../commands/offline.ts';
import type { Action } from '../call.ts';
import { migrateOptions, migrateOutcome, trialOutcome } from '../print-run.ts';
import { offlineOptions, requireNoScript, scriptOutcome } from '../print-script.ts';

export const action: Action = async (call) => {
  const target = String(call.arguments[0]);
  if (call.options.sql === true) {
    return scriptOutcome(await downgradeScript({ ...offlineOptions(call), range: target }));
  }
  requireNoScript(call, [target]);
  if (call.options.dryRun === true) return trialOutcome(await tryDowngrade({ ...migrateOptions(call), target }), call);
  return migrateOutcome(await downgrade({ ...migrateOptions(call), target }), call);
};
