import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cached } from './support/servers/cache.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'athanor-cache-'));
  vi.stubEnv('ATHANOR_CACHE', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '0']).pid;

it('makes a folder once, however many want it at the same time', async () => {
  let made = 0;
  const make = async (partial: string): Promise<void> => {
    made += 1;
    await writeFile(join(partial, 'content'), String(made));
  };
  const paths = await Promise.all([cached('thing', make), cached('thing', make), cached('thing', make)]);
  expect(new Set(paths)).toEqual(new Set([join(folder, 'thing')]));
  expect(readFileSync(join(folder, 'thing', 'content'), 'utf8')).toBe('1');
  expect(readdirSync(folder)).toEqual(['thing']);
});

it('leaves nothing of an attempt that failed, and the next one may succeed', async () => {
  await expect(cached('thing', () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(readdirSync(folder)).toEqual([]);
  await expect(cached('thing', async () => {})).resolves.toBe(join(folder, 'thing'));
});

it('takes over from a process that was killed, and sweeps up after it', async () => {
  const pid = deadProcess();
  writeFileSync(join(folder, 'thing.lock'), String(pid));
  mkdirSync(join(folder, `thing.partial-${pid}`));
  await cached('thing', async () => {});
  expect(readdirSync(folder)).toEqual(['thing']);
});
