import type { Meetings } from '../commands/meetings.ts';
import type { Paint } from './paint.ts';
import { sanitiseLine } from './sanitise.ts';

/** What branches that were joined both work on, a part of the database each. */
export function meetingLines({ meetings, unseen }: Meetings, paint: Paint): readonly string[] {
  const lines = meetings.flatMap(({ name, columns, operations }) => [
    `${paint.careful('both work on')} ${sanitiseLine(name)}${columns.length === 0 ? '' : ` (${columns.map(sanitiseLine).join(', ')})`}:`,
    ...operations.map(
      ({ branch, revision, summary }) =>
        `  ${paint.id(revision)} ${sanitiseLine(summary)}${branch === revision ? '' : paint.faint(` (before ${branch})`)}`,
    ),
  ]);
  const blind =
    unseen.length === 0 ? [] : [`not looked into: ${unseen.join(', ')} (SQL by hand, or it asks a database)`];
  return [...lines, ...blind];
}
