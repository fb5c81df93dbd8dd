import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../src/cli/declaration.ts';
import { globalOptions } from '../src/cli/global-options.ts';
import { parse } from '../src/cli/program.ts';
import { exitCodes } from '../src/errors.ts';
import { ensureBuilt } from './cli/built.ts';
import { words } from './cli/session.ts';
import { blocksOf, documentText, holds, runByCi } from './support/document.ts';
import { DocumentedProject } from './support/documented-project.ts';
import { root } from './support/source-files.ts';

const readme = documentText('README.md');

describe('README', () => {
  const project = new DocumentedProject('blog');
  beforeAll(async () => {
    await ensureBuilt();
  }, 180_000);
  afterAll(() => project.end());

  describe('in an empty folder, from its first line to its last', () => {
    it.each(blocksOf(readme).map((block) => [`line ${block.line}, ${block.language}`, block] as const))(
      '%s holds',
      (_, block) => holds(block, project),
      120_000,
    );

    it('type-checks, as strictly as the compiler can', async () => {
      expect(await project.typeErrors()).toEqual([]);
    }, 120_000);
  });

  it('gives commands to CI that CI runs', () => {
    for (const [command, { file, as }] of Object.entries(runByCi)) {
      expect(readFileSync(join(root, file), 'utf8'), command).toMatch(as);
      expect(readme).toContain(command);
    }
  });

  it('mentions only commands and options that there are', () => {
    const code = [...readme.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
    const commands = code.filter((text) => /^(?:npx )?migrate /.test(text));
    expect(commands.length).toBeGreaterThan(declarations.length);
    for (const command of commands) {
      expect(() => parse(words(command.replace(/^.*?migrate /, ''))), command).not.toThrow();
    }
    expect(code.filter((text) => /^(?:npm|npx) (?!migrate)/.test(text) && !Object.hasOwn(runByCi, text))).toEqual([]);
    const options = code.filter((text) => /^--?\w/.test(text) && !/^-\d/.test(text));
    const help = ['--help', ...declarations.map(({ name }) => `${name} --help`)].map(helpOf).join('\n');
    expect(options.filter((option) => !new RegExp(`(?<![-\\w])${option}(?![-\\w])`).test(help))).toEqual([]);
  });

  it('lists every command as --help does', () => {
    const documented = tableUnder('| command |').map(([command = '', summary = '']) => [code(command), summary]);
    expect(documented).toEqual(
      declarations.map(({ name, arguments: given = [], summary }) => [
        ['migrate', name, ...given.map(({ syntax }) => syntax)].join(' '),
        summary,
      ]),
    );
    const help = helpOf('--help').replaceAll(/\s+/g, ' ');
    for (const { summary } of declarations) expect(help).toContain(summary);
  });

  it('lists every option that all commands have', () => {
    const flags = globalOptions.map((option) => option.flags.replace(/ <.*/, '').split(', ').pop());
    const [, sentence = ''] = /Every command takes(.*?);/s.exec(readme) ?? [];
    expect([...sentence.matchAll(/`(.*?)`/g)].map(([, flag]) => flag)).toEqual(flags);
  });

  it('lists every exit code', () => {
    const documented = tableUnder('| exit code |').flatMap(([number = '', name = '']) =>
      name === '' ? [] : [[code(name), Number(number)]],
    );
    expect(documented).toEqual(Object.entries(exitCodes));
    expect(readme).toContain('| 130, 143 |');
  });

  it('points at files that there are', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  it('can be read in one go', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(351);
  });
});

const code = (cell: string): string => cell.replaceAll('`', '');

const helpOf = (line: string): string => {
  const parsed = parse(words(line));
  return parsed.kind === 'help' ? parsed.text : '';
};

/** The cells of the table whose first line begins so. */
function tableUnder(title: string): readonly (readonly string[])[] {
  const [, table = ''] = readme.slice(readme.indexOf(title)).split(/^\|(?:---\|)+\n/m);
  const rows = table.slice(0, table.search(/^(?!\|)/m)).split('\n');
  return rows.filter((row) => row !== '').map((row) => row.split(/ ?(?<!\\)\| ?/).slice(1, -1));
}
