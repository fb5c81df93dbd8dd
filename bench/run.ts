import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsAdministrator } from '../test/support/administrator.ts';
import type { TestServer } from '../test/support/server.ts';
import { definitions, type ServerKey } from '../test/support/servers/definitions.ts';
import { alternatives } from './alternatives.ts';
import { catalogQueries } from './catalog-queries.ts';
import { measureHistory } from './history.ts';
import { measure, type Usage } from './measure.ts';
import { forgetRevisions, migrate, writeProject } from './project.ts';
import { measureRealSchemas, type RealSchemaUsage } from './real-schemas.ts';
import { countRoundTrips, shareInServer } from './round-trips.ts';
import { benchSchema } from './schema.ts';

/** npm run bench [-- KEY…]: how long Athanor takes, beside what it cannot do without and what others take. */
const runs = Number(process.env.ATHANOR_BENCH_RUNS ?? 3);
const sizes = (process.env.ATHANOR_BENCH_SIZES ?? '100,1000,5000').split(',').map(Number);
const keys = process.argv.length > 2 ? process.argv.slice(2) : ['sqlite', 'postgresql', 'mariadb', 'mysql'];
const bareScript = fileURLToPath(new URL('./bare.mjs', import.meta.url));

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const row = (...cells: readonly string[]): void => say(`| ${cells.join(' | ')} |`);
const seconds = (value: number): string => `${value.toFixed(2)} s`;
const percent = (share: number | undefined): string => (share === undefined ? '' : `${Math.round(share * 100)} %`);
const times = (value: number, base: number): string => `${(value / base).toFixed(1)}`;

say(`node ${process.version}, medians of ${runs}\n`);
const floor = await measure({ args: ['-e', '0'] }, 10);
const version = await measure({ args: [migrate, '--version'] }, 10);
row('start-up', 'CPU', 'wall', 'peak', '× node -e 0');
row('---', '---', '---', '---', '---');
reportStart('node -e 0', floor);
reportStart('migrate --version', version);

function reportStart(name: string, usage: Usage): void {
  row(name, seconds(usage.cpu), seconds(usage.wall), `${usage.peak.toFixed(0)} MB`, times(usage.cpu, floor.cpu));
}

await reportHistory(5000);

for (const key of keys as ServerKey[]) await benchServer(key);

say('\nAlternatives, CPU and peak memory, measured elsewhere (see bench/alternatives.ts):');
row('job', '100 tables', '1000 tables');
row('---', '---', '---');
for (const figures of alternatives) row(...figures);

async function reportHistory(count: number): Promise<void> {
  const { reading, commands } = await measureHistory(count, runs);
  say(`\n${count} revisions`);
  row('job', 'CPU', 'wall', 'peak', '× reading the files, start-up apart');
  row('---', '---', '---', '---', '---');
  const report = (name: string, { cpu, wall, peak }: Usage, ratio: number): void =>
    row(name, seconds(cpu), seconds(wall), `${peak.toFixed(0)} MB`, ratio.toFixed(1));
  report('reading the files', reading, 1);
  for (const { command, usage, timesReading } of commands) report(command, usage, timesReading);
}

async function benchServer(key: ServerKey): Promise<void> {
  const { start, variable, dialect } = definitions[key];
  const given = variable === undefined ? undefined : process.env[variable];
  const server = given === undefined ? await start?.() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'athanor-bench-'));
  try {
    say(`\n${key}`);
    row(
      'job',
      'tables',
      'CPU',
      'wall',
      'peak',
      'round trips',
      'of it in the server',
      '× bare catalog queries',
      '× node -e 0',
    );
    row('---', '---', '---', '---', '---', '---', '---', '---', '---');
    for (const size of sizes) {
      const url = await freshUrl(dialect, server?.url ?? given, join(folder, `${size}.db`), `athanor_bench_${size}`);
      await benchSize({ dialect, url, size, folder: join(folder, String(size)) });
    }
    const at: TestServer = { key, dialect, available: true, url: server?.url ?? given ?? 'sqlite://' };
    reportSchemas(await measureRealSchemas(at, join(folder, 'real'), runs));
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function reportSchemas(schemas: readonly RealSchemaUsage[]): void {
  if (schemas.length === 0) return;
  say('');
  row('check of a real schema', 'CPU', 'wall', 'peak', 'of it in the server');
  row('---', '---', '---', '---', '---');
  for (const { name, usage, inServer } of schemas) {
    row(name, seconds(usage.cpu), seconds(usage.wall), `${usage.peak.toFixed(0)} MB`, percent(inServer));
  }
}

async function freshUrl(dialect: string, base: string | undefined, file: string, name: string): Promise<string> {
  if (base === undefined) return `sqlite:///${file}`;
  const administrator = await connectAsAdministrator(dialect === 'postgresql' ? 'postgresql' : 'mysql', base);
  await administrator.run(`DROP DATABASE IF EXISTS ${name}`);
  await administrator.run(`CREATE DATABASE ${name}`);
  await administrator.close();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}

interface Bench {
  readonly dialect: string;
  readonly url: string;
  readonly size: number;
  readonly folder: string;
}

async function benchSize({ dialect, url, size, folder }: Bench): Promise<void> {
  writeProject(folder, benchSchema(size));
  const job = (...args: readonly string[]) => ({
    args: [migrate, ...args],
    cwd: folder,
    env: { ATHANOR_BENCH_URL: url },
  });
  const revision = job('revision', '--autogenerate', '-m', 'create all');
  const created = await measure(revision, runs, async () => forgetRevisions(folder));
  const upgraded = await measure(job('upgrade', 'head'), 1);
  const checked = await measure(job('check'), runs);
  const trips = dialect === 'sqlite' ? '' : String(await tripsOf(url, job('check')));
  const share = await shareInServer(url, (target) =>
    measure({ ...job('check'), env: { ATHANOR_BENCH_URL: target } }, 1),
  );

  const queries = join(folder, 'queries.json');
  writeFileSync(queries, JSON.stringify(await catalogQueries(url)));
  const bare = await measure({ args: [bareScript, dialect, url, queries] }, runs);

  const report = (name: string, usage: Usage, roundTrips = '', inServer?: number): void =>
    row(
      name,
      String(size),
      seconds(usage.cpu),
      seconds(usage.wall),
      `${usage.peak.toFixed(0)} MB`,
      roundTrips,
      percent(inServer),
      times(usage.cpu, bare.cpu),
      times(usage.cpu, floor.cpu),
    );
  report('bare catalog queries', bare);
  report('check, in sync', checked, trips, share);
  report('revision --autogenerate, from empty', created);
  report('upgrade head that creates all (1 run)', upgraded);
}

async function tripsOf(url: string, job: Parameters<typeof measure>[0]): Promise<number> {
  const proxy = await countRoundTrips(url);
  await measure({ ...job, env: { ATHANOR_BENCH_URL: proxy.url } }, 1);
  await proxy.close();
  return proxy.count();
}
