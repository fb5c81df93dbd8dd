import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../src/cli/declaration.ts';
import { parse } from '../src/cli/program.ts';
import { exitCodes } from '../src/errors.ts';
import { kinds } from '../src/operations/kinds.ts';
import { ensureBuilt } from './cli/built.ts';
import { words } from './cli/session.ts';
import { DocumentedProject } from './support/documented-project.ts';
import { root } from './support/source-files.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** A fenced block of README, and what stands before it. */
interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly before: string;
}

const blocks: readonly Block[] = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ({ 1: language = '', 2: text = '', index }) => {
    const before = readme.slice(0, index);
    return { language, text, line: before.split('\n').length, before };
  },
);

/** What needs a network, or what this test is a part of, is run by CI; here the packages of this repository stand in. */
const runByCi: Readonly<Record<string, { readonly file: string; readonly as: RegExp }>> = {
  'npm ci && npm run migrate -- upgrade head': {
    file: '.ci/run',
    as: /(^|')npm ci && npm run migrate -- upgrade head('|$)/m,
  },
  'npm ci': { file: '.ci/run', as: /(^|')npm ci &&/m },
  'npm test': { file: '.ci/run', as: /^npm test\b/m },
  'npm install athanor better-sqlite3': {
    file: '.ci/try-package',
    as: /^npm install .*"\$tarball" better-sqlite3@/m,
  },
  'npm install --save-dev typescript': { file: '.ci/try-package', as: /^npm install .*"\$tarball".* typescript\b/m },
};

describe('README', () => {
  const project = new DocumentedProject('blog');
  beforeAll(async () => {
    await ensureBuilt();
  }, 180_000);
  afterAll(() => project.end());

  describe('in an empty folder, from its first line to its last', () => {
    it.each(blocks.map((block) => [`line ${block.line}, ${block.language}`, block] as const))(
      '%s holds',
      async (_, block) => {
        const handle = handlers[block.language];
        if (handle === undefined) throw new Error(`nothing here checks a block of ${block.language}`);
        await handle(block, project);
      },
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
    const [, options = ''] = /Options:\n(.*?)\n\nCommands:/s.exec(helpOf('--help')) ?? [];
    const flags = [...options.matchAll(/^ {2}(-.*?)(?: <|\s{2})/gm)].map(([, given = '']) => given.split(', ').pop());
    const [, sentence = ''] = /Every command takes(.*?);/s.exec(readme) ?? [];
    expect([...sentence.matchAll(/`(.*?)`/g)].map(([, flag]) => flag)).toEqual(
      flags.filter((flag) => flag !== '--help' && flag !== '--version'),
    );
  });

  it('lists every exit code', () => {
    const documented = tableUnder('| exit code |').flatMap(([number = '', name = '']) =>
      name === '' ? [] : [[code(name), Number(number)]],
    );
    expect(documented).toEqual(Object.entries(exitCodes));
    expect(readme).toContain('| 130, 143 |');
  });

  it('lists every operation', () => {
    const documented = tableUnder('| operation |').flatMap(([operations = '']) =>
      [...operations.matchAll(/(\w+)\(/g)].map(([, name = '']) => name),
    );
    expect(documented.toSorted()).toEqual([...kinds, 'query'].toSorted());
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

type Handler = (block: Block, project: DocumentedProject) => void | Promise<void>;

async function runOrStandIn(command: string, project: DocumentedProject): Promise<void> {
  const [, names] = /^npm install (?:--\S+ )?(.*)$/.exec(command) ?? [];
  if (Object.hasOwn(runByCi, command)) {
    if (names !== undefined) project.install(names.split(' '));
    return;
  }
  const { said, exitCode } = await project.run(command);
  expect(exitCode, `${command}\n${said}`).toBe(0);
}

/** What is done with a block, by its language. */
const handlers: Readonly<Record<string, Handler>> = {
  sh: async ({ text }, project) => {
    for (const command of text.trim().split('\n')) await runOrStandIn(command, project);
  },

  console: async ({ text }, project) => {
    for (const entry of text.split(/^\$ /m).slice(1)) {
      const [command = ''] = entry.split('\n', 1);
      const expected = project.told(entry.slice(command.length + 1));
      const { said, exitCode } = await project.run(command);
      expect(project.made(said).trimEnd(), command).toBe(expected.trimEnd());
      expect(exitCode, command).toBe(0);
    }
  },

  ts: ({ text, line }, project) => {
    const [, path = `block-${line}.ts`] = /^\/\/ (\S+\.ts)\n/.exec(text) ?? [];
    project.write(path, text);
  },

  sql: ({ text }, project) => {
    const [, path = ''] = /^-- (\S+\.sql)\n/.exec(text) ?? [];
    project.write(path, text);
  },

  diff: ({ text }, project) => {
    const [, path = '', change = ''] = /^--- (\S+)\n\+\+\+ \S+\n(.*)$/s.exec(text) ?? [];
    project.change(path, change.trimEnd().split('\n'));
  },

  json: async ({ text, before }, project) => {
    const command = [...before.matchAll(/`(npx migrate [^`\n]* --json)`/g)].at(-1)?.[1] ?? '';
    const { said } = await project.run(command);
    expect(JSON.parse(said)).toEqual(JSON.parse(text));
  },

  yaml: async ({ text }, project) => {
    const commands = [...text.matchAll(/^- run: (.*?)(?: #.*)?$/gm)].map(([, command = '']) => command);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) await runOrStandIn(command, project);
  },
};
