import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Session } from '../cli/session.ts';
import { root } from '../support/source-files.ts';

/** A formatter as a project has it installed, and what it makes of a new revision, or has against it. */
interface Case {
  readonly title: string;
  readonly hook: string;
  readonly files: Readonly<Record<string, string>>;
  readonly format?: 'ts' | 'js' | 'sql';
  readonly exitCode: number;
  /** What the file says afterwards. */
  readonly text: RegExp;
  readonly stderr: RegExp;
}

const eslint = (rules: string): Readonly<Record<string, string>> => ({
  'eslint.config.mjs': `export default [{ files: ['**/*.js'], rules: ${rules} }];\n`,
});

const cases: readonly Case[] = [
  {
    title: 'Biome formats it',
    hook: 'biome',
    files: { 'biome.json': '{ "javascript": { "formatter": { "quoteStyle": "double" } } }' },
    exitCode: 0,
    text: /id: "bbbb2"/,
    stderr: /^$/,
  },
  {
    title: 'Biome refuses it',
    hook: 'biome',
    files: { 'biome.json': '{ "linter": { "rules": { "suspicious": { "noEmptyBlockStatements": "error" } } } }' },
    exitCode: 2,
    text: /export function upgrade/,
    stderr:
      /^error: 'biome check .*' exited with 1:\n[\s\S]*noEmptyBlockStatements[\s\S]*\n {2}at migrations\/.*\n {2}state: /,
  },
  {
    title: 'Prettier formats it',
    hook: 'prettier',
    files: { '.prettierrc': '{ "semi": false }' },
    exitCode: 0,
    text: /id: "bbbb2"[\s\S]*\}\n\nexport function/,
    stderr: /^$/,
  },
  {
    title: 'Prettier cannot be set up',
    hook: 'prettier',
    files: { '.prettierrc': '{ "semi": ' },
    exitCode: 2,
    text: /id: 'bbbb2'/,
    stderr: /^error: 'prettier --write .*' exited with 2:\n[\s\S]*\n {2}at migrations\/.*\n {2}state: /,
  },
  {
    title: 'ESLint corrects it',
    hook: 'eslint',
    files: eslint("{ 'func-style': 'off', quotes: ['error', 'double'] }"),
    format: 'js',
    exitCode: 0,
    text: /id: "bbbb2"/,
    stderr: /^$/,
  },
  {
    title: 'ESLint refuses it',
    hook: 'eslint',
    files: eslint("{ 'no-empty-function': 'error' }"),
    format: 'js',
    exitCode: 2,
    text: /export function upgrade\(op\) \{\}/,
    stderr:
      /^error: 'eslint --fix .*' exited with 1:\n[\s\S]*no-empty-function[\s\S]*\n {2}at migrations\/.*\n {2}state: /,
  },
  ...['biome', 'prettier', 'eslint'].map(
    (hook): Case => ({
      title: `${hook} is not asked about SQL`,
      hook,
      files: { ...eslint("{ 'no-empty-function': 'error' }"), '.prettierrc': '{ "semi": ', 'biome.json': '{' },
      format: 'sql',
      exitCode: 0,
      text: /-- migrate:up/,
      stderr: /^$/,
    }),
  ),
];

it.each(cases)('a new revision: $title', async ({ hook, files, format = 'ts', exitCode, text, stderr }) => {
  const session = new Session();
  try {
    session.write({
      'migrate.config.mjs': `export default { url: 'sqlite:///app.db', postWriteHooks: ['${hook}'] };\n`,
      'migrations/.gitkeep': '',
      ...files,
    });
    session.shell(`ln -s '${join(root, 'node_modules')}' node_modules`);
    const ended = await session.migrate(['revision', '-m', 'users', '--rev-id', 'bbbb2', '--format', format]);
    expect(ended, ended.stderr).toMatchObject({ exitCode, stderr: expect.stringMatching(stderr) });
    const [name = ''] = readdirSync(join(session.folder, 'migrations')).filter((one) => one.includes('bbbb2'));
    expect(readFileSync(join(session.folder, 'migrations', name), 'utf8')).toMatch(text);
  } finally {
    session.end();
  }
});
