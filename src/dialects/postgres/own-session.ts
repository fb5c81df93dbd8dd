import type { Client } from 'pg';

/** A session as its client knows it. */
export interface ClaimedSession {
  readonly client: Client;
  /** The process that answered the first statement. */
  readonly backend: string;
  /** Another connection to the same place. */
  readonly connectAgain: () => Promise<Client>;
}

const rounds = 3;
const patienceMs = 2000;

/**
 * Whether the session stays ours between two transactions. A server tells every client the id of the process that serves
 * it; a pooler makes up an id of its own, and in transaction mode gives the process to whoever asks next, with the locks
 * that were taken in it. So where the ids differ, another client asks, and sees whether it gets ours.
 * https://www.pgbouncer.org/features.html
 */
export async function isOwnSession({ client, backend, connectAgain }: ClaimedSession): Promise<boolean> {
  if (toldProcess(client) === backend) return true;
  const other = await connectAgain().catch(() => undefined);
  // nobody else is let in: what can be known is known when the lock has been taken
  if (other === undefined) return true;
  try {
    for (let round = 0; round < rounds; round += 1) {
      await other.query({ text: 'BEGIN', query_timeout: patienceMs } as { text: string });
      if ((await processOf(other)) === backend || (await processOf(client)) !== backend) return false;
      await other.query('ROLLBACK');
    }
    return true;
  } catch {
    // a pool in session mode that has no second process lets the other wait, since the first one is taken
    return (await processOf(client)) === backend;
  } finally {
    await other.end().catch(() => {});
  }
}

/** The id that came with the welcome, which the driver keeps for cancelling. */
const toldProcess = (client: Client): string | undefined =>
  'processID' in client && typeof client.processID === 'number' ? String(client.processID) : undefined;

async function processOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return String(rows[0]?.pid);
}
