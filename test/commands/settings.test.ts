import { expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { current } from '../../src/commands/current.ts';
import { downgrade } from '../../src/commands/downgrade.ts';
import { heads } from '../../src/commands/heads.ts';
import { upgradeScript } from '../../src/commands/offline.ts';
import { reflect } from '../../src/commands/reflect.ts';
import { revision } from '../../src/commands/revision.ts';
import { stamp } from '../../src/commands/stamp.ts';
import { stampScript } from '../../src/commands/stamp-script.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { Project } from './project.ts';

const users = (columns: string): string =>
  `sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true }), ${columns});`;

/** Writes down every change of the version table, in its transaction. */
const noting = `onVersionApply: async ({ direction, revisions, from, to, execute }) => {
  await execute("INSERT INTO applied VALUES ('" + [direction, revisions, from, to].join(' ') + "')");
}`;

const manual = (id: string, parents: readonly string[], body: string): string =>
  `export const revision = { id: '${id}', parents: ${JSON.stringify(parents)} };\nexport function upgrade(op) { ${body} }\nexport function downgrade() {}\n`;

for (const one of servers) {
  describeOn(one, () => {
    it('tells onVersionApply of every change of the version table, in its transaction', () =>
      withDatabase(one, async ({ url, run, connection }) => {
        await run('CREATE TABLE applied (what VARCHAR(100))');
        const project = new Project(url, {
          'migrations/a.ts': manual('a', [], ''),
          'migrations/b.ts': manual('b', ['a'], ''),
          'migrate.config.ts': `export default { ${noting} };`,
        });
        await upgrade(project.options);
        await downgrade({ ...project.options, target: '-1' });
        await stamp({ ...project.options, targets: ['b'] });
        const rows = await connection.query<{ readonly what: string }>('SELECT what FROM applied');
        expect(rows.map(({ what }) => what).sort()).toEqual([
          'downgrade b b a',
          'stamp b a b',
          'upgrade a  a',
          'upgrade b a b',
        ]);
      }));

    it('writes what onVersionApply does into scripts, too', async () => {
      const project = new Project('sqlite://', {
        'migrations/a.ts': manual('a', [], ''),
        'migrate.config.ts': `export default { ${noting} };`,
      });
      const options = { ...project.options, dialect: one.dialect };
      const { sql } = await upgradeScript({ ...options, range: 'base:head' });
      expect(sql).toContain("INSERT INTO applied VALUES ('upgrade a  a');");
      const stamped = await stampScript({ ...options, targets: ['base:a'] });
      expect(stamped.sql).toContain("INSERT INTO applied VALUES ('stamp a  a');");
    });

    it('lets onVersionApply stop a revision', () =>
      withDatabase(one, async ({ url, dialect }) => {
        const project = new Project(url, {
          'migrations/a.ts': manual('a', [], "op.execute('CREATE TABLE t (id int)')"),
          'migrate.config.ts': "export default { onVersionApply: () => { throw new Error('no'); } };",
        });
        await expect(upgrade(project.options)).rejects.toThrow("migrate.config.ts: 'onVersionApply' failed: no");
        expect(await current(project.options)).toMatchObject({ revisions: [] });
        const { tables } = await reflect({ url });
        expect(tables.some(({ name }) => name === 't')).toBe(!dialect.capabilities.transactionalDdl);
      }));

    it('keeps the versions where the config says, with a primary key or without', () =>
      withDatabase(one, async ({ url }) => {
        const project = new Project(url, {
          'migrations/a.ts': manual('a', [], ''),
          'migrate.config.ts': "export default { versionTable: { name: 'versions', primaryKey: false } };",
        });
        await upgrade(project.options);
        expect(await current(project.options)).toMatchObject({ revisions: [{ id: 'a' }] });
        const table = (await reflect({ url })).tables.find(({ name }) => name === 'versions');
        expect(table).toMatchObject({ columns: [{ name: 'version_num', nullable: false }] });
        expect(table?.constraints ?? []).toEqual([]);
      }));

    it('compares types and defaults as the config says', () =>
      withDatabase(one, async ({ url }) => {
        const project = new Project(url);
        const before = project.models(users("sa.column('name', sa.String(10), { serverDefault: 'x' })"));
        await revision({ ...before, autogenerate: true });
        await upgrade(before);
        const changed = users("sa.column('name', sa.String(20), { serverDefault: 'y' })");
        const told = async (settings: string, models = changed): Promise<readonly unknown[]> =>
          (await check(project.models(models, settings))).operations;
        expect(await told('')).toHaveLength(1);
        expect(await told('compareType: true, compareServerDefault: true')).toHaveLength(1);
        expect(await told('compareType: false')).toMatchObject([{ to: { type: { length: 10 }, serverDefault: 'y' } }]);
        expect(await told('compareServerDefault: () => false')).toMatchObject([
          { to: { type: { length: 20 }, serverDefault: 'x' } },
        ]);
        expect(await told('compareType: false, compareServerDefault: false')).toEqual([]);
        const same = users("sa.column('name', sa.String(10), { serverDefault: 'x' })");
        expect(await told('', same)).toEqual([]);
        expect(await told("compareType: ({ models }) => models.name === 'name' || undefined", same)).toMatchObject([
          { kind: 'alterColumn', table: 'users', to: { name: 'name' } },
        ]);
      }));

    it('lets two histories share a database', () =>
      withDatabase(one, async ({ url }) => {
        const table = (name: string): string =>
          `{ metadata: ${name}, migrations: './${name}', versionTable: '${name}_version', includeName: (table, kind) => kind !== 'table' || table === '${name}' }`;
        const project = new Project(url, {
          'shop/.gitkeep': '',
          'crm/.gitkeep': '',
          'migrate.config.ts': `import * as sa from 'athanor';
const shop = new sa.MetaData();
const crm = new sa.MetaData();
sa.Table('shop', shop, sa.column('id', sa.Integer, { primaryKey: true }));
sa.Table('crm', crm, sa.column('id', sa.Integer, { primaryKey: true }));
export default { databases: { shop: ${table('shop')}, crm: ${table('crm')} } };
`,
        });
        for (const name of ['shop', 'crm']) {
          await revision({ ...project.options, name, autogenerate: true });
          await upgrade({ ...project.options, name });
        }
        for (const name of ['shop', 'crm']) {
          expect(await check({ ...project.options, name })).toMatchObject({ isInSync: true, pending: [] });
          expect((await current({ ...project.options, name })).revisions).toHaveLength(1);
        }
      }));

    it('never takes the tables that another history of the config keeps for something to drop', () =>
      withDatabase(one, async ({ url }) => {
        const project = new Project(url, {
          'migrations/a.ts': manual('a', [], ''),
          'migrate.config.ts': `import * as sa from 'athanor';
export default { metadata: new sa.MetaData(), databases: { other: { versionTable: 'other_version' } } };
`,
        });
        await upgrade({ ...project.options, name: 'other' });
        await upgrade(project.options);
        expect(await check(project.options)).toMatchObject({ isInSync: true });
        expect(await check({ ...project.options, name: 'other' })).toMatchObject({ isInSync: true });
      }));

    it('takes several metadata for one database', () =>
      withDatabase(one, async ({ url }) => {
        const project = new Project(url, {
          'migrate.config.ts': `import * as sa from 'athanor';
const [shop, crm] = [new sa.MetaData(), new sa.MetaData()];
sa.Table('customers', crm, sa.column('id', sa.Integer, { primaryKey: true }));
sa.Table('orders', shop, sa.column('id', sa.Integer, { primaryKey: true }), sa.column('customer_id', sa.Integer, sa.ForeignKey('customers.id')));
export default { metadata: [shop, crm] };
`,
        });
        await revision({ ...project.options, autogenerate: true });
        await upgrade(project.options);
        expect(await check(project.options)).toMatchObject({ isInSync: true, operations: [] });
        expect((await reflect({ url })).tables.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['customers', 'orders']),
        );
      }));
  });
}

describeOn(await server('postgresql'), () => {
  it('compares several schemas, and keeps the versions in one of them', async () =>
    withDatabase(await server('postgresql'), async ({ url, run }) => {
      await run('CREATE SCHEMA own; CREATE SCHEMA ignored; CREATE TABLE ignored.t (id int)');
      const project = new Project(url);
      const tables = ['own', 'sales'].map(
        (schema) =>
          `sa.Table('${schema}_t', metadata, sa.column('id', sa.Integer, { primaryKey: true }), { schema: '${schema}' });`,
      );
      const settings = "schemas: ['own', 'sales'], versionTable: { name: 'v', schema: 'own' }";
      const options = project.models(tables.join('\n'), settings);
      await revision({ ...options, autogenerate: true });
      await upgrade(options);
      expect(await check(options)).toMatchObject({ isInSync: true });
      const { tables: found } = await reflect({ url, schemas: ['own', 'sales'] });
      expect(found.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual(
        expect.arrayContaining(['own.own_t', 'own.v', 'sales.sales_t']),
      );
      const wider = project.models(tables.join('\n'), `${settings.replace("'sales'", "'sales', 'ignored'")}`);
      expect(await check(wider)).toMatchObject({ operations: [{ kind: 'dropTable' }, { kind: 'dropObject' }] });
      const narrowed = `${settings.replace("'sales'", "'sales', 'ignored'")}, includeName: (name, kind) => kind !== 'schema' || name !== 'ignored'`;
      expect(await check(project.models(tables.join('\n'), narrowed))).toMatchObject({ isInSync: true });
    }));
});

it('looks into folders below the migrations folder, unless told otherwise', async () => {
  const files = { 'migrations/a.ts': manual('a', [], ''), 'migrations/deep/b.ts': manual('b', ['a'], '') };
  const config = (recursive: string): object => ({
    ...files,
    'migrate.config.ts': `export default { migrations: { ${recursive} } };`,
  });
  const found = async (recursive: string): Promise<readonly string[]> =>
    (await heads(new Project('sqlite://', config(recursive) as Record<string, string>).options)).revisions.map(
      ({ id }) => id,
    );
  expect(await found('')).toEqual(['b']);
  expect(await found('recursive: false')).toEqual(['a']);
  await expect(found("recursive: false, fileTemplate: '{year}/{id}'")).rejects.toThrow(
    "'migrations' says 'recursive: false'",
  );
});
