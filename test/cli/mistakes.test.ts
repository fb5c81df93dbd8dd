import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { documentIn } from '../support/json-schemas.ts';
import { canary, type Mistake, mistakes } from './mistakes.ts';
import { type Ended, Session, timeless } from './session.ts';

const golden = fileURLToPath(new URL('../../fixtures/cli/mistakes.txt', import.meta.url));

const make = async ({ files, before = [], argv }: Mistake, ...more: readonly string[]): Promise<Ended> => {
  const session = new Session();
  try {
    session.write(files);
    for (const command of before) expect(await session.migrate(command)).toMatchObject({ exitCode: 0 });
    const { stdout, stderr, exitCode } = await session.migrate([...argv, ...more]);
    return { stdout: timeless(stdout, session), stderr: timeless(stderr, session), exitCode };
  } finally {
    session.end();
  }
};

describe('mistakes', () => {
  const said = new Map<string, string>();

  it.each(mistakes)('$title: ends with its exit code, a clear error and no secret', async (mistake) => {
    const { stdout, stderr, exitCode } = await make(mistake);
    const json = await make(mistake, '--json');
    const document = documentIn(json.stdout) as { ok: boolean; error: { code: string; message: string } };
    expect({ exitCode, code: document.error.code }).toEqual({ exitCode: mistake.exitCode, code: mistake.code });
    expect(json).toMatchObject({ exitCode, stderr: '' });
    expect(document.ok).toBe(false);
    const all = stdout + stderr + json.stdout;
    for (const secret of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]) {
      expect(all).not.toContain(secret);
    }
    expect(all).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    const command = mistake.argv.join(' ').replaceAll(canary, 'SECRET');
    said.set(mistake.title, `# ${mistake.title}\n$ migrate ${command}\n${stderr}[exit ${exitCode}]\n`);
  });

  it('are all said in words that were read and approved', async () => {
    await expect(mistakes.map(({ title }) => said.get(title)).join('\n')).toMatchFileSnapshot(golden);
  });
});
