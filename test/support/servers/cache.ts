import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Where downloaded servers and their initialised data are kept. Root's home is closed to the user that servers run as,
 * so root keeps them where every user can read.
 */
export const cacheFolder = (): string =>
  process.env.ATHANOR_CACHE ??
  (process.getuid?.() === 0
    ? '/var/cache/athanor'
    : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'athanor'));

/**
 * A folder of the cache, made by the first that needs it. `make` fills an empty folder, which takes its final name
 * only when it is complete; others wait for it, in this process or another, and what a killed run left is swept away.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const parent = cacheFolder();
  const folder = join(parent, name);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  while (!(await exists(folder))) {
    const release = await tryLock(`${folder}.lock`);
    if (release === undefined) await sleep(200);
    else await build(parent, name, make).finally(release);
  }
  return folder;
}

async function build(parent: string, name: string, make: (folder: string) => Promise<void>): Promise<void> {
  await sweep(parent, name);
  if (await exists(join(parent, name))) return;
  const partial = join(parent, `${name}.partial-${process.pid}`);
  try {
    await mkdir(partial, { mode: 0o755 });
    await make(partial);
    await rename(partial, join(parent, name));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Removes what runs that were killed have left. */
async function sweep(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    const [, owner] = entry.split(`${name}.partial-`);
    if (owner !== undefined && !isAlive(Number(owner))) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

/** Takes a lock file that holds our process id; one whose process is gone counts as free. */
async function tryLock(file: string): Promise<(() => Promise<void>) | undefined> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    await chmod(file, 0o644);
    return () => rm(file, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (owner === 0 ? await olderThanSeconds(file, 5) : !isAlive(owner)) await rm(file, { force: true });
  return undefined;
}

const olderThanSeconds = async (file: string, seconds: number): Promise<boolean> => {
  const status = await stat(file).catch(() => undefined);
  return status !== undefined && Date.now() - status.mtimeMs > seconds * 1000;
};

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
