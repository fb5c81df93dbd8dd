import type { OperationHazard } from '../operations/hazards.ts';
import type { Report, RunEvent, StepPlace } from '../runner/events.ts';
import type { Paint } from './paint.ts';
import { sanitise, sanitiseLine } from './sanitise.ts';

export interface ProgressOptions {
  readonly write: (line: string) => void;
  readonly paint: Paint;
  readonly isVerbose: boolean;
  /** How long a run may take before its steps are told one by one. */
  readonly patienceMs?: number;
}

export interface Progress {
  readonly report: Report;
  /** Nothing runs any more: no step is told of late. */
  readonly end: () => void;
}

/** Tells on stderr how a run goes on: what it loses, its steps once it takes longer than a second, and what it waits for. */
export function tellProgress({ write, paint, isVerbose, patienceMs = 1000 }: ProgressOptions): Progress {
  const started = Date.now();
  let current: StepPlace | undefined;
  let isTelling = isVerbose;
  const timer = setTimeout(() => {
    isTelling = true;
    if (current !== undefined) write(stepLine(current, paint));
  }, patienceMs);
  timer.unref();
  let toldAt: number | undefined;
  const handle = (event: RunEvent): void => {
    switch (event.kind) {
      case 'stepStarted':
        current = event.step;
        isTelling ||= Date.now() - started >= patienceMs;
        if (isTelling) write(stepLine(event.step, paint));
        return;
      case 'hazardsAhead':
        for (const hazard of event.hazards) {
          if (hazard.kind === 'data-loss' || isVerbose) write(hazardLine(event.step, hazard, paint));
        }
        return;
      case 'stepFinished':
      case 'stepSkipped':
        current = undefined;
        return;
      case 'stepResumed':
        write(
          `${event.step.revision} goes on after statement ${event.done} of ${event.of}, where an earlier run was cut off`,
        );
        return;
      case 'headChosen':
        write(chosenLine(event, paint));
        return;
      case 'lockWaiting':
        if (toldAt !== undefined && event.seconds < toldAt + 10) return;
        toldAt = event.seconds;
        write(
          `waiting for another process that migrates this database${event.holder === undefined ? '' : `: ${sanitiseLine(event.holder)}`}`,
        );
        return;
      case 'statementWaiting':
        write(
          `still running after ${event.seconds} s: ${beginning(event.sql)}${event.reason === undefined ? '' : `; ${sanitiseLine(event.reason)}`}`,
        );
        return;
      case 'statementStarted':
        if (isVerbose) write(paint.faint(sanitise(event.sql)));
        return;
      case 'statementFinished':
        if (isVerbose && event.durationMs >= 100) write(paint.faint(`-- ${event.durationMs} ms`));
    }
  };
  return { report: handle, end: () => clearTimeout(timer) };
}

/** Enough of a statement to know it by. */
function beginning(sql: string): string {
  const line = sanitiseLine(sql).trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

const hazardLine = ({ revision }: StepPlace, { kind, summary, reason }: OperationHazard, paint: Paint): string =>
  `${kind === 'data-loss' ? paint.bad('loses data:') : paint.careful('may fail:')} ${paint.id(revision)} ${sanitiseLine(`${summary} (${reason})`)}`;

const chosenLine = ({ target, head, others }: Extract<RunEvent, { kind: 'headChosen' }>, paint: Paint): string =>
  `${paint.careful('several heads:')} ${target} is counted from ${paint.id(head)}, the first; for another write ${others.map((id) => `${id}@${target}`).join(' or ')}`;

const stepLine = ({ number, of, revision, message, direction }: StepPlace, paint: Paint): string =>
  `[${number}/${of}] ${direction === 'downgrade' ? 'back: ' : ''}${paint.id(revision)} ${sanitiseLine(message)}`.trimEnd();
