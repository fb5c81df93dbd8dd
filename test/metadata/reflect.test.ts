import * as sa from 'athanor';
import { expect, it } from 'vitest';
import * as blog from '../../fixtures/models/blog.ts';
import * as several from '../../fixtures/models/several-bases.ts';
import { compare } from '../../src/commands/compare.ts';
import type { Scope } from '../../src/dialects/dialect.ts';
import { runOperations } from '../../src/runner/run-operations.ts';
import { emptySchema, type Schema } from '../../src/schema/schema.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';

/** What turns the database into what is declared. */
async function operationsFor({ dialect, connection }: FreshDatabase, after: Schema, scope: Scope = {}) {
  const before = await dialect.reflect(connection, scope);
  return (await compare({ dialect, server: connection.server, connection, before, after })).operations;
}

for (const server of servers) {
  describeOn(server, () => {
    it('gives the metadata of a database, which is that of its models', () =>
      withDatabase(server, async (database) => {
        await blog.Base.metadata.createAll(database.connection);
        const metadata = new sa.MetaData({ namingConvention: { ck: 'other_%(constraint_name)s' } });
        await metadata.reflect(database.url);
        expect([...metadata.tables.keys()].sort()).toEqual([...blog.Base.metadata.tables.keys()].sort());
        expect(await operationsFor(database, sa.toSchema(metadata, database.dialect.capabilities))).toEqual([]);
        expect(metadata.tables.get('users')?.c.email?.type).toEqual({ type: 'String', length: 320 });
      }));

    it('gives with a table what its foreign keys point at, and leaves what is declared already', () =>
      withDatabase(server, async (database) => {
        await blog.Base.metadata.createAll(database.connection);
        const metadata = new sa.MetaData();
        const tags = sa.Table('tags', metadata, sa.column('id', sa.Integer, { primaryKey: true }));
        await metadata.reflect(database.connection, { only: ['post_tags'] });
        expect([...metadata.tables.keys()].sort()).toEqual(['post_tags', 'posts', 'tags', 'users']);
        expect(metadata.tables.get('tags')).toBe(tags);
      }));

    it('creates some tables only, and says which are there already', () =>
      withDatabase(server, async (database) => {
        const { metadata } = blog.Base;
        await metadata.createAll(database.connection, { tables: [blog.User, 'posts'] });
        const { tables } = await database.dialect.reflect(database.connection, {});
        expect(tables.map(({ name }) => name).sort()).toEqual(['posts', 'users']);
        const again = metadata.createAll(database.connection, { tables: [blog.User.__table__], existing: 'fail' });
        await expect(again).rejects.toThrow('table users is there already');
        await expect(metadata.createAll(database.url, { tables: ['user'] })).rejects.toMatchObject({
          code: 'unknown_reference',
          message: "there is no table 'user' in this metadata",
          hint: "did you mean 'users'?",
        });
      }));

    if (server.dialect !== 'postgresql') return;
    it('creates and reads tables in several schemas', () =>
      withDatabase(server, async (database) => {
        const declared = sa.toSchema([several.Base.metadata, several.AnalyticsBase.metadata]);
        const scope = { schemas: ['public', 'analytics', 'events'] };
        await runOperations(database, await operationsFor(database, declared, scope), emptySchema);
        expect(await operationsFor(database, declared, scope)).toEqual([]);
        const metadata = new sa.MetaData({ schema: 'events' });
        await metadata.reflect(database.url);
        expect([...metadata.tables.keys()].sort()).toEqual(['analytics.page_view', 'events.event', 'users']);
        await metadata.reflect(database.url, { schema: 'analytics' });
        expect(metadata.sequences.map(({ name }) => name)).toEqual(['event_number']);
        expect(await operationsFor(database, sa.toSchema(metadata), scope)).toEqual([]);
      }));
  });
}
