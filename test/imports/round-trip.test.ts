import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { current } from '../../src/commands/current.ts';
import { type ImportOptions, importHistory } from '../../src/commands/import.ts';
import { status } from '../../src/commands/status.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { DialectName } from '../../src/schema/type.ts';
import { Project } from '../commands/project.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { root } from '../support/source-files.ts';
import { type LedgerName, ledgerScript, type Noted } from './ledgers.ts';

const fixtures = join(root, 'fixtures/imports');
const read = (path: string): string => readFileSync(join(fixtures, path), 'utf8');

/** A history of another tool, and what the tool runs and notes of it. */
interface History {
  readonly tool: ImportOptions['tool'];
  readonly ledger: LedgerName;
  readonly folder: string;
  /** In the order in which the tool runs them: what it notes, and the SQL that it sends. */
  readonly migrations: readonly (Noted & { readonly sql: string })[];
  /** Where a history is written for one database. */
  readonly family?: string;
  readonly ids: readonly string[];
}

const familyOf = (dialect: DialectName): string => (dialect === 'mariadb' ? 'mysql' : dialect);

const withoutMarks = (text: string): string => text.replaceAll('--> statement-breakpoint', '\n');

function drizzle(family: string): History {
  const folder = `drizzle/${family}`;
  const { entries } = JSON.parse(read(`${folder}/meta/_journal.json`)) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  const migrations = entries.map(({ tag, when }) => {
    const text = read(`${folder}/${tag}.sql`);
    return { name: tag, ordinal: when, text, sql: withoutMarks(text) };
  });
  return { tool: 'drizzle', ledger: 'drizzle', folder, migrations, family, ids: entries.map(({ tag }) => tag) };
}

function folders(tool: 'drizzle' | 'prisma', folder: string, names: readonly string[], family: string): History {
  const migrations = names.map((name) => {
    const text = read(`${folder}/${name}/migration.sql`);
    return { name, ordinal: 0, text, sql: withoutMarks(text) };
  });
  const ledger = tool === 'drizzle' ? 'folders' : tool;
  return { tool, ledger, folder, migrations, family, ids: names };
}

const prismaNames = ['20240105101500_first_tables', '20240302174510_likes'];

const knex: History = {
  tool: 'knex',
  ledger: 'knex',
  folder: 'knex',
  migrations: [
    {
      name: '20230114083000_create_users.js',
      text: '',
      sql: "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE); INSERT INTO users (id, email) VALUES (1, 'who?@example.org');",
    },
    { name: '20230201120000_add_names.js', text: '', sql: read('knex/20230201120000_add_names.up.sql') },
  ],
  ids: ['20230114083000_create_users', '20230201120000_add_names'],
};

const nodePgMigrate: History = {
  tool: 'node-pg-migrate',
  ledger: 'node-pg-migrate',
  folder: 'node-pg-migrate',
  migrations: [
    {
      name: '1672531200000_create-users',
      text: '',
      sql: 'CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL);',
    },
    { name: '1675209600000_unique-emails', text: '', sql: 'CREATE UNIQUE INDEX users_email ON users (lower(email));' },
    { name: '20230301000000000_names', text: '', sql: 'ALTER TABLE users ADD COLUMN name text;' },
  ],
  family: 'postgresql',
  ids: ['1672531200000_create_users', '1675209600000_unique_emails', '20230301000000000_names'],
};

const histories: readonly History[] = [
  ...['postgresql', 'mysql', 'sqlite'].flatMap((family) => [
    drizzle(family),
    folders('prisma', `prisma/${family}`, prismaNames, family),
  ]),
  folders(
    'drizzle',
    'drizzle/folders',
    ['20250131190000_first_tables', '20250312090203_likes_and_names'],
    'postgresql',
  ),
  knex,
  nodePgMigrate,
];

const config = { 'migrate.config.ts': 'export default {};\n' };

/** Everything in the database that is neither ours nor the other tool's. */
async function schemaOf({ dialect, connection }: FreshDatabase): Promise<Schema> {
  const schema = dialect.canonicalise(await dialect.reflect(connection, {}), connection.server);
  const others = /^(?:athanor_|alembic_|knex_|_prisma|__drizzle|pgmigrations)/;
  return {
    ...schema,
    tables: schema.tables.filter(({ name }) => !others.test(name)),
    objects: (schema.objects ?? []).filter(({ name }) => !others.test(name)),
  };
}

/** The first `count` migrations as the tool would have applied them. */
async function migrateWithTool({ run, dialect }: FreshDatabase, history: History, count: number): Promise<void> {
  const applied = history.migrations.slice(0, count);
  for (const { sql } of applied) await run(sql);
  await run(ledgerScript(history.ledger, dialect.name, applied) ?? '');
}

const states = async (project: Project): Promise<readonly string[]> =>
  (await status(project.options)).revisions.map(({ revision, state }) => `${revision} ${state}`);

for (const server of servers) {
  describeOn(server, () => {
    const mine = histories.filter(({ family }) => family === undefined || family === familyOf(server.dialect));

    for (const history of mine) {
      const { tool, folder, ids } = history;
      const options = { tool, folders: [join(fixtures, folder)] };

      it(`${folder}: what the tool applied is declared, and a new database becomes the same`, () =>
        withDatabase(server, async (old) => {
          await migrateWithTool(old, history, history.migrations.length);
          const project = new Project(old.url, config);
          const result = await importHistory({ ...project.options, ...options, stamp: true });
          expect(result.written.map(({ revision, form }) => `${revision} ${form}`)).toEqual(
            ids.map((id) => `${id} sql`),
          );
          expect(result.stamp).toMatchObject({ before: [], after: ids.slice(-1), declared: ids });
          expect(await states(project)).toEqual(ids.map((id) => `${id} applied`));
          expect((await upgrade(project.options)).steps).toEqual([]);

          await withDatabase(server, async (fresh) => {
            const { steps } = await upgrade({ ...project.options, url: fresh.url });
            expect(steps.map(({ revision }) => revision)).toEqual(ids);
            expect(await schemaOf(fresh)).toEqual(await schemaOf(old));
            if (tool !== 'knex') return;
            expect(await fresh.connection.query('SELECT email FROM users')).toEqual([{ email: 'who?@example.org' }]);
          });
        }));

      it(`${folder}: what the tool has not applied yet is pending, and is applied here`, () =>
        withDatabase(server, async (old) => {
          await migrateWithTool(old, history, 1);
          const project = new Project(old.url, config);
          await importHistory({ ...project.options, ...options, stamp: true });
          expect(await states(project)).toEqual(ids.map((id, at) => `${id} ${at === 0 ? 'applied' : 'pending'}`));
          await upgrade(project.options);
          await withDatabase(server, async (whole) => {
            await migrateWithTool(whole, history, history.migrations.length);
            expect(await schemaOf(old)).toEqual(await schemaOf(whole));
          });
        }));
    }

    it("Alembic's row continues where it is, with its branches, and Alembic's script makes the same", () =>
      withDatabase(server, async (old) => {
        const family = familyOf(server.dialect);
        const heads = ['2c90aa17e4f3', 'e7104b6c9d58'];
        await old.run(
          read(`alembic/upgrade.${family}.sql`).replaceAll(
            /^(?:INSERT INTO|UPDATE|DELETE FROM) alembic_version .*;$/gm,
            '',
          ),
        );
        for (const head of heads) await old.run(`INSERT INTO alembic_version (version_num) VALUES ('${head}')`);
        const project = new Project(old.url, {
          'migrate.config.ts': "export default { versionTable: 'alembic_version' };\n",
        });
        const result = await importHistory({
          ...project.options,
          tool: 'alembic',
          folders: [join(fixtures, 'alembic')],
          scripts: [join(fixtures, `alembic/upgrade.${family}.sql`), join(fixtures, `alembic/downgrade.${family}.sql`)],
        });
        expect(result.next).toEqual(['migrate status']);
        expect((await current(project.options)).revisions.map(({ id }) => id)).toEqual(heads);
        expect(new Set(await states(project))).toEqual(
          new Set(
            ['2c90aa17e4f3', '4f1c2a9b7d10', '5d33e8f0b6a7', '8b7e3d5a0c21', 'e7104b6c9d58'].map(
              (id) => `${id} applied`,
            ),
          ),
        );
        expect((await upgrade({ ...project.options, target: 'heads' })).steps).toEqual([]);
        const rows = await old.connection.query('SELECT version_num FROM alembic_version ORDER BY version_num');
        expect(rows).toEqual(heads.map((version_num) => ({ version_num })));
        await withDatabase(server, async (fresh) => {
          await upgrade({ ...project.options, url: fresh.url, target: 'heads' });
          expect(await schemaOf(fresh)).toEqual(await schemaOf(old));
        });
      }));

    it("Alembic's heads are declared in our own version table where that is asked for", () =>
      withDatabase(server, async (old) => {
        await old.run(ledgerScript('alembic', server.dialect, [{ name: '8b7e3d5a0c21', text: '' }]) ?? '');
        const project = new Project(old.url, config);
        const options = { tool: 'alembic', folders: [join(fixtures, 'alembic/versions')], stamp: true } as const;
        const { stamp, notes } = await importHistory({ ...project.options, ...options });
        expect(stamp?.declared).toEqual(['4f1c2a9b7d10', '8b7e3d5a0c21']);
        expect(notes).toContainEqual(expect.stringMatching(/^4 revisions hold code that only Alembic can run/));
        await expect(upgrade({ ...project.options, target: '5d33e8f0b6a7' })).rejects.toMatchObject({
          code: 'revision_failed',
          message: expect.stringMatching(/5d33e8f0b6a7 failed in upgrade: imported from Alembic without its SQL/),
        });
        expect((await current(project.options)).revisions.map(({ id }) => id)).toEqual(['8b7e3d5a0c21']);
      }));
  });
}
