import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accept } from '../../src/commands/accept.ts';
import { current } from '../../src/commands/current.ts';
import { downgrade } from '../../src/commands/downgrade.ts';
import { edit } from '../../src/commands/edit.ts';
import { ensureVersion } from '../../src/commands/ensure-version.ts';
import { history } from '../../src/commands/history.ts';
import { merge } from '../../src/commands/merge.ts';
import { revision } from '../../src/commands/revision.ts';
import { squash } from '../../src/commands/squash.ts';
import { stamp } from '../../src/commands/stamp.ts';
import { status } from '../../src/commands/status.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { Project } from './project.ts';

/** Creates a table, and takes it back. */
const creates = (id: string, parents: readonly string[], more = ''): Readonly<Record<string, string>> => ({
  [`migrations/${id}.ts`]: `import type { Operations } from 'athanor';
export const revision = { id: '${id}', parents: ${JSON.stringify(parents)}, message: '${id}'${more} };
export function upgrade(op: Operations) {
  op.createTable({ table: { name: 't_${id}', columns: [{ name: 'id', type: { type: 'Integer' }, nullable: false }], constraints: [{ kind: 'primaryKey', columns: ['id'] }] } });
}
export function downgrade(op: Operations) {
  op.dropTable({ table: { name: 't_${id}' } });
}
`,
});

const config = { 'migrate.config.ts': 'export default {};\n' };
const line = {
  ...config,
  ...creates('aaaa1', []),
  ...creates('bbbb2', ['aaaa1']),
  ...creates('cccc3', ['bbbb2']),
  ...creates('dddd4', ['cccc3']),
};

const tablesOf = async ({ dialect, connection }: FreshDatabase): Promise<readonly string[]> =>
  (await dialect.reflect(connection, {})).tables
    .map(({ name }) => name)
    .filter((name) => name.startsWith('t_'))
    .sort();

const storedBy = async ({ connection }: FreshDatabase): Promise<readonly string[]> => {
  const rows = await connection.query<{ version_num: string }>('SELECT version_num FROM athanor_version');
  return rows.map((row) => row.version_num).sort();
};

const all = ['t_aaaa1', 't_bbbb2', 't_cccc3', 't_dddd4'];

for (const server of servers) {
  describeOn(server, () => {
    it('a revision follows where the database is, if that is asked for, and never base instead', () =>
      withDatabase(server, async ({ url }) => {
        const { options } = new Project(url, line);
        await upgrade({ ...options, target: 'bbbb2' });
        const after = await revision({ ...options, id: 'ffff6', head: '+2' });
        expect(after.revision?.parents).toEqual(['dddd4']);
        const side = await revision({ ...options, id: 'eeee5', head: 'current', splice: true });
        expect(side.revision?.parents).toEqual(['bbbb2']);
        const both = await merge({ ...options, id: 'aaab7', revisions: ['current', 'ffff6'], splice: true }).catch(
          (error: Error) => error.message,
        );
        expect(both).toContain('bbbb2');
        await expect(squash({ ...options, range: ':current' })).rejects.toThrow("'current' depends on a database");
      }));

    it('a squashed range is run by a fresh database, skipped by one that has run it, and finished by one in its middle', () =>
      withDatabase(server, (fresh) =>
        withDatabase(server, (old) =>
          withDatabase(server, async (late) => {
            const project = new Project(fresh.url, line);
            const at = (database: FreshDatabase) => ({ ...project.options, url: database.url });
            await upgrade({ ...at(old), target: 'cccc3' });
            await upgrade({ ...at(late), target: 'bbbb2' });
            const { revision: written } = await squash({ ...project.options, range: 'bbbb2:cccc3', id: 'ssss5' });
            expect(written).toMatchObject({ id: 'ssss5', parents: ['aaaa1'], replaces: ['bbbb2', 'cccc3'] });

            const ran = async (database: FreshDatabase): Promise<readonly string[]> =>
              (await upgrade(at(database))).steps.map((step) => step.revision);
            expect([await ran(fresh), await ran(old), await ran(late)]).toEqual([
              ['aaaa1', 'ssss5', 'dddd4'],
              ['dddd4'],
              ['cccc3', 'dddd4'],
            ]);
            for (const database of [fresh, old, late]) {
              expect(await tablesOf(database)).toEqual(all);
              expect(await storedBy(database)).toEqual(['dddd4']);
              await downgrade({ ...at(database), target: 'aaaa1' });
              expect(await tablesOf(database)).toEqual(['t_aaaa1']);
              expect(await storedBy(database)).toEqual(['aaaa1']);
            }
          }),
        ),
      ));

    it('a database at the end of a squashed range goes on and back although the files of the range are gone', () =>
      withDatabase(server, async (database) => {
        const project = new Project(database.url, line);
        await upgrade({ ...project.options, target: 'cccc3' });
        await squash({ ...project.options, range: ':cccc3', id: 'ssss5', delete: true });
        expect(await storedBy(database)).toEqual(['cccc3']);
        expect(await current(project.options)).toMatchObject({ revisions: [{ id: 'ssss5' }], pending: ['dddd4'] });
        await upgrade(project.options);
        expect(await storedBy(database)).toEqual(['dddd4']);
        await stamp({ ...project.options, targets: ['ssss5'] });
        expect(await storedBy(database)).toEqual(['ssss5']);
        await stamp({ ...project.options, targets: ['dddd4'] });
        await downgrade({ ...project.options, target: 'base' });
        expect(await tablesOf(database)).toEqual([]);
        expect(await storedBy(database)).toEqual([]);
      }));

    it('version rows that hold a revision and one before it are put right by the next step', () =>
      withDatabase(server, async (database) => {
        const project = new Project(database.url, line);
        await upgrade({ ...project.options, target: 'cccc3' });
        await database.run("INSERT INTO athanor_version VALUES ('aaaa1')");
        expect((await current(project.options)).revisions.map(({ id }) => id)).toEqual(['cccc3']);
        await upgrade(project.options);
        expect(await storedBy(database)).toEqual(['dddd4']);
        await database.run("INSERT INTO athanor_version VALUES ('bbbb2')");
        await downgrade({ ...project.options, target: '-1' });
        expect(await storedBy(database)).toEqual(['cccc3']);
      }));

    it('an edited revision is told, refused when strict, and accepted', () =>
      withDatabase(server, async (database) => {
        const project = new Project(database.url, line);
        await upgrade({ ...project.options, target: 'bbbb2' });
        const file = join(project.folder, 'migrations/aaaa1.ts');
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, `\uFEFF${text.replaceAll('\n', ' \r\n')}\n\n`);
        expect((await upgrade({ ...project.options, strict: true, target: 'cccc3' })).edited).toEqual([]);
        writeFileSync(file, `${text}// more\n`);
        const refused = upgrade({ ...project.options, strict: true });
        await expect(refused).rejects.toMatchObject({ code: 'revisions_edited', exitCode: 8, revisions: ['aaaa1'] });
        expect(await storedBy(database)).toEqual(['cccc3']);
        expect((await upgrade(project.options)).edited.map((one) => one.revision)).toEqual(['aaaa1']);
        expect((await accept(project.options)).accepted.map((one) => one.revision)).toEqual(['aaaa1']);
        expect((await upgrade({ ...project.options, strict: true })).edited).toEqual([]);
        expect((await status(project.options)).revisions.map(({ state }) => state)).toEqual(Array(4).fill('applied'));
        expect((await accept(project.options)).accepted).toEqual([]);
      }));

    it('the version table can be made ahead, and once', () =>
      withDatabase(server, async (database) => {
        const project = new Project(database.url, line);
        const tables = ['athanor_version', 'athanor_history', 'athanor_journal'];
        expect(await ensureVersion(project.options)).toMatchObject({ tables, created: tables });
        expect(await ensureVersion(project.options)).toMatchObject({ tables, created: [] });
        expect(await tablesOf(database)).toEqual([]);
        await upgrade(project.options);
        expect(await tablesOf(database)).toEqual(all);
      }));
  });
}

it('a merge says which operations meet in a table and in a column, and what it could not look into', async () => {
  const project = new Project('sqlite://', {
    ...config,
    ...creates('aaaa1', []),
    'migrations/b.ts': changes(
      'bbbb2',
      `
      op.addColumn({ table: 't_aaaa1', column: { name: 'age', type: { type: 'Integer' } } });
      op.renameTable({ from: 't_old', to: 't_new' });
      op.createObject({ object: { kind: 'sequence', name: 'numbers' } });`,
    ),
    'migrations/c.ts': changes(
      'cccc3',
      `
      op.createIndex({ table: 't_aaaa1', index: { name: 'ix', columns: ['age'] } });
      op.addColumn({ table: 't_new', column: { name: 'x', type: { type: 'Text' } } });
      op.dropObject({ object: { kind: 'sequence', name: 'numbers' } });
      op.addColumn({ table: 't_other', column: { name: 'x', type: { type: 'Text' } } });`,
    ),
    'migrations/d.ts': changes(
      'dddd4',
      `
      op.addColumn({ table: 't_aaaa1', column: { name: 'name', type: { type: 'Text' } } });
      op.execute({ sql: 'SELECT 1' });`,
    ),
  });
  const { meetings, unseen, revision: written } = await merge({ ...project.options, message: 'join' });
  expect(written).toMatchObject({ parents: ['bbbb2', 'cccc3', 'dddd4'], message: 'join' });
  expect(unseen).toEqual(['dddd4']);
  expect(
    meetings.map(({ name, columns, operations }) => [
      name,
      columns,
      operations.map((one) => `${one.revision}: ${one.summary}`),
    ]),
  ).toEqual([
    ['t_aaaa1', ['age'], ['bbbb2: add column t_aaaa1.age', 'cccc3: create index ix on t_aaaa1']],
    ['t_new', [], ['bbbb2: rename table t_old to t_new', 'cccc3: add column t_new.x']],
    ['sequence numbers', [], ['bbbb2: create sequence numbers', 'cccc3: drop sequence numbers']],
  ]);
});

it('new revisions go into the folder of their parent, or into the one that is named', async () => {
  const project = new Project('sqlite://', {
    'migrate.config.ts': "export default { migrations: { locations: ['./migrations', './plugins/billing'] } };\n",
    ...creates('aaaa1', []),
    'plugins/billing/.gitkeep': '',
  });
  const made = async (options: Parameters<typeof revision>[0]): Promise<string | undefined> =>
    (await revision({ ...project.options, ...options })).revision?.path.slice(project.folder.length + 1);
  const begin = { id: 'bbbb2', head: 'base', branchLabels: ['billing'], location: 'plugins/billing' };
  expect(await made(begin)).toMatch(/^plugins\/billing\/.*bbbb2/);
  expect(await made({ id: 'cccc3', head: 'billing@head' })).toMatch(/^plugins\/billing\/.*cccc3/);
  expect(await made({ id: 'dddd4', head: 'aaaa1', dependsOn: ['billing', 'ccc'] })).toMatch(/^migrations\/.*dddd4/);
  await expect(made({ id: 'eeee5', head: 'base' })).rejects.toMatchObject({ code: 'usage' });
  await expect(made({ id: 'eeee5', head: 'aaaa1' })).rejects.toMatchObject({ code: 'usage' });
  expect(await made({ id: 'eeee5', head: 'aaaa1', splice: true })).toMatch(/eeee5/);
  const { revisions } = await history({ ...project.options, range: 'billing@base:' });
  expect(revisions.map(({ id, branches, dependsOn }) => [id, branches, dependsOn])).toEqual([
    ['cccc3', ['billing'], []],
    ['bbbb2', ['billing'], []],
  ]);
  const [dependent] = (await history({ ...project.options, range: 'dddd4:' })).revisions;
  expect(dependent?.dependsOn).toEqual(['billing', 'cccc3']);
});

it('a squash without a way back says so, and has none', async () => {
  const project = new Project('sqlite://', line);
  const file = join(project.folder, 'migrations/bbbb2.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('export function downgrade', 'function downgrade'));
  const { irreversible, revision: written } = await squash({ ...project.options, range: ':cccc3' });
  expect(irreversible).toEqual(['bbbb2']);
  expect(readFileSync(written?.path ?? '', 'utf8')).not.toContain('downgrade');
});

it('an editor is opened on the file, its failure is told, and so is a header that it broke', async () => {
  const project = new Project('sqlite://', { ...config, ...creates('aaaa1', []) });
  const run = (editor: string) => edit({ ...project.options, target: 'head', editor });
  expect((await run("sed -i 's/aaaa1/bbbb2/'")).revisions).toMatchObject([{ id: 'bbbb2' }]);
  await expect(run('false')).rejects.toMatchObject({ code: 'editor_failed', exitCode: 2 });
  await expect(run('no-such-editor-here')).rejects.toMatchObject({ code: 'editor_failed' });
  await expect(run("sed -i 's/parents/parent/'")).rejects.toMatchObject({ code: 'broken_revision_file', line: 2 });
  await expect(edit({ ...project.options, target: 'nothing', editor: 'true' })).rejects.toMatchObject({ exitCode: 2 });
});

it('headers are read from several folders and below, and files with a name of their own are not', async () => {
  const project = new Project('sqlite://', {
    'migrate.config.ts': "export default { migrations: { locations: ['./migrations', './more'] } };\n",
    ...creates('aaaa1', []),
  });
  mkdirSync(join(project.folder, 'more/2026'), { recursive: true });
  project.write(creates('bbbb2', ['aaaa1']));
  renameSync(join(project.folder, 'migrations/bbbb2.ts'), join(project.folder, 'more/2026/bbbb2.ts'));
  project.write({ 'more/_shared.ts': 'export const nothing = 1;\n', 'more/types.d.ts': 'export {};\n' });
  expect((await history(project.options)).revisions.map(({ id }) => id)).toEqual(['bbbb2', 'aaaa1']);
});

function changes(id: string, body: string): string {
  return `import type { Operations } from 'athanor';
export const revision = { id: '${id}', parents: ['aaaa1'], message: '${id}' };
export function upgrade(op: Operations) {${body}
}
`;
}
