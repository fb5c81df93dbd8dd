import { describe, expect, it } from 'vitest';
import { QueryNotPossible, SchemaUnknown } from '../../src/commands/errors.ts';
import { downgradeScript, rangeScript, upgradeScript } from '../../src/commands/offline.ts';
import { stamp } from '../../src/commands/stamp.ts';
import { stampScript } from '../../src/commands/stamp-script.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { UsageError } from '../../src/errors.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { runScript } from '../support/servers/clients.ts';
import { Project } from './project.ts';

const header = (id: string, parent?: string): string =>
  `export const revision = { id: '${id}', parents: [${parent === undefined ? '' : `'${parent}'`}], message: 'the ${id}' };`;

/** Values that end strings, comments and variables of one shell or another. */
const hostile = `it's "quoted" \\ \n ; -- :x $1 $$ // \u00f6`;

const files = {
  'migrations/1_one1.ts': `${header('one1')}
export function upgrade(op) {
  op.createTable({ table: { name: 'authors', columns: [{ name: 'id', type: { type: 'Integer' }, nullable: false },
    { name: 'name', type: { type: 'String', length: 80 } }], constraints: [{ kind: 'primaryKey', columns: ['id'] }] } });
  op.bulkInsert({ table: 'authors', rows: [{ id: 1, name: ${JSON.stringify(hostile)} }] });
}
export function downgrade(op) { op.dropTable({ table: { name: 'authors' } }); }`,
  'migrations/2_two2.ts': `${header('two2', 'one1')}
const [from, to] = [80, 120].map((length) => ({ name: 'name', type: { type: 'String', length } }));
export function upgrade(op) {
  op.alterColumn({ table: 'authors', from, to: { ...to, nullable: false } });
  op.createTable({ table: { name: 'books', columns: [{ name: 'id', type: { type: 'Integer' } }] } });
}
export function downgrade(op) {
  op.dropTable({ table: { name: 'books' } });
  op.alterColumn({ table: 'authors', from: { ...to, nullable: false }, to: from });
}`,
};

const asking = {
  'migrations/3_ask3.ts': `${header('ask3', 'two2')}
export async function upgrade(op) { await op.query('SELECT 1'); }
export function downgrade() {}`,
  'migrations/4_four.ts': `${header('four', 'ask3')}
export function upgrade(op) {
  op.execute("INSERT INTO authors VALUES (2, 'Bo')");
}
export function downgrade() {}`,
  'migrations/5_five.ts': `${header('five', 'four')}
export function upgrade(op) {
  op.alterColumn({ table: 'authors', from: { name: 'name', type: { type: 'String', length: 120 }, nullable: false },
    to: { name: 'name', type: { type: 'Enum', values: ['a', 'b'], name: 'letters' } } });
}
export function downgrade() {}`,
};

/** No server has this name: nothing that is tried here could connect. */
const nowhere = 'postgresql://deployer:hidden@nowhere.invalid/app';

const projectOf = (url: string, more: Readonly<Record<string, string>> = {}) => {
  const project = new Project(url, { 'migrate.config.ts': 'export default {};\n', ...files, ...more });
  return project.options;
};

const versions = async ({ connection }: FreshDatabase): Promise<readonly string[]> =>
  (await connection.query<{ version_num: string }>('SELECT version_num FROM athanor_version')).map(
    (row) => row.version_num,
  );

for (const server of servers) {
  describeOn(server, () => {
    const { key, dialect } = server;

    it('a script runs up and down as it is, with values and versions as a run leaves them', () =>
      withDatabase(server, async (database) => {
        const options = { ...projectOf(database.url), dialect };
        const up = await upgradeScript({ ...options, range: 'head' });
        expect(up).toMatchObject({ from: [], to: ['two2'], revisions: ['one1', 'two2'], direction: 'upgrade' });
        const ran = await runScript(key, database.url, up.sql);
        expect(ran.exitCode, ran.output).toBe(0);
        expect(await database.connection.query('SELECT name FROM authors')).toEqual([{ name: hostile }]);
        expect(await versions(database)).toEqual(['two2']);
        expect(await upgrade(options)).toMatchObject({ before: ['two2'], steps: [] });
        const down = await downgradeScript({ ...options, range: 'two2:base' });
        const back = await runScript(key, database.url, down.sql);
        expect(back.exitCode, back.output).toBe(0);
        expect(await versions(database)).toEqual([]);
        expect((await database.dialect.reflect(database.connection, {})).tables.map(({ name }) => name).sort()).toEqual(
          ['athanor_history', 'athanor_journal', 'athanor_version'],
        );
      }));

    it('a script refuses a database that is not where it starts, and does nothing to it', () =>
      withDatabase(server, async (database) => {
        const options = { ...projectOf(database.url), dialect };
        const { sql } = await upgradeScript({ ...options, range: 'one1:head' });
        const early = await runScript(key, database.url, sql);
        expect(early.exitCode).not.toBe(0);
        await upgrade(options);
        const late = await runScript(key, database.url, sql);
        expect(late.exitCode).not.toBe(0);
        expect(late.output).toContain('the database is not at one1');
        expect(await versions(database)).toEqual(['two2']);
        const again = await runScript(key, database.url, (await upgradeScript({ ...options, range: 'head' })).sql);
        expect(again.output).toContain('the database is not at base');
      }));

    it('a script stops at the first error, and leaves the version where it was', () =>
      withDatabase(server, async (database) => {
        const options = { ...projectOf(database.url), dialect };
        await upgrade({ ...options, target: 'one1' });
        await database.connection.execute('INSERT INTO authors (id) VALUES (7)');
        const { sql } = await upgradeScript({ ...options, range: 'one1:two2' });
        const { exitCode, output } = await runScript(key, database.url, sql);
        expect(exitCode, output).not.toBe(0);
        expect(await versions(database)).toEqual(['one1']);
        const { tables } = await database.dialect.reflect(database.connection, {});
        expect(tables.map(({ name }) => name)).not.toContain('books');
      }));

    it('a stamp as a script declares where a database is, from where it is or from wherever', () =>
      withDatabase(server, async (database) => {
        const options = { ...projectOf(database.url), dialect };
        const first = await stampScript({ ...options, targets: ['one1'] });
        expect((await runScript(key, database.url, first.sql)).exitCode).toBe(0);
        expect(await versions(database)).toEqual(['one1']);
        const next = await stampScript({ ...options, targets: ['one1:head'] });
        expect(next).toMatchObject({ from: ['one1'], to: ['two2'] });
        expect((await runScript(key, database.url, next.sql)).exitCode).toBe(0);
        expect((await runScript(key, database.url, next.sql)).exitCode).not.toBe(0);
        expect(await versions(database)).toEqual(['two2']);
        const purged = await stampScript({ ...options, targets: ['one1'], purge: true });
        expect((await runScript(key, database.url, purged.sql)).exitCode).toBe(0);
        expect(await versions(database)).toEqual(['one1']);
        expect(await stamp({ ...options, targets: ['head'] })).toMatchObject({ before: ['one1'], after: ['two2'] });
      }));
  });
}

describe('a script', () => {
  it('is written without a connection, the same every time, and holds no secret', async () => {
    const options = projectOf(nowhere);
    const { sql, dialect } = await upgradeScript({ ...options, range: ':', tag: 'release 7\n\\! echo' });
    expect(dialect).toBe('postgresql');
    expect(sql).toBe((await upgradeScript({ ...options, range: 'base:head', tag: 'release 7\n\\! echo' })).sql);
    expect(sql).not.toMatch(/hidden|deployer|nowhere/);
    expect(sql.split('\n')[0]).toBe('-- Athanor: upgrade from base to two2 (release 7 \\! echo)');
  });

  it('needs no URL where the kind of database is named', async () => {
    const project = new Project(nowhere, { 'migrate.config.ts': 'export default {};\n', ...files });
    const { url: _, ...options } = project.options;
    for (const dialect of ['postgresql', 'mysql', 'mariadb', 'sqlite'] as const) {
      expect((await upgradeScript({ ...options, dialect, range: 'head' })).dialect).toBe(dialect);
    }
  });

  it('tells the config its tag', async () => {
    const project = new Project(nowhere, {
      ...files,
      'migrate.config.ts': `export default ({ tag }) => ({ versionTable: tag ?? 'athanor_version' });\n`,
    });
    const { sql } = await upgradeScript({ ...project.options, range: 'head', tag: 'seven_version' });
    expect(sql).toContain('INSERT INTO "seven_version"');
  });

  it('of a range goes up or down', async () => {
    const options = projectOf(nowhere);
    const directions = ['head', 'one1:two2', 'one1:+1', 'two2:one1', 'head:-1', 'head:base'].map(
      async (range) => (await rangeScript({ ...options, range })).direction,
    );
    expect(await Promise.all(directions)).toEqual([
      'upgrade',
      'upgrade',
      'upgrade',
      'downgrade',
      'downgrade',
      'downgrade',
    ]);
  });

  it('says that there is nothing to do', async () => {
    const { sql, revisions } = await upgradeScript({ ...projectOf(nowhere), range: 'head:head' });
    expect(revisions).toEqual([]);
    expect(sql).toBe('-- Athanor: nothing to do at two2\n');
  });

  it('is refused where a revision asks the database, or leans on one that did', async () => {
    const options = projectOf(nowhere, asking);
    const question = upgradeScript({ ...options, range: 'two2:head' });
    await expect(question).rejects.toThrow(QueryNotPossible);
    await expect(question).rejects.toThrow('revision ask3 asks the database (op.query), and there is none here');
    expect((await upgradeScript({ ...options, range: 'ask3:four' })).sql).toContain("VALUES (2, 'Bo')");
    const leaning = upgradeScript({ ...options, range: 'ask3:head', dialect: 'sqlite' });
    await expect(leaning).rejects.toThrow(SchemaUnknown);
    await expect(leaning).rejects.toThrow(/revision five cannot be written as SQL .* revision ask3 asks the database/);
  });

  it.each([
    ['-1:head', 'depends on a database'],
    ['current:head', 'depends on a database'],
  ])('cannot start from %s', async (range, message) => {
    const failure = upgradeScript({ ...projectOf(nowhere), range });
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(message);
  });

  it('of a downgrade says where it starts and where it ends', async () => {
    for (const range of ['base', 'head:', ':base']) {
      await expect(downgradeScript({ ...projectOf(nowhere), range })).rejects.toThrow(UsageError);
    }
  });

  it('is for a version of the server', async () => {
    const options = { ...projectOf(nowhere), range: 'head' };
    await expect(upgradeScript({ ...options, serverVersion: 'new' })).rejects.toThrow(UsageError);
    expect((await upgradeScript({ ...options, serverVersion: '15' })).sql).toContain('CREATE TABLE "books"');
  });
});
