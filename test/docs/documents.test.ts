import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from '../../src/cli/program.ts';
import { ensureBuilt } from '../cli/built.ts';
import { words } from '../cli/session.ts';
import { blocksOf, documentText, holds } from '../support/document.ts';
import { DocumentedProject } from '../support/documented-project.ts';
import { root } from '../support/source-files.ts';

const documents = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => `docs/${path}`)
  .toSorted();

beforeAll(async () => {
  await ensureBuilt();
}, 180_000);

describe.each(documents)('%s', (path) => {
  const text = documentText(path);
  const blocks = blocksOf(text).filter(({ language }) => language !== 'text'); // which is only shown

  if (blocks.length > 0) {
    describe('in an empty folder, from its first line to its last', () => {
      const project = new DocumentedProject('blog');
      afterAll(() => project.end());

      it.each(blocks.map((block) => [`line ${block.line}, ${block.language}`, block] as const))(
        '%s holds',
        (_, block) => holds(block, project),
        120_000,
      );

      it('type-checks, as strictly as the compiler can', async () => {
        expect(await project.typeErrors()).toEqual([]);
      }, 120_000);
    });
  }

  it('mentions only commands that there are', () => {
    const prose = text.replaceAll(/^```.*?^```$/gms, '');
    const commands = [...prose.matchAll(/`(?:npx )?migrate (?!\.)([^`\n]+)`/g)].map(([, line = '']) => line);
    for (const command of commands) expect(() => parse(words(command)), command).not.toThrow();
  });

  it('points at files that there are', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });
});

it('the index names every document', () => {
  const index = documentText('docs/README.md');
  const named = documents.filter((path) => path !== 'docs/README.md').map((path) => path.slice('docs/'.length));
  expect(named.filter((path) => !index.includes(`(${path})`))).toEqual([]);
});
