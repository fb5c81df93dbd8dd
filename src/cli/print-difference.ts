import type { Difference } from '../commands/difference.ts';
import { describe } from '../operations/describe.ts';
import type { OperationHazard } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import type { Paint } from './paint.ts';
import { sanitiseLine } from './sanitise.ts';

/** The operations, one a line, with what they cost under them. */
export function operationLines(
  { operations, hazards }: Pick<Difference, 'operations' | 'hazards'>,
  paint: Paint,
): readonly string[] {
  return operations.flatMap((operation, at) => [
    `  ${symbolOf(operation, paint)} ${sanitiseLine(describe(operation).summary)}`,
    ...hazards.filter((hazard) => hazard.operation === at).map((hazard) => `      ${hazardLine(hazard, paint)}`),
  ]);
}

/** What has to be known beside the operations. */
export function remarkLines(difference: Difference, paint: Paint, isVerbose: boolean): readonly string[] {
  const { possibleRenames, unmodelled, notes } = difference;
  return [
    ...possibleRenames.map(({ question }) => `${paint.careful('?')} ${sanitiseLine(question)}`),
    ...unmodelledLines(unmodelled, paint, isVerbose),
    ...notes.map((note) => `${paint.faint('note:')} ${sanitiseLine(note)}`),
  ];
}

function unmodelledLines(unmodelled: Difference['unmodelled'], paint: Paint, isVerbose: boolean): readonly string[] {
  if (unmodelled.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { kind } of unmodelled) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const summary = [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? '' : 's'}`).join(', ');
  const names = unmodelled.map(({ kind, schema, table, name }) =>
    sanitiseLine(`  ${kind} ${[schema, table, name].filter((part) => part !== undefined).join('.')}`),
  );
  const advice = isVerbose ? '' : ' (-v names them)';
  return [
    `${paint.faint('not modelled, and left alone:')} ${sanitiseLine(summary)}${advice}`,
    ...(isVerbose ? names : []),
  ];
}

const hazardLine = ({ kind, reason }: OperationHazard, paint: Paint): string =>
  kind === 'data-loss'
    ? `${paint.bad('loses data:')} ${sanitiseLine(reason)}`
    : `${paint.careful('may fail:')} ${sanitiseLine(reason)}`;

function symbolOf(operation: Operation, paint: Paint): string {
  const kind = operation.kind === 'custom' ? operation.name : operation.kind;
  if (isAddition(kind)) return paint.added('+');
  return kind.startsWith('drop') || kind === 'bulkDelete' ? paint.removed('-') : paint.careful('~');
}

const isAddition = (kind: string): boolean =>
  kind.startsWith('create') || kind.startsWith('add') || kind === 'bulkInsert';

/** `3 changes`, `1 change`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
