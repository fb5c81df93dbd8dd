import { expect, it } from 'vitest';
import * as sa from '../../src/index.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';

/** Tables that need one another in a circle, and a table that names itself. */
function declare(): sa.MetaData {
  const metadata = new sa.MetaData({
    namingConvention: { ix: 'ix_%(column_0_label)s', fk: 'fk_%(table_name)s_%(column_0_name)s' },
  });
  sa.Table(
    'teams',
    metadata,
    sa.column('id', sa.Integer, { primaryKey: true }),
    sa.column('lead_id', sa.Integer, sa.ForeignKey('people.id')),
  );
  sa.Table(
    'people',
    metadata,
    sa.column('id', sa.Integer, { primaryKey: true }),
    sa.column('team_id', sa.Integer, sa.ForeignKey('teams.id'), { nullable: false }),
    sa.column('manager_id', sa.Integer, sa.ForeignKey('people.id')),
    sa.column('mood', sa.Enum(['good', 'bad'], { name: 'mood' })),
    sa.column('name', sa.String(50), { index: true }),
  );
  return metadata;
}

for (const server of servers) {
  describeOn(server, () => {
    it('creates all tables, skips those that are there, and drops them', () =>
      withDatabase(server, async ({ url, connection, dialect }) => {
        const tables = async () => (await dialect.reflect(connection, {})).tables.map(({ name }) => name).sort();
        const metadata = declare();
        await metadata.createAll(url);
        expect(await tables()).toEqual(['people', 'teams']);
        await metadata.createAll(connection);
        await expect(metadata.createAll(url, { existing: 'fail' })).rejects.toMatchObject({ code: 'usage' });
        await metadata.dropAll(url);
        expect(await tables()).toEqual([]);
        await metadata.dropAll(url);
        await expect(metadata.dropAll(connection, { existing: 'fail' })).rejects.toMatchObject({ code: 'usage' });
      }));

    it('reads tables into metadata that creates the same elsewhere', () =>
      withDatabase(server, async ({ url }) => {
        await declare().createAll(url);
        const read = new sa.MetaData();
        await read.reflect(url);
        expect([...read.tables.keys()].sort()).toEqual(['people', 'teams']);
        await withDatabase(server, async (other) => {
          await read.createAll(other.url);
          const again = new sa.MetaData();
          await again.reflect(other.url);
          expect([...again.tables.keys()].sort()).toEqual(['people', 'teams']);
        });
      }));

    it('connect gives a connection that the caller closes', () =>
      withDatabase(server, async ({ url }) => {
        const connection = await sa.connect(url);
        await declare().createAll(connection);
        expect(await connection.query('SELECT id FROM people')).toEqual([]);
        await connection.close();
      }));
  });
}
