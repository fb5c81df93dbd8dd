import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { literalSql } from '../../src/imports/javascript-sql.ts';
import type { LedgerRow } from '../../src/imports/ledger.ts';
import { idFor, messageFor, momentOf, stemFor } from '../../src/imports/migration.ts';
import { renderMigration } from '../../src/imports/render.ts';
import { type ToolName, tools } from '../../src/imports/tools.ts';

type Files = Readonly<Record<string, string>>;

const read = (tool: ToolName, files: Files) => {
  const sources = Object.entries(files)
    .filter(([path]) => tools[tool].isWanted(path))
    .map(([path, text]) => ({ path, file: `/p/${path}`, bytes: new TextEncoder().encode(text) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return tools[tool].read(sources, []);
};

const summary = (tool: ToolName, files: Files) =>
  read(tool, files).migrations.map(({ header: { id, parents }, up, down }) => ({
    id,
    parents,
    ...(up === undefined ? {} : { up }),
    ...(down === undefined ? {} : { down }),
  }));

const journal = (...tags: readonly string[]): string =>
  JSON.stringify({ dialect: 'postgresql', entries: tags.map((tag, idx) => ({ idx, when: 1000 + idx, tag })) });

describe('the names of migrations', () => {
  it.each([
    ['0000_cold_sentinel', '0000_cold_sentinel', 'cold sentinel'],
    ['20240105101500_first-tables', '20240105101500_first_tables', 'first tables'],
    ['20240105101500_add age', '20240105101500_add_age', 'add age'],
    ['1672531200000_été', '1672531200000_e_te', 'été'],
    ['__', expect.stringMatching(/^[0-9a-f]{12}$/), ''],
    [`1_${'x'.repeat(80)}`, expect.stringMatching(/^1_x{49}_[0-9a-f]{12}$/), 'x'.repeat(80)],
  ])('%j makes an id and a message', (name, id, message) => {
    expect(idFor(name)).toEqual(id);
    expect(messageFor(name)).toBe(message);
  });

  it('make names of files that are read as revisions', () => {
    expect(stemFor('_hidden/.x y.z')).toBe('hidden/x_y_z');
    expect(stemFor('0001_é-b')).toBe('0001_é-b');
  });

  it.each([
    ['20240105101500_x', '2024-01-05T10:15:00.000Z'],
    ['20240105101500123_x', '2024-01-05T10:15:00.000Z'],
    ['1672531200000_x', '2023-01-01T00:00:00.000Z'],
    ['20241332101500_x', undefined],
    ['0001_x', undefined],
  ])('%s tell when', (name, moment) => {
    expect(momentOf(name)?.toISOString()).toBe(moment);
  });
});

describe('a folder of drizzle-kit', () => {
  it('is read in the order of its journal, without the marks between statements', () => {
    const files = {
      'meta/_journal.json': journal('0000_b', '0001_a'),
      'meta/0000_snapshot.json': '{}',
      '0000_b.sql':
        'CREATE TABLE b (x INT);\n--> statement-breakpoint\nCREATE TABLE c (x INT)--> statement-breakpoint\n-- done',
      '0001_a.sql': 'CREATE TABLE a (x INT) -- last',
      '0002_stray.sql': 'DROP TABLE a;',
    };
    expect(summary('drizzle', files)).toEqual([
      { id: '0000_b', parents: [], up: 'CREATE TABLE b (x INT);\n\nCREATE TABLE c (x INT);\n\n-- done\n;' },
      { id: '0001_a', parents: ['0000_b'], up: 'CREATE TABLE a (x INT) -- last\n;' },
    ]);
    expect(read('drizzle', files).notes).toEqual([
      '0002_stray.sql is not in the journal, so that drizzle-kit does not run it: passed over',
    ]);
  });

  it('since 1.0 has a folder for each migration', () => {
    const files = {
      '20250312090203_add age/migration.sql': 'B;',
      '20250131190000_first/migration.sql': 'A;',
      '20250131190000_first/snapshot.json': '{"dialect":"postgres"}',
    };
    expect(summary('drizzle', files)).toEqual([
      { id: '20250131190000_first', parents: [], up: 'A;' },
      { id: '20250312090203_add_age', parents: ['20250131190000_first'], up: 'B;' },
    ]);
    expect(read('drizzle', files).madeFor).toBe('postgres');
  });

  it.each([
    [{ 'meta/_journal.json': '{' }, /^this is no JSON: /],
    [{ 'meta/_journal.json': '{}' }, "the journal has no 'entries' with idx, when and tag"],
    [{ 'meta/_journal.json': journal('../../x') }, "the journal has no 'entries' with idx, when and tag"],
    [{ 'meta/_journal.json': journal('0000_a') }, 'the journal lists 0000_a, and there is no file 0000_a.sql'],
  ])('is refused where it says %j', (files, message) => {
    expect(() => read('drizzle', files as Files)).toThrow(
      expect.objectContaining({
        code: 'unreadable_migration',
        message: expect.stringMatching(message),
        file: '/p/meta/_journal.json',
      }),
    );
  });
});

describe('a folder of Prisma', () => {
  it('is read in the order of its names, with the way back where there is one', () => {
    const files = {
      '20240302174510_b/migration.sql': 'B;\n',
      '20240302174510_b/down.sql': 'C;\n',
      '20240105101500_a/migration.sql': '\nA;',
      'migration_lock.toml': '# comment\nprovider = "mysql"\n',
    };
    expect(summary('prisma', files)).toEqual([
      { id: '20240105101500_a', parents: [], up: 'A;' },
      { id: '20240302174510_b', parents: ['20240105101500_a'], up: 'B;', down: 'C;' },
    ]);
    expect(read('prisma', files).madeFor).toBe('mysql');
  });
});

describe('a folder of Knex', () => {
  it('holds programs and SQL', () => {
    const files = {
      '3_c.ts': 'export async function up(knex: Knex): Promise<void> {\n  await knex.schema.createTable("c");\n}\n',
      '1_a.js': "exports.up = (knex) => knex.raw('A');\nexports.down = async () => {};",
      '2_b.up.sql': 'B;\n',
      '2_b.down.sql': 'C;\n',
      '4_d/up.sql': 'D;',
      '5_e.sql': 'E;',
      'types.d.ts': '',
      'notes.md': '',
    };
    expect(summary('knex', files)).toEqual([
      { id: '1_a', parents: [], up: 'A;', down: '' },
      { id: '2_b', parents: ['1_a'], up: 'B;', down: 'C;' },
      { id: '3_c', parents: ['2_b'] },
      { id: '4_d', parents: ['3_c'], up: 'D;' },
      { id: '5_e', parents: ['4_d'], up: 'E;' },
    ]);
    const code = read('knex', files).migrations[2];
    const text = code === undefined ? '' : renderMigration(code, 'js').text;
    expect(text).toContain(
      "throw new Error('imported from Knex without its SQL: write here what the code below does')",
    );
    expect(text).not.toContain('function downgrade');
    expect(text).not.toContain("@param {import('athanor').Operations} op */\n\n//");
    expect(text).toContain('//   await knex.schema.createTable("c");');
  });

  it('keeps a way back that is plain SQL, though only Knex knows the way there', () => {
    const [migration] = read('knex', {
      '1_a.js': "exports.up = (knex) => build(knex);\nexports.down = (knex) => knex.raw('DROP TABLE a');",
    }).migrations;
    const text = migration === undefined ? '' : renderMigration(migration, 'ts').text;
    expect(text).toContain("export function downgrade(op: Operations) {\n  op.execute({ sql: 'DROP TABLE a;' });\n}");
  });

  it('is refused where two files say what a migration does', () => {
    expect(() => read('knex', { '1_a.js': '', '1_a.ts': '' })).toThrow('there are two files for 1_a');
  });
});

describe('a folder of node-pg-migrate', () => {
  it('is read in the order of its times, whichever way they are written', () => {
    const files = {
      '20230301000000000_c.sql': 'C;',
      '1672531200000_a.sql': '\n-- Up Migration\nA;\n\n-- Down Migration\nB;\n',
      '1672531200001_b.sql': '--- down migration ---\nB2;\n--- up migration ---\nB1;\n',
      '20230302000000000_d.js':
        "exports.shorthands = undefined;\nexports.up = pgm => { pgm.sql('D'); };\nexports.down = false;",
      '20230303000000000_e.ts': 'export const up = (pgm: MigrationBuilder) => { pgm.createTable("e", {}); };',
    };
    expect(summary('node-pg-migrate', files)).toEqual([
      { id: '1672531200000_a', parents: [], up: 'A;', down: 'B;' },
      { id: '1672531200001_b', parents: ['1672531200000_a'], up: 'B1;', down: 'B2;' },
      { id: '20230301000000000_c', parents: ['1672531200001_b'], up: 'C;' },
      { id: '20230302000000000_d', parents: ['20230301000000000_c'], up: 'D;' },
      { id: '20230303000000000_e', parents: ['20230302000000000_d'] },
    ]);
  });
});

describe('a program that hands over plain SQL', () => {
  it.each([
    ["exports.up = (knex) => knex.raw('A')", 'A;'],
    [
      'exports.up = async function (knex) {\n  // first\n  await knex.raw(`A`);\n  return knex.schema.raw("B;");\n};',
      'A;\n\nB;',
    ],
    ['module.exports.up = knex => { return knex.raw("A").raw("B") }', 'A;\n\nB;'],
    [
      'export async function up(knex: Knex): Promise<void> {\n  await knex.raw(`A`)\n  await knex.raw(`B`)\n}',
      'A;\n\nB;',
    ],
    ["export const up = async ({ context: knex }: { context: Knex }) => { await knex.raw('A'); };", 'A;'],
    ["module.exports = { up: (knex) => knex.raw('A'), down() {} }", 'A;'],
    ["module.exports = {\n  async up(knex) {\n    await knex.raw('A');\n  },\n};", 'A;'],
    ["function up(knex) { return knex.raw('A'); }\nmodule.exports = { up };", 'A;'],
    ["exports.up = (knex) => knex.raw('SELECT \\\\?')", 'SELECT ?;'],
    ["exports.up = (pgm) => { pgm.sql('A',); }", 'A;'],
    ["// exports.up = (knex) => knex.raw('A')\nexports.up = (knex) => knex.raw('B');", 'B;'],
    ['exports.up = () => Promise.resolve();', ''],
    ['exports.up = async () => {};', ''],
    ['exports.up = function () { return; };', ''],
  ])('is read as that: %j', (text, sql) => {
    expect(literalSql(text, 'up')).toBe(sql);
  });

  it.each([
    'exports.up = (knex) => knex.schema.createTable("a", (t) => {})',
    ['exports.up = (knex) => knex.raw(`A $', '{name}`)'].join(''),
    "exports.up = (knex) => knex.raw('A ?', [1])",
    "exports.up = (knex) => knex.raw('A').then(() => {})",
    "exports.up = async (knex) => { if (x) await knex.raw('A'); }",
    "exports.up = async (knex) => { await knex.raw('A'); await other(knex); }",
    'exports.up = run(file)',
    'exports.up = imported;',
    'exports.down = (knex) => knex.raw("A")',
    'exports.up = false',
    'exports.up = (knex) => knex.raw(sql)',
    "exports.up = async (knex) => { const a = 'A'; await knex.raw(a); }",
    "// exports.up = (knex) => knex.raw('A')",
    "/*\n exports.up = (knex) => knex.raw('A')\n*/ exports.up = other;",
    "const a = ` exports.up = (knex) => knex.raw('A')`",
    "exports.upper = (knex) => knex.raw('A')",
    '',
  ])('is not guessed at: %j', (text) => {
    expect(literalSql(text, 'up')).toBeUndefined();
  });
});

const sample = {
  drizzle: { 'meta/_journal.json': journal('0000_a', '0001_b'), '0000_a.sql': 'A;', '0001_b.sql': 'B;' },
  prisma: { '1_a/migration.sql': 'A;', '2_b/migration.sql': 'B;\n' },
  knex: { '1_a.js': '', '2_b.ts': '' },
  'node-pg-migrate': { '1_a.sql': 'A;', '2_b.sql': 'B;' },
  alembic: { 'a1.py': "revision = 'a1'", 'b2.py': "revision = 'b2'\ndown_revision = 'a1'" },
} satisfies Record<ToolName, Files>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const finished = { finished_at: '2024-01-01', rolled_back_at: null };

/** What each ledger holds, and what that means: the applied ones, or what is wrong. */
const ledgers: readonly (readonly [ToolName, string, readonly LedgerRow[], readonly string[] | RegExp])[] = [
  ['alembic', 'the head', [{ version_num: 'b2' }], ['b2']],
  ['alembic', 'nothing', [], []],
  ['alembic', 'a revision without a file', [{ version_num: 'c3' }], /^Alembic is at c3, and no file/],
  [
    'drizzle',
    'both',
    [
      { hash: '', created_at: '1000' },
      { hash: '', created_at: 1001n },
    ],
    ['0000_a', '0001_b'],
  ],
  ['drizzle', 'the names of 1.0', [{ hash: '', created_at: 7, name: '0000_a' }], ['0000_a']],
  [
    'drizzle',
    'an unknown date',
    [{ hash: '', created_at: 7 }],
    /^drizzle-kit has applied the migration of 7, and no file/,
  ],
  [
    'drizzle',
    'a later one alone',
    [{ hash: '', created_at: 1001 }],
    /^drizzle-kit has applied 0001_b, but not 0000_a, which comes before it$/,
  ],
  ['prisma', 'the first', [{ migration_name: '1_a', checksum: '', ...finished }], ['1_a']],
  [
    'prisma',
    'one that was rolled back',
    [{ migration_name: '1_a', checksum: '', finished_at: null, rolled_back_at: 'then' }],
    [],
  ],
  [
    'prisma',
    'one that was rolled back and then applied',
    [
      { migration_name: '1_a', checksum: '', finished_at: null, rolled_back_at: 'then' },
      { migration_name: '1_a', checksum: '', ...finished },
    ],
    ['1_a'],
  ],
  [
    'prisma',
    'one that failed',
    [{ migration_name: '1_a', checksum: '', finished_at: null, rolled_back_at: null }],
    /^Prisma began 1_a, and never finished/,
  ],
  [
    'prisma',
    'one without a file',
    [{ migration_name: '0_z', checksum: '', ...finished }],
    /^Prisma has applied 0_z, and no file of the folder holds it$/,
  ],
  ['knex', 'names with other endings', [{ name: '1_a.ts' }, { name: '2_b.js' }], ['1_a', '2_b']],
  [
    'knex',
    'one without a file',
    [{ name: '1_a.js' }, { name: '0_y.js' }, { name: '0_z.js' }],
    /^Knex has applied 0_y.js, 0_z.js, and no file of the folder holds them$/,
  ],
  ['node-pg-migrate', 'the first', [{ name: '1_a' }], ['1_a']],
  ['node-pg-migrate', 'the second alone', [{ name: '2_b' }], /^node-pg-migrate has applied 2_b, but not 1_a/],
];

describe('the ledger', () => {
  it.each(ledgers)('of %s that holds %s is understood', (tool, _, rows, meaning) => {
    const { migrations } = read(tool, sample[tool]);
    const reading = () => tools[tool].ledger.read(rows, migrations).applied;
    if (!(meaning instanceof RegExp)) expect(reading()).toEqual(meaning);
    else {
      expect(reading).toThrow(
        expect.objectContaining({ code: 'ledger_mismatch', exitCode: 6, message: expect.stringMatching(meaning) }),
      );
    }
  });

  it('tells what was edited since, whatever the line ends', () => {
    const { migrations } = read('prisma', { '1_a/migration.sql': 'A;\r\n', '2_b/migration.sql': 'B;' });
    const rows = ['1_a', '2_b'].map((name) => ({ migration_name: name, checksum: sha256('A;\n'), ...finished }));
    expect(tools.prisma.ledger.read(rows, migrations).notes).toEqual([
      '2_b was edited after it was applied: its checksum is not the one in the ledger',
    ]);
  });
});
