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

/** Tells on stderr how a run goes on: its steps once it takes longer than a second, and whatever it waits for. */
export function progressReport({ write, paint, isVerbose, patienceMs = 1000 }: ProgressOptions): Report {
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
      case 'stepFinished':
      case 'stepSkipped':
        current = undefined;
        return;
      case 'stepResumed':
        write(
          `${event.step.revision} goes on after statement ${event.done} of ${event.of}, where an earlier run was cut off`,
        );
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
          `still running after ${event.seconds} s${event.reason === undefined ? '' : `: ${sanitiseLine(event.reason)}`}`,
        );
        return;
      case 'statementStarted':
        if (isVerbose) write(paint.faint(sanitise(event.sql)));
        return;
      case 'statementFinished':
        if (isVerbose && event.durationMs >= 100) write(paint.faint(`-- ${event.durationMs} ms`));
    }
  };
  return handle;
}

const stepLine = ({ number, of, revision, message, direction }: StepPlace, paint: Paint): string =>
  `[${number}/${of}] ${direction === 'downgrade' ? 'back: ' : ''}${paint.id(revision)} ${sanitiseLine(message)}`.trimEnd();
