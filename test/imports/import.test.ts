import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { history } from '../../src/commands/history.ts';
import { type ImportOptions, importHistory } from '../../src/commands/import.ts';
import { stamp } from '../../src/commands/stamp.ts';
import { status } from '../../src/commands/status.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { Project } from '../commands/project.ts';
import { describeOn, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { ledgerScript } from './ledgers.ts';

type Files = Readonly<Record<string, string>>;

const unreachable = 'sqlite:////nowhere/at/all.db';

const project = (files: Files, url = unreachable): Project =>
  new Project(url, { 'migrate.config.ts': 'export default {};\n', ...files });

const revisionsIn = ({ folder }: Project): readonly string[] =>
  readdirSync(join(folder, 'migrations')).filter((name) => !name.startsWith('.'));

const run = ({ options }: Project, tool: ImportOptions['tool'], more: Partial<ImportOptions> = {}) =>
  importHistory({ ...options, tool, folders: ['old'], ...more });

const prisma = {
  'old/1_a/migration.sql': 'CREATE TABLE a (x INTEGER);',
  'old/2_b/migration.sql': 'CREATE TABLE b (x INTEGER);',
};

const alembic = (id: string, parents: string, more = ''): Files => ({
  [`old/${id}.py`]: `revision = '${id}'\ndown_revision = ${parents}\n${more}\ndef upgrade():\n    pass\n`,
});

const links = async ({ options }: Project): Promise<readonly string[]> =>
  (await history(options)).revisions.map(({ id, parents }) => `${parents.join(', ')} -> ${id}`).reverse();

describe('an import', () => {
  it('touches no database unless it is told to, and says what is next', async () => {
    const one = project(prisma);
    const result = await run(one, 'prisma');
    expect(result).toMatchObject({ dryRun: false, kept: [], next: ['migrate import prisma old --stamp'] });
    expect(result.written.map(({ path }) => path)).toEqual([
      join(one.folder, 'migrations/1_a.sql'),
      join(one.folder, 'migrations/2_b.sql'),
    ]);
  });

  it('run again adds only what is new, behind what is there', async () => {
    const one = project(prisma);
    await run(one, 'prisma');
    const before = readFileSync(join(one.folder, 'migrations/1_a.sql'), 'utf8');
    expect(await run(one, 'prisma')).toMatchObject({ written: [], kept: ['1_a', '2_b'], notes: [] });
    one.write({ 'old/1_between/migration.sql': 'SELECT 1;', 'old/3_c/migration.sql': 'SELECT 2;' });
    const { written, kept } = await run(one, 'prisma');
    expect(written.map(({ revision }) => revision)).toEqual(['1_between', '3_c']);
    expect(kept).toEqual(['1_a', '2_b']);
    expect(await links(one)).toEqual([' -> 1_a', '1_a -> 2_b', '2_b -> 1_between', '1_between -> 3_c']);
    expect(readFileSync(join(one.folder, 'migrations/1_a.sql'), 'utf8')).toBe(before);
  });

  it('goes on behind revisions that were written on top of it', async () => {
    const one = project(prisma);
    await run(one, 'prisma');
    one.write({ 'migrations/own.sql': "-- own\n-- revision: { id: 'own', parents: ['2_b'] }\n-- migrate:up\n" });
    one.write({ 'old/3_c/migration.sql': 'SELECT 2;' });
    await run(one, 'prisma');
    expect(await links(one)).toEqual([' -> 1_a', '1_a -> 2_b', '2_b -> own', 'own -> 3_c']);
  });

  it('made twice is the same to the byte', async () => {
    const texts = await Promise.all(
      [project(prisma), project(prisma)].map(async (one) => {
        await run(one, 'prisma');
        return revisionsIn(one).map((name) => readFileSync(join(one.folder, 'migrations', name), 'utf8'));
      }),
    );
    expect(texts[0]).toEqual(texts[1]);
  });

  it('leaves alone what was changed, and says so', async () => {
    const one = project({ ...prisma, ...alembic('a1', 'None', 'X = 1') });
    await run(one, 'prisma');
    one.write({ 'old/2_b/migration.sql': 'CREATE TABLE b (y INTEGER);' });
    expect((await run(one, 'prisma')).notes).toEqual([
      'left as they are, though they or their sources were changed: 2_b',
    ]);
    one.write({ 'old/a1.py': "revision = 'a1'\ndef upgrade():\n    op.x()\n" });
    await run(one, 'alembic');
    one.write({ 'up.sql': '-- Running upgrade  -> a1\n\nSELECT 1;\n' });
    expect((await run(one, 'alembic', { scripts: ['up.sql'] })).notes).toContain(
      'left as they are, though their SQL is known: a1; remove their files to import them with it',
    );
  });

  it('that is tried out writes nothing', async () => {
    const one = project(prisma);
    const result = await run(one, 'prisma', { dryRun: true });
    expect(result.written.map(({ revision }) => revision)).toEqual(['1_a', '2_b']);
    expect(result).toMatchObject({ dryRun: true, next: ['migrate import prisma old'] });
    expect(revisionsIn(one)).toEqual([]);
  });

  it('never overwrites a file, and writes all or nothing', async () => {
    const one = project({
      ...prisma,
      'migrations/2_b.sql': "-- x\n-- revision: { id: 'x', parents: [] }\n-- migrate:up\n",
    });
    await expect(run(one, 'prisma')).rejects.toMatchObject({ code: 'revision_exists', exitCode: 2 });
    expect(revisionsIn(one)).toEqual(['2_b.sql']);
  });

  it('makes the migrations folder where there is none', async () => {
    const one = project({ ...prisma, 'migrate.config.ts': "export default { migrations: './db/revisions' };\n" });
    await run(one, 'prisma');
    expect(existsSync(join(one.folder, 'db/revisions/1_a.sql'))).toBe(true);
  });

  it('finds the migrations below the folder that people name, and in several', async () => {
    const one = project({ 'old/prisma/migrations/1_a/migration.sql': 'A;' });
    expect((await run(one, 'prisma')).written).toHaveLength(1);
    const two = project({
      'old/versions/a1.py': "revision = 'a1'",
      'old/env.py': 'revision = context.x',
      'more/b2.py': "revision = 'b2'\ndown_revision = 'a1'",
    });
    const { written, notes } = await run(two, 'alembic', { folders: ['old', 'more'] });
    expect(written.map(({ revision, form }) => `${revision} ${form}`)).toEqual(['a1 code', 'b2 code']);
    expect(notes).toEqual([
      '2 revisions hold code that only Alembic can run, as a comment, and will refuse to run on a new database: write out what it does, or give --sql with what `alembic upgrade head --sql` writes',
      "say versionTable: 'alembic_version' in migrate.config.ts, so that Alembic's row continues; or give --stamp",
    ]);
  });

  it.each([
    [
      'a folder without migrations',
      'knex',
      { 'old/readme.md': '' },
      'unreadable_migration',
      /there are no migrations of knex in old/,
    ],
    ['a parent that no file holds', 'alembic', alembic('a1', "'z9'"), 'missing_revision', /a1 names z9 as its parent/],
    ['a circle', 'alembic', { ...alembic('a1', "'b2'"), ...alembic('b2', "'a1'") }, 'revision_cycle', /in a circle/],
    [
      'one id twice',
      'alembic',
      { ...alembic('a1', 'None'), 'old/x/a1.py': "revision = 'a1'" },
      'import_conflict',
      /would both be revision a1/,
    ],
    [
      'two names for one id',
      'prisma',
      { 'old/1_a-b/migration.sql': '', 'old/1_a_b/migration.sql': '' },
      'import_conflict',
      /would both be revision 1_a_b/,
    ],
    [
      'one file name twice',
      'prisma',
      { 'old/1_A/migration.sql': '', 'old/1_a/migration.sql': '' },
      'import_conflict',
      /would both become 1_a\.sql/,
    ],
    [
      'another parent than before',
      'alembic',
      {
        ...alembic('a1', 'None'),
        ...alembic('b2', "'a1'"),
        'migrations/b2.sql': "-- b\n-- revision: { id: 'b2', parents: [] }\n-- migrate:up\n",
      },
      'import_conflict',
      /^revision b2 is there already and follows nothing; in .*b2\.py it follows a1$/,
    ],
  ] as const)('refuses %s, and writes nothing', async (_, tool, files, code, message) => {
    const one = project(files);
    const before = revisionsIn(one);
    await expect(run(one, tool)).rejects.toMatchObject({ code, exitCode: 2, message: expect.stringMatching(message) });
    expect(revisionsIn(one)).toEqual(before);
  });

  it.each([
    [{ tool: 'drizle' as 'drizzle' }, "the history of 'drizle' cannot be imported", "did you mean 'drizzle'?"],
    [{ folders: [] }, 'no folder is named', 'migrate import prisma FOLDER'],
    [{ scripts: ['a.sql'] }, 'prisma has no scripts to attach', '--sql is for Alembic: alembic upgrade head --sql'],
    [{ ledger: 'x' }, 'a ledger is read only to declare what is applied', 'give --stamp too'],
  ])('refuses %j', async (more, message, hint) => {
    await expect(run(project(prisma), 'prisma', more)).rejects.toMatchObject({ code: 'usage', message, hint });
  });

  it('refuses a folder that is not there', async () => {
    await expect(run(project({}), 'prisma')).rejects.toMatchObject({ code: 'unreadable_migration' });
  });
});

describeOn(await server('sqlite'), () => {
  const withLedger = async (
    names: readonly string[],
    test: (one: Project, run: (sql: string) => Promise<void>) => Promise<void>,
  ) =>
    withDatabase(await server('sqlite'), async (database) => {
      const noted = names.map((name) => ({ name, text: 'CREATE TABLE a (x INTEGER);' }));
      await database.run(ledgerScript('prisma', 'sqlite', noted) ?? '');
      await test(project(prisma, database.url), database.run);
    });

  it('a ledger that does not fit the files is refused before anything is written', () =>
    withLedger(['1_a', '9_z'], async (one) => {
      await expect(run(one, 'prisma', { stamp: true })).rejects.toMatchObject({
        code: 'ledger_mismatch',
        exitCode: 6,
        migrations: ['9_z'],
      });
      expect(revisionsIn(one)).toEqual([]);
    }));

  it('what would be declared is said without declaring it', () =>
    withLedger(['1_a'], async (one) => {
      const { stamp: state } = await run(one, 'prisma', { stamp: true, dryRun: true });
      expect(state).toMatchObject({ ledger: '_prisma_migrations', before: [], after: ['1_a'], declared: ['1_a'] });
      await run(one, 'prisma');
      expect((await status(one.options)).revisions.map(({ state }) => state)).toEqual(['pending', 'pending']);
    }));

  it('declaring adds to what is applied, and never takes back', () =>
    withLedger(['1_a'], async (one, sql) => {
      await sql('CREATE TABLE a (x INTEGER)');
      await run(one, 'prisma', { stamp: true });
      await upgrade(one.options);
      one.write({ 'migrations/own.sql': "-- own\n-- revision: { id: 'own', parents: ['2_b'] }\n-- migrate:up\n" });
      await stamp({ ...one.options, targets: ['own'] });
      const { stamp: state } = await run(one, 'prisma', { stamp: true });
      expect(state).toMatchObject({ before: ['own'], after: ['own'], declared: [] });
    }));

  it('an edit after the import is noticed, as every declared revision keeps its fingerprint', () =>
    withLedger(['1_a'], async (one) => {
      await run(one, 'prisma', { stamp: true });
      const path = join(one.folder, 'migrations/1_a.sql');
      one.write({ 'migrations/1_a.sql': readFileSync(path, 'utf8').replace('CREATE TABLE a', 'CREATE TABLE c') });
      expect((await status(one.options)).revisions.map(({ state }) => state)).toEqual(['edited', 'pending']);
    }));

  it('the ledger may have another name', () =>
    withLedger(['1_a'], async (one, sql) => {
      await sql('ALTER TABLE _prisma_migrations RENAME TO done');
      await expect(run(one, 'prisma', { stamp: true })).rejects.toMatchObject({ code: 'ledger_missing', exitCode: 2 });
      const { stamp: state } = await run(one, 'prisma', { stamp: true, ledger: 'done' });
      expect(state).toMatchObject({ ledger: 'done', declared: ['1_a'] });
      await expect(run(one, 'prisma', { stamp: true, ledger: 'a.b.c' })).rejects.toMatchObject({ code: 'usage' });
      await expect(run(one, 'prisma', { stamp: true, ledger: 'athanor_version' })).rejects.toMatchObject({
        code: 'ledger_missing',
        message:
          'athanor_version has no column migration_name, checksum, finished_at, rolled_back_at: it is no ledger of prisma',
      });
    }));

  it("Knex's lock says that a run goes on, or was cut off", () =>
    withLedger([], async (one, sql) => {
      await sql(`${ledgerScript('knex', 'sqlite', [])}UPDATE knex_migrations_lock SET is_locked = 1;`);
      one.write({ 'old/1_a.sql': 'SELECT 1;' });
      await expect(run(one, 'knex', { stamp: true })).rejects.toMatchObject({
        code: 'ledger_mismatch',
        message: 'knex_migrations_lock is locked: knex is migrating, or was cut off while it did',
      });
    }));

  it.each([
    ['PRAGMA foreign_keys=OFF;', 'PRAGMA foreign_keys=ON;'],
    [
      'PRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys = 0;',
      'PRAGMA foreign_keys = 1;\nPRAGMA defer_foreign_keys=OFF;',
    ],
    ["-- rebuilds\npragma main.foreign_keys('off');", 'pragma foreign_keys(on);'],
  ])('a rebuild behind %j loses no rows of tables that point at the old one', async (off, on) =>
    withDatabase(await server('sqlite'), async ({ url, run: sql, connection }) => {
      const one = project(
        {
          'old/1_a/migration.sql':
            'CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE b (x INTEGER REFERENCES a (x) ON DELETE CASCADE);',
          'old/2_b/migration.sql': `${off}\nCREATE TABLE new_a (x INTEGER PRIMARY KEY, y TEXT);\nINSERT INTO new_a (x) SELECT x FROM a;\nDROP TABLE a;\nALTER TABLE new_a RENAME TO a;\n${on}`,
        },
        url,
      );
      await run(one, 'prisma');
      await upgrade({ ...one.options, target: '1_a' });
      await sql('INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);');
      await upgrade(one.options);
      expect(await connection.query('SELECT a.x, b.x AS bx, a.y FROM a JOIN b ON a.x = b.x')).toEqual([
        { x: 1, bx: 1, y: null },
      ]);
    }),
  );
});
