import type { EditedRevision } from '../commands/edited-revisions.ts';
import type { MigrateOptions, MigrateResult, TryResult } from '../commands/migrate.ts';
import type { StepResult } from '../runner/context.ts';
import type { Call, Outcome } from './call.ts';
import type { Paint } from './paint.ts';
import { runningOptions, textOption } from './project-options.ts';
import { sanitiseLine } from './sanitise.ts';

/** The options of `upgrade` and `downgrade`. */
export const migrateOptions = (call: Call): MigrateOptions => ({
  ...runningOptions(call),
  transaction: textOption(call.options.transaction) as MigrateOptions['transaction'],
  interrupted: textOption(call.options.interrupted) as MigrateOptions['interrupted'],
  strict: call.options.strict === true,
});

/** What was run, a line each. */
export function migrateOutcome(
  result: MigrateResult,
  { paint, talkPaint }: Pick<Call, 'paint' | 'talkPaint'>,
): Outcome {
  const { steps, after, database } = result;
  const place = after.length === 0 ? 'at base: nothing is applied' : `at ${after.join(', ')}`;
  const lines = steps.map((step) => stepLine(step, paint));
  const text =
    steps.length === 0 ? `nothing to do: ${database} is ${place}` : [...lines, `${database} is ${place}`].join('\n');
  return { document: result, text, talk: editedLines(result.edited, talkPaint) };
}

/** What a trial found: the revisions, or their SQL where it could not run. */
export function trialOutcome(result: TryResult, { paint, talkPaint }: Pick<Call, 'paint' | 'talkPaint'>): Outcome {
  const { steps, isProven, reason, sql, database } = result;
  if (steps.length === 0) return { document: { isDryRun: true, ...result }, text: `nothing to do on ${database}` };
  const words = { ran: paint.good('works'), compiled: paint.careful('not tried'), untried: paint.careful('not tried') };
  const lines = steps.map(({ outcome, revision, message }) =>
    `${words[outcome]} ${paint.id(revision)} ${sanitiseLine(message)}`.trimEnd(),
  );
  const closing = isProven
    ? `${database} is as it was: all of it ran in a transaction, which was rolled back`
    : `${talkPaint.careful('not proven:')} ${sanitiseLine(reason ?? '')}`;
  return {
    document: { isDryRun: true, ...result },
    text: sql ?? lines.join('\n'),
    talk: [...editedLines(result.edited, talkPaint), closing],
  };
}

/** Revisions that were edited after they were applied, and what to do about it. */
export function editedLines(edited: readonly EditedRevision[], paint: Paint): readonly string[] {
  if (edited.length === 0) return [];
  const ids = edited.map(({ revision }) => revision);
  return [
    `${paint.careful('edited after being applied:')} ${ids.join(', ')} (restore, or 'migrate accept ${ids.join(' ')}')`,
  ];
}

function stepLine({ outcome, direction, revision, message, durationMs }: StepResult, paint: Paint): string {
  const verb = outcome === 'skipped' ? 'run by another process' : direction === 'upgrade' ? 'applied' : 'taken back';
  const title = `${paint.id(revision)}${message === '' ? '' : ` ${sanitiseLine(message)}`}`;
  return `${paint.good(verb)} ${title}${outcome === 'skipped' ? '' : paint.faint(` (${durationMs} ms)`)}`;
}
