import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './built.ts';
import { make } from './make-mistake.ts';
import { mistakes } from './mistakes.ts';

const golden = fileURLToPath(new URL('../../fixtures/cli/mistakes.txt', import.meta.url));

describe('mistakes', () => {
  beforeAll(ensureBuilt, 180_000);

  const said = new Map<string, string>();

  it.each(mistakes)('$title: ends with its exit code, a clear error and no secret', async (mistake) => {
    said.set(mistake.title, await make(mistake));
  });

  it('are all said in words that were read and approved', async () => {
    await expect(mistakes.map(({ title }) => said.get(title)).join('\n')).toMatchFileSnapshot(golden);
  });
});
