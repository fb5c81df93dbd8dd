import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a process used, from its start to its end. */
export interface Usage {
  /** Seconds, user and system together. */
  readonly cpu: number;
  /** Seconds on the clock. */
  readonly wall: number;
  /** Megabytes. */
  readonly peak: number;
}

export interface Job {
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it has to end with. */
  readonly exitCode?: number;
}

const hook = fileURLToPath(new URL('./usage.mjs', import.meta.url));

/** Runs Node several times and takes the median of each number. `before` puts things back for the next run. */
export async function measure(job: Job, runs: number, before: () => Promise<void> = async () => {}): Promise<Usage> {
  const usages: Usage[] = [];
  for (let run = 0; run < runs; run += 1) {
    await before();
    usages.push(await measureOnce(job));
  }
  const median = (of: (usage: Usage) => number): number =>
    usages.map(of).sort((a, b) => a - b)[Math.floor(usages.length / 2)] ?? 0;
  return { cpu: median(({ cpu }) => cpu), wall: median(({ wall }) => wall), peak: median(({ peak }) => peak) };
}

async function measureOnce({ args, cwd, env, exitCode = 0 }: Job): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-usage-'));
  const file = join(folder, 'usage.json');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', hook, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env, NO_COLOR: '1', ATHANOR_BENCH_USAGE: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [status] = await once(child, 'close');
  const wall = (performance.now() - started) / 1000;
  if (status !== exitCode) throw new Error(`${args.join(' ')} ended with ${status}:\n${output.slice(-2000)}`);
  const { cpu, peak } = JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'wall'>;
  rmSync(folder, { recursive: true, force: true });
  return { cpu, wall, peak };
}
