import type { OfflineOptions } from '../commands/offline.ts';
import { exitCodes, UsageError } from '../errors.ts';
import type { Call, Outcome } from './call.ts';
import { projectOptions, textOption } from './project-options.ts';

/** The options of a command that writes a script. */
export const offlineOptions = (call: Call): OfflineOptions => ({
  ...projectOptions(call),
  dialect: textOption(call.options.dialect) as OfflineOptions['dialect'],
  serverVersion: textOption(call.options.serverVersion),
  transaction: textOption(call.options.transaction) as OfflineOptions['transaction'],
});

/** A script goes to stdout as it is: what is in it was written to be run. */
export const scriptOutcome = (result: { readonly sql: string }): Outcome => ({
  document: result,
  text: result.sql,
  exitCode: exitCodes.ok,
});

/** Refuses what means something only where SQL is written. */
export function requireNoScript({ options }: Call, targets: readonly string[]): void {
  const range = targets.find((target) => target.includes(':'));
  if (range !== undefined) {
    throw new UsageError(`'${range}' is a range, and a database starts where it is`, {
      hint: 'name the target alone; a range is for --sql',
    });
  }
  if (options.dialect !== undefined) {
    throw new UsageError('--dialect says what SQL is written for, and here a database is run on', {
      hint: 'add --sql, or leave it out',
    });
  }
}
