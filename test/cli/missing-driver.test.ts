import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { root } from '../support/source-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ensureBuilt } from './built.ts';

/** A project in which the package is installed, and no driver. */
function projectWithoutDrivers(): string {
  const folder = temporaryFolder({ 'migrate.config.mjs': 'export default {};\n', 'migrations/.gitkeep': '' });
  const own = join(folder, 'node_modules/athanor');
  mkdirSync(own, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(own, part), { recursive: true });
  for (const name of ['chalk', 'commander', 'diff', 'jiti']) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}

const migrate = (cwd: string, ...argv: readonly string[]): Promise<{ exitCode: number; stderr: string }> =>
  new Promise((resolve) => {
    const program = join(cwd, 'node_modules/athanor/bin/migrate.js');
    execFile(process.execPath, [program, ...argv], { cwd, env: { NO_COLOR: '1' } }, (error, _, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stderr });
    });
  });

beforeAll(async () => {
  await ensureBuilt();
}, 180_000);

it.each([
  ['sqlite:///./app.db', 'better-sqlite3'],
  ['postgresql://localhost/app', 'pg'],
  ['mysql://localhost/app', 'mysql2'],
  ['mariadb://localhost/app', 'mysql2'],
])('without its driver, %s is refused with the package to install', async (url, driver) => {
  const { exitCode, stderr } = await migrate(projectWithoutDrivers(), 'current', '--url', url);
  expect(stderr).toMatch(new RegExp(`^error: .*package '?${driver}\\b`));
  expect(stderr).toContain(`npm install ${driver}`);
  expect(exitCode).toBe(2);
});
