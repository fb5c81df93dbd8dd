import { downgrade } from '../../commands/downgrade.ts';
import type { Action } from '../call.ts';
import { migrateOptions, migrateOutcome } from '../print-run.ts';

export const action: Action = async (call) => {
  const [target] = call.arguments;
  const result = await downgrade({ ...migrateOptions(call), target: String(target) });
  return migrateOutcome(result, call);
};
