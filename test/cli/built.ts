import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lock = join(root, 'node_modules/.cache/athanor-build.lock');

/** The program as users run it. */
export const program = join(root, 'bin/migrate.js');

/** Builds `dist` where the sources are newer; of several test files that ask at once, one does it. */
export async function ensureBuilt(): Promise<void> {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    const handle = tryOpen();
    if (handle === undefined) {
      await sleep(100);
      continue;
    }
    try {
      if (isStale()) await promisify(execFile)('npx', ['tsc', '-p', 'tsconfig.build.json', '--noCheck'], { cwd: root });
      return;
    } finally {
      closeSync(handle);
      rmSync(lock, { force: true });
    }
  }
}

/** A lock that is older than any build was left by a process that was killed. */
function tryOpen(): number | undefined {
  try {
    return openSync(lock, 'wx');
  } catch {
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > 120_000) rmSync(lock, { force: true });
    return undefined;
  }
}

const isStale = (): boolean => newest(join(root, 'src')) > oldestBuilt();

const newest = (folder: string): number =>
  Math.max(0, ...filesIn(folder).map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0));

const oldestBuilt = (): number => statSync(join(root, 'dist/cli/main.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
