import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ModuleLoader } from '../../src/module-loader.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { recorder } from '../../src/operations/recorder.ts';
import { readRevision } from '../../src/revisions/files.ts';
import { loadRevision, type RevisionCode } from '../../src/revisions/load.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function load(name: string, files: Readonly<Record<string, string>>): Promise<RevisionCode> {
  const folder = temporaryFolder(files);
  return loadRevision(readRevision(join(folder, name)), new ModuleLoader(folder));
}

async function record(run: RevisionCode['upgrade']): Promise<readonly Operation[]> {
  const { op, flush } = recorder(async () => []);
  await run(op);
  return flush().map(({ operation }) => operation);
}

const header = "export const revision = { id: 'ab12', parents: [] };\n";
const addColumn = { kind: 'addColumn', table: 't', column: { name: 'c', type: { type: 'String', length: 5 } } };

const modules: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a TypeScript module': {
    'a.ts': `import * as sa from 'athanor';\nimport type { Operations } from 'athanor';\n${header}enum Kind { One }\nexport function upgrade(op: Operations): void { op.addColumn({ table: 't', column: { name: 'c', type: sa.String(5) } }); }\nexport function downgrade() {}`,
  },
  'an asynchronous one with top-level await': {
    'a.mts': `import { String } from 'athanor';\n${header}const length = await Promise.resolve(5);\nexport async function upgrade(op) { await null; op.addColumn({ table: 't', column: { name: 'c', type: String(length) } }); }\nexport const downgrade = async () => {};`,
  },
  'a CommonJS module': {
    'a.cjs':
      "const sa = require('athanor');\nexports.revision = { id: 'ab12', parents: [] };\nexports.upgrade = (op) => op.addColumn({ table: 't', column: { name: 'c', type: sa.String(5) } });\nexports.downgrade = () => {};",
  },
  'a JavaScript module': {
    'a.js': `import * as sa from 'athanor';\n${header}export function upgrade(op) { op.addColumn({ table: 't', column: { name: 'c', type: sa.String(5) } }); }\nexport function downgrade() {}`,
  },
  'a module that imports through an alias': {
    'a.ts': `import { name } from '@/names';\nimport * as sa from 'athanor';\n${header}export function upgrade(op: sa.Operations) { op.addColumn({ table: 't', column: { name, type: sa.String(5) } }); }\nexport function downgrade() {}`,
    'lib/names.ts': "export const name = 'c';",
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
  },
};

describe('a revision', () => {
  it.each(Object.entries(modules))('is loaded from %s', async (_, files) => {
    const [name = ''] = Object.keys(files);
    const code = await load(name, files);
    expect([await record(code.upgrade), await record(code.downgrade)]).toEqual([[addColumn], []]);
  });

  it('in SQL executes its sections', async () => {
    const code = await load('a.sql', {
      'a.sql':
        "-- revision: { id: 'ab12', parents: [] }\n-- migrate:up\nCREATE TABLE t (a int);\nCREATE INDEX i ON t (a);\n-- migrate:down\nDROP TABLE t;",
    });
    expect([await record(code.upgrade), await record(code.downgrade)]).toEqual([
      [{ kind: 'execute', sql: 'CREATE TABLE t (a int);\nCREATE INDEX i ON t (a);' }],
      [{ kind: 'execute', sql: 'DROP TABLE t;' }],
    ]);
  });

  it('in SQL with empty sections does nothing', async () => {
    const code = await load('a.sql', {
      'a.sql': "-- revision: { id: 'ab12', parents: [] }\n-- migrate:up\n-- migrate:down\n",
    });
    expect([await record(code.upgrade), await record(code.downgrade)]).toEqual([[], []]);
  });

  it('carries the checksum of its text', async () => {
    const [first, second] = await Promise.all(
      ['\n', '\r\n'].map((end) =>
        load('a.ts', { 'a.ts': `${header}export function upgrade() {}\n`.replaceAll('\n', end) }),
      ),
    );
    expect(first?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.checksum).toBe(second?.checksum);
  });

  it.each([
    ['a.ts', `${header}export function upgrade() {}`, "export a function 'downgrade'"],
    ['a.sql', "-- revision: { id: 'ab12', parents: [] }\n-- migrate:up\n", 'write a `-- migrate:down` section'],
  ])('without a way back says so when it is asked to go back: %s', async (name, text, hint) => {
    const code = await load(name, { [name]: text });
    await expect(async () => record(code.downgrade)).rejects.toThrow(
      expect.objectContaining({ name: 'IrreversibleRevision', hint }),
    );
  });
});

const failures: Readonly<Record<string, readonly [source: string, error: object]>> = {
  'no upgrade': [
    `${header}export function upgrad() {}`,
    { name: 'BrokenRevisionFile', hint: expect.stringContaining("did you mean 'upgrad'?") },
  ],
  'an upgrade that is no function': [`${header}export const upgrade = 1;`, { name: 'BrokenRevisionFile' }],
  'a downgrade that is no function': [
    `${header}export function upgrade() {}\nexport const downgrade = 1;`,
    { name: 'BrokenRevisionFile' },
  ],
  'half a body': [
    `${header}export function upgrade() {\n  if (`,
    { name: 'RevisionFailed', line: 3, message: expect.stringContaining('syntax error') },
  ],
  'an import that leads nowhere': [
    `${header}\nimport { x } from './helpers.ts';\nexport function upgrade() { x(); }`,
    {
      name: 'RevisionFailed',
      line: 3,
      message: expect.stringContaining("cannot find './helpers.ts'"),
      hint: 'correct the path of the import',
    },
  ],
  'a package that is not installed': [
    `${header}import lodash from 'no-such-package-here/fp';\nexport function upgrade() { lodash(); }`,
    { name: 'RevisionFailed', line: 2, hint: 'npm install no-such-package-here, or correct the import' },
  ],
  'an alias that leads nowhere': [
    `${header}import { x } from '@/nowhere';\nexport function upgrade() { x(); }`,
    { name: 'RevisionFailed', line: 2, hint: expect.stringContaining('no path aliases') },
  ],
  'code that throws': [
    `${header}\n\nthrow new TypeError('not today');\nexport function upgrade() {}`,
    { name: 'RevisionFailed', line: 4, message: 'revision ab12 cannot be loaded: not today' },
  ],
};

describe('a revision with', () => {
  it.each(Object.entries(failures))('%s is refused', async (_, [source, error]) => {
    await expect(load('a.ts', { 'a.ts': source })).rejects.toThrow(
      expect.objectContaining({ file: expect.stringMatching(/a\.ts$/), ...error }),
    );
  });

  it.each([
    ['synchronous', 'export function upgrade(op) {\n  op.execute({ sql: "x" });\n\n  nowhere.x();\n}'],
    [
      'asynchronous',
      'export async function upgrade(op) {\n  op.execute({ sql: "x" });\n  await null;\n  nowhere.x();\n}',
    ],
  ])('%s code that fails names its line', async (_, source) => {
    const code = await load('a.ts', { 'a.ts': `${header}${source}` });
    await expect(record(code.upgrade)).rejects.toThrow(
      expect.objectContaining({
        name: 'RevisionFailed',
        message: 'revision ab12 failed in upgrade: nowhere is not defined',
        file: expect.stringMatching(/a\.ts$/),
        line: 5,
      }),
    );
  });
});
