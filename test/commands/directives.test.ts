import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { PostWriteHookFailed } from '../../src/commands/errors.ts';
import { type RevisionResult, revision } from '../../src/commands/revision.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { ConfigError } from '../../src/errors.ts';
import { root } from '../support/source-files.ts';
import { Project } from './project.ts';

const users =
  "sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true }), sa.column('price', sa.Numeric(12, 2)));";

interface Written extends RevisionResult {
  readonly text: string;
}

/** Writes a revision of the models above under a config with these settings. */
async function write(
  settings: string,
  options: object = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Written> {
  const project = new Project('sqlite:///app.db', files);
  const result = await revision({
    ...project.models(users, settings),
    id: 'ab12',
    message: 'users',
    autogenerate: true,
    at: new Date('2026-11-22T09:14:00Z'),
    ...options,
  });
  return { ...result, text: result.revision === undefined ? '' : readFileSync(result.revision.path, 'utf8') };
}

/** Settings, and what then stands in the file. */
const rewritten: Readonly<Record<string, readonly [settings: string, ...lines: readonly (string | RegExp)[]]>> = {
  'another id and message': [
    "processRevisionDirectives: (one) => ({ ...one, id: 'rev_1', message: one.message.toUpperCase(), labels: ['main'] })",
    "revision = { id: 'rev_1', parents: [], message: 'USERS', labels: ['main'], dependsOn: [] }",
  ],
  'more operations': [
    "processRevisionDirectives: (one) => ({ ...one, upgrade: [...one.upgrade, { kind: 'execute', sql: 'SELECT 1' }] })",
    "op.execute({ sql: 'SELECT 1' });",
  ],
  'lines to import': [
    `processRevisionDirectives: (one) => ({ ...one, imports: ["import 'node:fs';"] })`,
    "import type { Operations } from 'athanor';\nimport 'node:fs';\n",
  ],
  'what several make of it, one after the other': [
    "processRevisionDirectives: [(one) => ({ ...one, message: one.message + '!' }), async (one) => ({ ...one, message: one.message + '?' })]",
    "message: 'users!?'",
  ],
  'what a rewriter makes of operations, both ways': [
    `processRevisionDirectives: sa.rewriter({
       createTable: ({ table, ...rest }, direction) => [{ ...rest, table: { ...table, comment: direction } }, { kind: 'execute', sql: 'SELECT 1' }],
       dropTable: () => [],
     })`,
    "comment: 'upgrade'",
    "op.execute({ sql: 'SELECT 1' });",
    'export function downgrade(op: Operations) {}',
  ],
  'a type in words of its own': [
    `render: { item: ({ kind, value }) => kind === 'type' && value.type === 'Numeric' ? { source: 'money(12)', imports: ["import { money } from '../money.ts';"] } : undefined }`,
    "{ name: 'price', type: money(12) },",
    "import type { Operations } from 'athanor';\nimport { money } from '../money.ts';\n",
  ],
  'a whole operation in words of its own': [
    'render: { item: ({ kind, value }) => kind === \'operation\' ? "op.execute(\'" + value.kind + "\')" : undefined }',
    "  op.execute('createTable');\n",
    /^(?!.*import \* as sa)/s,
  ],
  'columns and constraints in words of its own': [
    "render: { item: ({ kind }) => ['column', 'constraint'].includes(kind) ? 'a_' + kind : undefined }",
    /columns: \[a_column, a_column\],\s+constraints: \[a_constraint\]/,
  ],
  'another name of the vocabulary, of op, and lines for every file': [
    `render: { vocabulary: 'types', operations: 'db', imports: ["import 'node:os';"] }`,
    "import * as types from 'athanor';",
    "import 'node:os';",
    'export function upgrade(db: Operations) {\n  db.createTable({',
    'type: types.Numeric(12, 2)',
  ],
};

describe('a new revision holds', () => {
  it.each(Object.entries(rewritten))('%s', async (_, [settings, ...lines]) => {
    const { text } = await write(settings);
    for (const line of lines) {
      if (typeof line === 'string') expect(text).toContain(line);
      else expect(text).toMatch(line);
    }
  });

  it('in JavaScript what the config calls things', async () => {
    const { text } = await write("render: { operations: 'db' }", { format: 'js' });
    expect(text).toContain(
      "/** @param {import('athanor').Operations} db */\nexport function upgrade(db) {\n  db.createTable({",
    );
  });
});

describe('processRevisionDirectives', () => {
  it('prevents a revision with null, and what check then has against the database', async () => {
    const settings = 'processRevisionDirectives: () => null';
    expect(await write(settings)).not.toHaveProperty('revision');
    const project = new Project('sqlite:///app.db');
    expect(await check(project.models(users, settings))).toMatchObject({ isInSync: true, operations: [] });
  });

  it('is told of what it is asked for', async () => {
    const settings = 'processRevisionDirectives: (one, context) => ({ ...one, message: JSON.stringify(context) })';
    expect(await write(settings)).toMatchObject({
      revision: { message: JSON.stringify({ command: 'revision', autogenerate: true }) },
    });
    expect(await write(settings, { autogenerate: false })).toMatchObject({
      revision: { message: JSON.stringify({ command: 'revision', autogenerate: false }) },
    });
  });

  it('may begin a revision that is written by hand', async () => {
    const settings =
      "processRevisionDirectives: (one) => ({ ...one, upgrade: [{ kind: 'execute', sql: 'SELECT 1' }] })";
    expect((await write(settings, { autogenerate: false })).text).toContain("op.execute({ sql: 'SELECT 1' });");
    await expect(write(settings, { autogenerate: false, format: 'sql' })).rejects.toBeInstanceOf(ConfigError);
  });

  it.each([
    ['returns nothing', '() => {}', "'processRevisionDirectives' returned no revision"],
    ['fails', "() => { throw new Error('no'); }", /^migrate1\.config\.ts: 'processRevisionDirectives' failed: no$/],
    ['gives an id that is none', "(one) => ({ ...one, id: 'a b' })", "'a b' cannot be the id of a revision"],
    ['gives another folder', "(one) => ({ ...one, location: '/elsewhere' })", 'is none of the migrations folders'],
  ])('is told off where it %s', async (_, hook, message) => {
    await expect(write(`processRevisionDirectives: ${hook}`)).rejects.toThrow(message);
  });
});

describe('a post-write hook', () => {
  const own = (script: string): Readonly<Record<string, string>> => ({ 'hook.mjs': script });

  it.each([
    ['a function', "async (file) => { (await import('node:fs')).appendFileSync(file, '// done'); }"],
    ['a command for the shell', `{ command: "printf '// done' >> {file}" }`],
    ['a command by its words', "{ command: ['node', 'hook.mjs', '{file}'] }"],
    ['a command in another folder', "{ command: 'node ../hook.mjs {file}', cwd: 'migrations' }"],
  ])('is %s', async (_, hook) => {
    const files = own("import { appendFileSync } from 'node:fs';\nappendFileSync(process.argv[2], '// done');\n");
    expect((await write(`postWriteHooks: [${hook}]`, { message: "it's" }, files)).text).toMatch(/\/\/ done$/);
  });

  it('may be the formatter of the project', async () => {
    const files = {
      'biome.json': '{ "javascript": { "formatter": { "quoteStyle": "double" } } }',
      'node_modules/.bin/biome': `#!/bin/sh\nexec '${root}/node_modules/.bin/biome' "$@"\n`,
    };
    const settings = "postWriteHooks: [{ command: 'chmod +x node_modules/.bin/biome' }, 'biome']";
    const { text } = await write(settings, {}, files);
    expect(text).toContain('import * as sa from "athanor";');
  });

  it.each(['prettier', 'eslint'])('asks %s of the project to put the file right', async (program) => {
    const script = '#!/bin/sh\nfor last; do :; done\necho "// $0 $*" >> "$last"\n';
    const files = { [`node_modules/.bin/${program}`]: script };
    const settings = `postWriteHooks: [{ command: 'chmod +x node_modules/.bin/${program}' }, '${program}']`;
    expect((await write(settings, {}, files)).text).toMatch(
      new RegExp(`// .*${program} (?:--write|--fix).*_ab12_users\\.ts\n$`),
    );
  });

  it.each([
    ['exits with anything but 0', "{ command: 'echo wrong; exit 3' }", /^'echo wrong; exit 3' exited with 3:\nwrong$/],
    ['is not there', "{ command: ['no-such-program', '{file}'] }", /^'no-such-program migrations\/.*' cannot be run:/],
  ])('that %s fails the command, and leaves the file', async (_, hook, message) => {
    const failure = await write(`postWriteHooks: [${hook}, () => { throw new Error('not reached'); }]`).catch(
      (error) => error,
    );
    expect(failure).toBeInstanceOf(PostWriteHookFailed);
    expect(failure.message).toMatch(message);
    expect(failure.exitCode).toBe(2);
    expect(readFileSync(failure.file, 'utf8')).toContain('op.createTable');
  });
});

describe('a revision that the config had a hand in', () => {
  it('is run like any other', async () => {
    const project = new Project('sqlite:///app.db', {
      'money.ts': "import { Numeric } from 'athanor';\nexport const money = (digits: number) => Numeric(digits, 2);\n",
    });
    const settings = `render: { vocabulary: 'types', operations: 'db', item: ({ kind, value }) =>
      kind === 'type' && value.type === 'Numeric' ? { source: 'money(12)', imports: ["import { money } from '../money.ts';"] } : undefined }`;
    const options = project.models(users, settings);
    await revision({ ...options, autogenerate: true, message: 'users' });
    await upgrade(options);
    expect(await check(options)).toMatchObject({ isInSync: true, pending: [] });
  });
});
