import { upgradeScript } from '../../commands/offline.ts';
import { tryUpgrade, upgrade } from '../../commands/upgrade.ts';
import type { Action } from '../call.ts';
import { migrateOptions, migrateOutcome, trialOutcome } from '../print-run.ts';
import { offlineOptions, requireNoScript, scriptOutcome } from '../print-script.ts';

export const action: Action = async (call) => {
  const target = String(call.arguments[0] ?? 'head');
  if (call.options.sql === true) return scriptOutcome(await upgradeScript({ ...offlineOptions(call), range: target }));
  requireNoScript(call, [target]);
  if (call.options.dryRun === true) return trialOutcome(await tryUpgrade({ ...migrateOptions(call), target }), call);
  return migrateOutcome(await upgrade({ ...migrateOptions(call), target }), call);
};
