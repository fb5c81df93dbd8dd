import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DocumentedProject } from './documented-project.ts';
import { root } from './source-files.ts';

/** A fenced block of a document, and what stands before it. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  readonly before: string;
}

/** What needs a network, or what the test is a part of, is run by CI; in tests the packages of this repository stand in. */
export const runByCi: Readonly<Record<string, { readonly file: string; readonly as: RegExp }>> = {
  'npm ci && npm run migrate -- upgrade head': {
    file: '.ci/run',
    as: /(^|')npm ci && npm run migrate -- upgrade head('|$)/m,
  },
  'npm ci': { file: '.ci/run', as: /(^|')npm ci &&/m },
  'npm test': { file: '.ci/run', as: /^npm test\b/m },
  'npm install athanor better-sqlite3': { file: '.ci/try-package', as: /^driver=better-sqlite3$/m },
  'npm install athanor better-sqlite3@12': { file: '.ci/try-package', as: /driver=better-sqlite3@12$/m },
  'npm install --save-dev typescript': { file: '.ci/try-package', as: /^npm install .*"\$tarball".* typescript\b/m },
};

/** The text of a document of this repository. */
export const documentText = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Its fenced blocks, in their order. */
export const blocksOf = (document: string): readonly Block[] =>
  [...document.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: text = '', index }) => {
    const before = document.slice(0, index);
    return { language, text, line: before.split('\n').length, before };
  });

/**
 * Does what a block says, as its language is understood:
 * `sh` commands that succeed; `console` commands and all that they say; `ts`, `js`, `sql` and `python` a file, named in a comment on
 * the first line; `diff` a change of a file; `json` what the `--json` command before it prints; `yaml` the steps of a CI.
 */
export async function holds(block: Block, project: DocumentedProject): Promise<void> {
  const handle = handlers[block.language];
  if (handle === undefined) throw new Error(`nothing here checks a block of ${block.language}`);
  await handle(block, project);
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

const writeFile: Handler = ({ text, line }, project) => {
  const [, path = `block-${line}.ts`] = /^(?:\/\/|--|#) (\S+\.\w+)\n/.exec(text) ?? [];
  project.write(path, text);
};

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

  ts: writeFile,
  js: writeFile,
  sql: writeFile,
  python: writeFile,

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
