import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCorpora } from '../test/corpora/corpus.ts';
import { loadState, readScript } from '../test/corpora/load.ts';
import { emptyDatabase } from '../test/support/fresh-database.ts';
import type { TestServer } from '../test/support/server.ts';
import { measure, type Usage } from './measure.ts';
import { migrate } from './project.ts';
import { shareInServer } from './round-trips.ts';

/** What `check` of a real schema costs, with models that Athanor wrote of it. */
export interface RealSchemaUsage {
  readonly name: string;
  readonly usage: Usage;
  /** Of the time on the clock, from 0 to 1; undefined where the database is in the process. */
  readonly inServer: number | undefined;
}

const corpora = process.env.ATHANOR_CORPORA ?? fileURLToPath(new URL('../../shared/corpora', import.meta.url));

/** Checks every real schema of the corpora that this server loads; nothing where there are no corpora. */
export async function measureRealSchemas(
  server: TestServer,
  folder: string,
  runs: number,
): Promise<readonly RealSchemaUsage[]> {
  if (!existsSync(corpora)) return [];
  const cases = readCorpora(corpora).filter(
    ({ tier, server: key, mustLoad }) => tier === 'schema' && mustLoad && key.replace(/\d+$/, '') === server.key,
  );
  const found: RealSchemaUsage[] = [];
  for (const { id, b } of cases) {
    const database = await loadState({ server, take: () => emptyDatabase(server) }, await readScript(b));
    const name = id.slice(id.lastIndexOf('/') + 1);
    try {
      found.push({ name, ...(await measureCheck(database.url, join(folder, name), runs)) });
    } finally {
      await database.drop();
    }
  }
  return found;
}

const environment = (url: string): NodeJS.ProcessEnv => ({ ...process.env, ATHANOR_BENCH_URL: url });

async function measureCheck(url: string, folder: string, runs: number): Promise<Omit<RealSchemaUsage, 'name'>> {
  mkdirSync(join(folder, 'migrations'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  const job = (args: readonly string[], target: string) => ({
    args: [migrate, ...args],
    cwd: folder,
    env: { ATHANOR_BENCH_URL: target },
  });
  await measure(job(['models', '--out', 'models.ts', '--url', url], url), 1);
  writeFileSync(
    join(folder, 'migrate.config.ts'),
    "import { Base } from './models';\nexport default { url: process.env.ATHANOR_BENCH_URL, metadata: Base.metadata };\n",
  );
  // a foreign key to a table that is not there cannot be declared: check finds it, and exits with 4
  const exitCode = spawnSync(process.execPath, [migrate, 'check'], { cwd: folder, env: environment(url) }).status ?? 1;
  const usage = await measure({ ...job(['check'], url), exitCode }, runs);
  const inServer = await shareInServer(url, (target) => measure({ ...job(['check'], target), exitCode }, 1));
  return { usage, inServer };
}
