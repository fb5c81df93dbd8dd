import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { declarations } from '../../src/cli/declaration.ts';
import { parse } from '../../src/cli/program.ts';
import { exitCodes } from '../../src/errors.ts';
import { kinds } from '../../src/operations/kinds.ts';
import { documentText } from '../support/document.ts';
import { root } from '../support/source-files.ts';
import { supportPage } from './support-table.ts';

const helpOf = (...argv: readonly string[]): string => {
  const parsed = parse([...argv, '--help']);
  return parsed.kind === 'help' ? parsed.text.trimEnd() : '';
};

/** What all commands have stands once, on top. */
const own = (help: string): string => help.replaceAll(/\n(?:Project and database|Output):\n(?: .*\n)+/g, '');

const section = (name: string, summary: string): string =>
  `## migrate ${name}\n\n${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n\`\`\`text\n${own(helpOf(name))}\n\`\`\`\n`;

describe('the reference', () => {
  it('of commands is what --help says', async () => {
    const document = [
      '# Commands\n',
      'What `--help` says of each; `npm run golden` writes this page.\n',
      `\`\`\`text\n${helpOf()}\n\`\`\`\n`,
      ...declarations.map(({ name, summary }) => section(name, summary)),
    ].join('\n');
    await expect(document).toMatchFileSnapshot(join(root, 'docs/reference/commands.md'));
  });

  it('of what is supported is what the cases do', async () => {
    await expect(await supportPage()).toMatchFileSnapshot(join(root, 'docs/reference/support.md'));
  }, 60_000);

  it('of operations shows every one', () => {
    const shown = new Set(
      [...documentText('docs/reference/operations.md').matchAll(/\bop\.(\w+)[(<]/g)].map(([, name]) => name),
    );
    expect([...kinds, 'query'].filter((kind) => !shown.has(kind))).toEqual([]);
  });

  it('of exit codes names every one', () => {
    const rows = [...documentText('docs/reference/exit-codes.md').matchAll(/^\| (\d+) \| `(\w+)`/gm)];
    expect(rows.map(([, code, name]) => [name, Number(code)])).toEqual(Object.entries(exitCodes));
  });
});
