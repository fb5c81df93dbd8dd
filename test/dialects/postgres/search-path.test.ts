import { expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/dialects/registry.ts';
import type { MigrationError } from '../../../src/errors.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    const searching = async (path: string, test: (there: Database) => Promise<void>): Promise<void> => {
      const options = encodeURIComponent(`-c search_path=${path}`);
      const there = await openDatabase(`${database().url}?options=${options}`);
      await test(there).finally(() => there.connection.close());
    };

    it('what stands in front of the catalog does not stand in for it', async () => {
      const { run, dialect, connection } = database();
      await run(`CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT now());
CREATE SCHEMA app; CREATE TABLE app.pg_class (a int);
CREATE FUNCTION app.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT NULL::timestamptz'`);
      const expected = await dialect.reflect(connection, {});
      for (const path of ['public,app,pg_catalog', 'public,"pg_catalog"', 'pg_catalog,public', 'public']) {
        await searching(path, async (there) => {
          expect(there.connection.server.defaultSchema).toBe('public');
          expect(await there.dialect.reflect(there.connection, {})).toEqual(expected);
        });
      }
    });

    it('where no schema of the path exists, unqualified names mean nothing, and those with a schema what they say', async () => {
      await database().run('CREATE TABLE t (); CREATE SCHEMA app; CREATE TABLE app.t ()');
      await searching('nowhere', async ({ dialect, connection }) => {
        expect(await dialect.reflect(connection, {})).toEqual({ tables: [] });
        expect((await dialect.reflect(connection, { schemas: ['app'] })).tables).toEqual([
          { name: 't', schema: 'app', columns: [] },
        ]);
        const refused = (await connection.execute('CREATE TABLE u ()').catch((error) => error)) as MigrationError;
        expect(refused.hint).toMatch(/^no schema of the search path exists.*\?schema=/);
      });
    });

    it('the schema public is never made or dropped, be it the default or not', async () => {
      await database().run('CREATE SCHEMA app; CREATE TABLE public.t ()');
      await searching('app', async ({ dialect, connection }) => {
        const { tables, objects } = await dialect.reflect(connection, { schemas: ['app', 'public'] });
        expect({ tables, objects }).toEqual({ tables: [{ name: 't', schema: 'public', columns: [] }] });
        const declared = { tables, objects: [{ kind: 'schema', name: 'public' }] } as const;
        expect(dialect.canonicalise(declared, connection.server).objects).toBeUndefined();
      });
    });
  });
}
