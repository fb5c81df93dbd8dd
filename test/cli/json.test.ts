import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declarations } from '../../src/cli/declaration.ts';
import { arbitraryOperation } from '../revisions/arbitrary-operation.ts';
import { documentIn, schemaNames, violations, violationsOfOutput } from '../support/json-schemas.ts';
import { Session } from './session.ts';

const config = `import * as sa from 'athanor';
const metadata = new sa.MetaData();
sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true }), sa.column('name', sa.String(50)));
export default {
  url: 'sqlite:///app.db', metadata, migrations: './migrations',
  databases: { eu: { url: 'sqlite:///eu.db' }, us: { url: 'sqlite:///us.db' } },
};
`;

const files: Readonly<Record<string, string>> = {
  'migrate.config.mjs': config,
  'migrations/a.sql':
    "-- revision: { id: 'a', parents: [], message: 'first' }\n-- migrate:up\nCREATE TABLE old (id int);\n-- migrate:down\nDROP TABLE old;\n",
  'migrations/b.sql':
    "-- revision: { id: 'b', parents: ['a'] }\n-- migrate:up\nCREATE VIEW v AS SELECT 1;\n-- migrate:down\nDROP VIEW v;\n",
};

/** Command lines one after the other in one project, each with its exit code. Every document is held to its schema. */
const lines: readonly (readonly [line: string, exitCode: number])[] = [
  ['heads', 0],
  ['branches', 0],
  ['show b', 0],
  ['show nothing', 2],
  ['history', 0],
  ['sql --dialect postgresql', 0],
  ['upgrade --dry-run', 0],
  ['upgrade --sql --dialect mysql', 0],
  ['ensure-version', 0],
  ['ensure-version --sql', 0],
  ['upgrade -v', 0],
  ['current', 0],
  ['current -v --check-heads', 0],
  ['history -i', 0],
  ['history --log', 0],
  ['status', 0],
  ['check', 4],
  ['diff', 0],
  ['diff --sql --exit-code', 4],
  ['revision --autogenerate -m users', 3],
  ['revision --autogenerate -m users --drop old --rev-id c', 0],
  ['upgrade', 0],
  ['downgrade -1', 0],
  ['downgrade -1 --dry-run', 0],
  ['stamp c', 0],
  ['stamp base --sql', 0],
  ['accept', 0],
  ['edit c', 0],
  ['revision -m other --head b --splice --rev-id d', 0],
  ['branches', 0],
  ['revision -m third', 7],
  ['merge', 0],
  ['squash a:b', 0],
  ['models', 0],
  ['models --out written.ts', 0],
  ['models --out written.ts --check', 0],
  ['models --out written --split --check', 4],
  ['init', 0],
  ['import knex nowhere', 2],
  ['heads -n all', 0],
  ['status -n eu -n us', 0],
  ['current -n all --check-heads', 5],
  ['upgrade heads -n eu -n us', 0],
  ['check -n eu -n nowhere', 2],
  ['no-such-command', 2],
  ['upgrade --no-such-option', 2],
];

describe('with --json', () => {
  const session = new Session({ env: { EDITOR: 'true', VISUAL: '' } });
  beforeAll(() => session.write(files));
  afterAll(() => session.end());

  it.each(lines)('migrate %s says what its schema says', async (line, exitCode) => {
    const { stdout, exitCode: ended } = await session.migrate([...line.split(' '), '--json']);
    expect(violationsOfOutput(stdout)).toEqual([]);
    expect(ended, stdout).toBe(exitCode);
    const document = documentIn(stdout);
    expect(document).toMatchObject({ ok: exitCode === 0 });
  });

  it('every command is tried', () => {
    const tried = new Set(lines.map(([line]) => line.split(' ')[0]));
    expect(declarations.map(({ name }) => name).filter((name) => !tried.has(name) && name !== 'completion')).toEqual(
      [],
    );
  });

  it('every command has a schema', () => {
    const named = declarations.map(({ name }) => name).filter((name) => name !== 'completion');
    expect(named.filter((name) => !schemaNames.includes(name))).toEqual([]);
    expect(schemaNames.filter((name) => ![...named, 'definitions', 'events'].includes(name))).toEqual([]);
  });
});

describe('a schema', () => {
  it('refuses what it does not know', () => {
    const heads = { ok: true, command: 'heads', revisions: [] };
    expect(violations('heads', heads)).toEqual([]);
    expect(violations('heads', { ...heads, surprise: 1 })).not.toEqual([]);
    expect(violations('heads', { ...heads, command: 'branches' })).not.toEqual([]);
    expect(violations('heads', { ok: true, command: 'heads' })).not.toEqual([]);
    expect(violations('heads', { ok: false, command: 'heads', error: { code: 'x', message: 'y' } })).toEqual([]);
    expect(violations('heads', { ok: true, command: 'heads', error: { code: 'x', message: 'y' } })).not.toEqual([]);
  });

  it('knows every operation', () => {
    fc.assert(
      fc.property(arbitraryOperation, (operation) => {
        const plain = JSON.parse(JSON.stringify(operation));
        const document = { ok: true, command: 'diff', from: '', to: '', sql: '', operations: [plain], hazards: [] };
        expect(violations('diff', { ...document, possibleRenames: [], unmodelled: [], notes: [] })).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
