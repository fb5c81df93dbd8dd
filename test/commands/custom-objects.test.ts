import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { downgrade } from '../../src/commands/downgrade.ts';
import { revision } from '../../src/commands/revision.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { Project } from './project.ts';

/** Reports, which are views as a project defines them for all four databases; and an operation that writes a row. */
const definitions = `import { defineObjectKind, defineOperation } from 'athanor';

const catalogs = {
  sqlite: "SELECT name, sql AS text FROM sqlite_master WHERE type = 'view'",
  postgresql: "SELECT viewname AS name, definition AS text FROM pg_views WHERE schemaname = current_schema()",
  mysql: "SELECT TABLE_NAME AS name, VIEW_DEFINITION AS text FROM information_schema.VIEWS WHERE TABLE_SCHEMA = database()",
};

/** What a view adds up to is all that is compared: each server spells the rest in its own way. */
const sum = (text) => /\\bid\\b[^0-9]*?\\+\\s*(\\d+)/.exec(text)?.[1];

export const report = defineObjectKind({
  kind: 'report',
  unmodelledAs: 'view',
  create: ({ name, query }, sql) => \`CREATE VIEW \${sql.identifier(name)} AS \${query}\`,
  drop: ({ name }, sql) => \`DROP VIEW \${sql.identifier(name)}\`,
  dependsOn: () => [{ name: 'users' }],
  canonicalise: ({ name, query }) => ({ name, query: sum(query) }),
  reflect: async (catalog) => {
    const rows = await catalog.query(catalogs[catalog.dialect === 'mariadb' ? 'mysql' : catalog.dialect]);
    return rows.map(({ name, text }) => ({ name, query: text.replace(/^CREATE VIEW .*? AS /s, '') }));
  },
});

defineOperation({
  name: 'note',
  compile: ({ id }, sql) => \`INSERT INTO \${sql.table({ name: 'users' })} (id) VALUES (\${sql.literal(id)})\`,
  reverse: 'forget',
});
defineOperation({
  name: 'forget',
  compile: ({ id }, sql) => [{ sql: \`DELETE FROM \${sql.table({ name: 'users' })} WHERE id = \${sql.literal(id)}\` }],
  reverse: 'note',
});
`;

const users = "sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true, autoincrement: false }));";
const declared = (sum: number): string =>
  `${users}\nmetadata.addObject(report({ name: 'sums', query: 'SELECT id + ${sum} AS total FROM users' }));\nimport { report } from './definitions.mjs';`;

const byHand = (parent: string): string => `import './../definitions.mjs';
export const revision = { id: 'noted', parents: ['${parent}'] };
export const upgrade = (op) => { op.note({ id: 1 }); op.note({ id: 2 }); };
export const downgrade = (op) => { op.forget({ id: 1 }); op.forget({ id: 2 }); };
`;

for (const server of servers) {
  describeOn(server, () => {
    it('objects of a project are compared, written, run and taken back', () =>
      withDatabase(server, async ({ url, connection }) => {
        const project = new Project(url, { 'definitions.mjs': definitions });
        const first = project.models(declared(1));
        const written = await revision({ ...first, autogenerate: true, message: 'sums', id: 'sums' });
        expect(written.operations).toMatchObject([{ kind: 'createTable' }, { kind: 'custom', name: 'createReport' }]);
        expect(readFileSync(written.revision?.path ?? '', 'utf8')).toContain(
          "op.dropReport({ report: { name: 'sums' } });",
        );
        await upgrade(first);
        expect(await check(first)).toMatchObject({ isInSync: true, operations: [], unmodelled: [] });

        const second = project.models(declared(2));
        const found = await check(second);
        expect(found.operations).toMatchObject([{ name: 'alterReport', payload: { to: { name: 'sums' } } }]);
        expect((await diff({ ...second, from: 'database', to: 'models' })).sql).toMatch(/DROP VIEW.*CREATE VIEW/s);
        await revision({ ...second, autogenerate: true, id: 'altered' });
        await upgrade(second);
        expect(await check(second)).toMatchObject({ isInSync: true });
        await connection.execute('INSERT INTO users (id) VALUES (40)');
        const rows = await connection.query<{ readonly total: unknown }>('SELECT total FROM sums');
        expect(rows.map(({ total }) => Number(total))).toEqual([42]);

        await downgrade({ ...first, target: '-1' });
        expect(await check(first)).toMatchObject({ isInSync: true });
        const without = project.models(users);
        expect((await check(without)).operations).toMatchObject([{ name: 'dropReport' }]);
        const hidden = project.models(users, "includeName: (name, kind) => kind !== 'custom'");
        expect(await check(hidden)).toMatchObject({ isInSync: true });
        const left = project.models(users, "includeObject: ({ kind, name }) => kind !== 'custom' || name !== 'sums'");
        expect(await check(left)).toMatchObject({ isInSync: true });
        await downgrade({ ...first, target: 'base' });
        expect((await check(project.models(''))).operations).toEqual([]);
      }));

    it('objects of a project are its own, whatever else of that sort the models declare', () =>
      withDatabase(server, async ({ url }) => {
        const others = definitions.replace('rows.map', "rows.filter(({ name }) => name !== 'keys').map");
        const project = new Project(url, { 'definitions.mjs': others });
        const both = project.models(
          `${declared(1)}\nsa.View('keys', metadata, { definition: 'SELECT id FROM users' });`,
        );
        await revision({ ...both, autogenerate: true, id: 'both' });
        await upgrade(both);
        expect(await check(both)).toMatchObject({ isInSync: true, operations: [], unmodelled: [] });
        const all = project.models(
          `${declared(1)}\nsa.View('keys', metadata, { definition: 'SELECT id FROM users' });`,
          "owns: 'all'",
        );
        expect(await check(all)).toMatchObject({ isInSync: true, operations: [], unmodelled: [] });
      }));

    it('operations of a project are run and taken back', () =>
      withDatabase(server, async ({ url, connection }) => {
        const project = new Project(url, { 'definitions.mjs': definitions });
        const options = project.models(users);
        await revision({ ...options, autogenerate: true, id: 'first' });
        project.write({ 'migrations/noted.mjs': byHand('first') });
        await upgrade(options);
        expect(await connection.query('SELECT id FROM users')).toHaveLength(2);
        await downgrade({ ...options, target: '-1' });
        expect(await connection.query('SELECT id FROM users')).toEqual([]);
      }));

    it('createAll and dropAll make and remove objects with the tables', () =>
      withDatabase(server, async ({ url, connection }) => {
        const project = new Project(url, {
          'definitions.mjs': definitions,
          'all.mjs': `import * as sa from 'athanor';\nimport { report } from './definitions.mjs';\nexport const metadata = new sa.MetaData();\n${users}\nmetadata.addObject(report({ name: 'sums', query: 'SELECT id + 1 AS total FROM users' }));\n`,
          'migrate.config.mjs': "export { metadata } from './all.mjs';\nexport default {};\n",
        });
        const { metadata } = await load(project);
        await metadata.createAll(url);
        await metadata.createAll(url);
        expect(await connection.query('SELECT total FROM sums')).toEqual([]);
        await metadata.dropAll(url);
        await expect(connection.query('SELECT total FROM sums')).rejects.toThrow();
        expect(() => metadata.addObject({ kind: 'report', name: 'sums' })).toThrow('report sums is declared already');
      }));
  });
}

async function load(
  project: Project,
): Promise<{ readonly metadata: import('../../src/metadata/metadata.ts').MetaData }> {
  const { moduleLoader } = await import('../../src/module-loader.ts');
  return (await moduleLoader(project.folder).load(`${project.folder}/all.mjs`)) as never;
}
