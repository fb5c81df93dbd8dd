import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type DatabaseDriver from 'better-sqlite3';
import { DriverMissing } from '../errors.ts';

/** Of the driver, as it is installed, and of what runs it. */
const version = installedVersion();
const { node } = process.versions;

/**
 * Loads the driver, if it runs on this Node.
 *
 * @throws DriverMissing when it is not installed, does not load, or would take the whole process down
 */
export async function loadDriver(): Promise<typeof DatabaseDriver> {
  if (crashes(version, node)) {
    throw new DriverMissing(`better-sqlite3 ${version} does not run on Node ${node}`, {
      hint: `npm install ${fitting(node)}`,
    });
  }
  try {
    return (await import('better-sqlite3')).default;
  } catch (cause) {
    throw new DriverMissing('SQLite needs the package better-sqlite3, which cannot be loaded', {
      hint: `npm install ${fitting(node)}`,
      cause,
    });
  }
}

/** Whether this driver ends the process on this Node: better-sqlite3 13 wants Node 22 (its package.json), and crashes on 20. */
export const crashes = (driver: string | undefined, node: string): boolean =>
  majorOf(driver) >= 13 && majorOf(node) < 22;

/**
 * Whether the driver's objects must not be collected: from Node 24.19 on, the finalizers of better-sqlite3 12 abort the process
 * (WiseLibs/better-sqlite3 issue 1515).
 */
export function hasBrokenFinalizers(driver: string | undefined, node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return driver !== undefined && majorOf(driver) < 13 && (major > 24 || (major === 24 && minor >= 19));
}

const kept: unknown[] = [];
const keepsAll = hasBrokenFinalizers(version, node);

/** Keeps an object of the driver for as long as the process lives, where it must not be collected. */
export function keep<T>(object: T): T {
  if (keepsAll) kept.push(object);
  return object;
}

const fitting = (node: string): string => `better-sqlite3@${majorOf(node) < 22 ? 12 : 13}`;

function majorOf(version: string | undefined): number {
  return Number.parseInt(version ?? '', 10);
}

/** Read, not loaded: loading is what may crash. */
function installedVersion(): string | undefined {
  try {
    const library = createRequire(import.meta.url).resolve('better-sqlite3');
    const manifest = readFileSync(join(dirname(library), '../package.json'), 'utf8');
    return (JSON.parse(manifest) as { readonly version?: string }).version;
  } catch {
    return undefined;
  }
}
