import { rangeScript } from '../../commands/offline.ts';
import type { Action } from '../call.ts';
import { offlineOptions, scriptOutcome } from '../print-script.ts';

export const action: Action = async (call) =>
  scriptOutcome(await rangeScript({ ...offlineOptions(call), range: String(call.arguments[0]) }));
