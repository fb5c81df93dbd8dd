import { expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/schema.ts';
import { type FreshDatabase, withDatabase } from '../../support/databases.ts';
import { difference } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { type ReflectCase, reflectCases } from './reflect-cases.ts';
import { databaseOf, postgresServers } from './servers.ts';

const a = { name: 'a', type: { type: 'Integer' } } as const;

const readBack = async ({ dialect, connection }: FreshDatabase, { sql, scope = {} }: ReflectCase): Promise<Schema> => {
  await connection.execute(sql);
  return dialect.reflect(connection, scope);
};

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(reflectCases)('$name', async (given) => {
      const [major] = database().connection.server.version;
      if (given.since !== undefined && major < given.since) return;
      const schema = await readBack(database(), given);
      expect(schema).toEqual(given.schema);
      expect((await difference(database(), schema, given.schema)).operations).toEqual([]);
    });

    it('an index that an interrupted build left behind is reported as invalid', async () => {
      await withDatabase(postgres, async ({ connection, dialect }) => {
        await connection.execute('CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)');
        await expect(connection.execute('CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)')).rejects.toThrow('(a)=(1)');
        const { tables, unmodelled } = await dialect.reflect(connection, {});
        expect(tables).toEqual([{ name: 't', columns: [a] }]);
        expect(unmodelled).toEqual([
          {
            kind: 'invalid index',
            name: 'i',
            table: 't',
            definition: 'CREATE UNIQUE INDEX i ON public.t USING btree (a)',
          },
        ]);
      });
    });

    it('the default schema is the one that the search path finds first', async () => {
      await withDatabase(postgres, async ({ url, run, dialect }) => {
        await run('CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TABLE public.u (a int)');
        const { openDatabase } = await import('../../../src/dialects/registry.ts');
        const { connection } = await openDatabase(`${url}?schema=app`);
        expect(connection.server.defaultSchema).toBe('app');
        expect(await dialect.reflect(connection, {})).toEqual({ tables: [{ name: 't', columns: [a] }] });
        await connection.close();
      });
    });

    it('three hundred tables take as many round trips as ten', async () => {
      const trips = async (count: number): Promise<number> =>
        withDatabase(postgres, async ({ connection, dialect, run }) => {
          await run(
            Array.from(
              { length: count },
              (_, at) =>
                `CREATE TABLE t${at} (id serial PRIMARY KEY, a int REFERENCES t${at}, b text UNIQUE, CHECK (length(b) > 1));
                 CREATE INDEX i${at} ON t${at} (lower(b))`,
            ).join(';\n'),
          );
          const before = connection.roundTrips;
          expect((await dialect.reflect(connection, {})).tables).toHaveLength(count);
          return connection.roundTrips - before;
        });
      expect(await trips(300)).toBe(await trips(10));
      expect(await trips(10)).toBeLessThanOrEqual(12);
    });
  });
}
