import { Interrupted } from './errors.ts';

/** @throws Interrupted when the signal has come */
export function requireNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw toInterrupted(signal);
}

/** The error for a run that a signal stopped. Who aborts gives the signal's name as the reason. */
export const toInterrupted = (signal: AbortSignal, cause?: unknown): Interrupted =>
  new Interrupted(signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT', cause === undefined ? {} : { cause });
