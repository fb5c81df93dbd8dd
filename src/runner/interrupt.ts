import { Interrupted } from './errors.ts';

/** @throws Interrupted when the signal has come */
export function requireNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw toInterrupted(signal);
}

/** The error for a run that a signal stopped. Who aborts gives the signal's name as the reason. */
export const toInterrupted = (signal: AbortSignal, cause?: unknown): Interrupted =>
  new Interrupted(signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT', cause === undefined ? {} : { cause });

/**
 * Waits for `work`, which may be waiting for somebody else, but not longer than until the signal.
 *
 * @throws Interrupted
 */
export async function unlessInterrupted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    stop = () => reject(toInterrupted(signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
