import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Dialect } from '../dialects/dialect.ts';
import { LockLost, LockNotAcquired } from './errors.ts';
import type { Report } from './events.ts';
import { requireNotInterrupted, unlessInterrupted } from './interrupt.ts';

export interface LockOptions {
  readonly dialect: Dialect;
  /** The connection that runs the DDL: the lock belongs to its session. */
  readonly connection: Connection;
  /** The same for everybody who moves the same version table. */
  readonly key: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly report: Report;
}

const shortest = 50;
const longest = 1000;

/**
 * Runs `work` while nobody else migrates the same database. Polls, because a queue in the server would go on
 * holding up others after this process is gone.
 *
 * @throws LockNotAcquired when somebody else holds the lock for longer than `timeoutMs`
 * @throws LockLost when the session lost the lock while working
 */
export async function withLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { dialect, connection, key } = options;
  await acquire(options);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // The work's own error tells more than a failure to unlock; the lock ends with the session in any case.
    await dialect.unlock(connection, key).catch(() => false);
    throw error;
  }
  if (!(await dialect.unlock(connection, key))) {
    throw new LockLost('the session lost its lock while it worked; another process may have run at the same time', {
      state: 'what was planned has been done, and stays',
      hint: "connect to the server directly, not through a pooler, and let no revision release locks; then look at 'migrate status'",
    });
  }
  return result;
}

async function acquire({ dialect, connection, key, timeoutMs, signal, report }: LockOptions): Promise<void> {
  const started = Date.now();
  let pause = shortest;
  for (;;) {
    requireNotInterrupted(signal);
    const attempt = await dialect.tryLock(connection, key);
    if (attempt.acquired) return;
    const waited = Date.now() - started;
    const holder = attempt.holder === undefined ? {} : { holder: attempt.holder };
    if (waited >= timeoutMs) throw notAcquired(timeoutMs, attempt.holder);
    report({ kind: 'lockWaiting', seconds: Math.round(waited / 1000), ...holder });
    await unlessInterrupted(sleep(Math.min(jittered(pause), timeoutMs - waited)), signal);
    pause = Math.min(pause * 1.5, longest);
  }
}

const jittered = (milliseconds: number): number => milliseconds * (0.5 + Math.random());

const notAcquired = (timeoutMs: number, holder: string | undefined): LockNotAcquired =>
  new LockNotAcquired(
    `another process is migrating this database, and did not finish within ${timeoutMs / 1000} s${holder === undefined ? '' : `: ${holder}`}`,
    { state: 'nothing was changed', hint: 'wait for it, or give more time with --lock-timeout' },
  );
