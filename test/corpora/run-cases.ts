import { existsSync } from 'node:fs';
import { loadDialect } from '../../src/dialects/registry.ts';
import { emptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';
import { definitions, type ServerKey } from '../support/servers/definitions.ts';
import type { RunningServer } from '../support/servers/launch.ts';
import type { CorpusCase } from './corpus.ts';
import type { Source } from './load.ts';
import { type Outcome, tryCase } from './outcome.ts';
import { PostgresPool } from './postgres-pool.ts';

/** More at once gain nothing where two cores are shared with the server. */
const atOnce = 2;

/** Tries cases, two at a time, each server in its turn. What it starts, it stops; Ctrl-C ends it after the cases under way. */
export async function runCases(
  cases: readonly CorpusCase[],
  report: (outcome: Outcome) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  for (const key of new Set(cases.map(({ server }) => server))) {
    const { source, stop } = await bringUp(key);
    const { dialect } = source.server;
    // Files of databases that are thrown away need no disk.
    if (dialect === 'sqlite' && existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';
    // jiti gives a module that is still being loaded to whoever asks for it meanwhile.
    await loadDialect(dialect);
    const waiting = cases.filter((one) => one.server === key);
    const work = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined && !isInterrupted; one = waiting.shift()) {
        const outcome = await tryCase(source, one);
        outcomes.push(outcome);
        report(outcome);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work)).finally(stop);
  }
  return outcomes;
}

interface BroughtUp {
  readonly source: Source;
  stop(): Promise<void>;
}

async function bringUp(key: ServerKey): Promise<BroughtUp> {
  const { dialect, variable, start } = definitions[key];
  const given = variable === undefined ? undefined : process.env[variable];
  const running: RunningServer | undefined = given === undefined || given === '' ? await start?.() : undefined;
  const server: TestServer = { key, dialect, available: true, url: running?.url ?? given ?? 'sqlite://' };
  const pool = dialect === 'postgresql' ? new PostgresPool(server) : undefined;
  return {
    source: { server, take: () => pool?.take() ?? emptyDatabase(server) },
    stop: async () => {
      await pool?.close();
      await running?.stop();
    },
  };
}
