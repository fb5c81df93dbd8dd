import { upgrade } from '../../commands/upgrade.ts';
import type { Action } from '../call.ts';
import { migrateOptions, migrateOutcome } from '../print-run.ts';

export const action: Action = async (call) => {
  const [target] = call.arguments;
  const result = await upgrade({ ...migrateOptions(call), target: typeof target === 'string' ? target : undefined });
  return migrateOutcome(result, call);
};
