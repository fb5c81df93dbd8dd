import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './support/source-files.ts';

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

/** What is said of types in tests (`expectTypeOf`, `@ts-expect-error`) is proved here, by the compiler. */
it('source, tests, fixtures and revisions type-check', async () => {
  const compiling = promisify(execFile)(process.execPath, [compiler, '-p', root, '--pretty', 'false'], { cwd: root });
  const { stdout } = await compiling.catch((error: { readonly stdout: string }) => error);
  expect(stdout).toBe('');
}, 300_000);
