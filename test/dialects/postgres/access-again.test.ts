import { expect, it } from 'vitest';
import { reverseAll } from '../../../src/operations/reverse.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

/** Owners and rights, of columns too, as the catalog has them. */
const rights = `SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner,
  coalesce(c.relacl, acldefault('r', c.relowner))::text AS rights,
  (SELECT string_agg(a.attname || a.attacl::text, ',' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL) AS columns
FROM pg_class c WHERE c.relkind IN ('v', 'm') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`;

const before = (role: string): string => `
CREATE ROLE ${role}_owner; CREATE ROLE ${role}_reader; CREATE ROLE "${role} of all";
CREATE TABLE users (id int, name varchar(10));
CREATE VIEW plain AS SELECT id, name FROM users;
CREATE VIEW given AS SELECT name FROM plain;
GRANT CREATE ON SCHEMA public TO ${role}_owner;
GRANT SELECT ON plain TO ${role}_owner;
ALTER VIEW given OWNER TO ${role}_owner;
GRANT SELECT ON given TO PUBLIC;
GRANT SELECT, INSERT ON given TO ${role}_reader WITH GRANT OPTION;
GRANT UPDATE (name) ON given TO "${role} of all";
CREATE MATERIALIZED VIEW counted AS SELECT count(name) AS n FROM given;
REVOKE DELETE ON counted FROM postgres;
GRANT SELECT ON counted TO "${role} of all";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${role}_reader;`;

const after = (role: string): string => `
DROP OWNED BY ${role}_owner, ${role}_reader, "${role} of all" CASCADE;
DROP ROLE ${role}_owner, ${role}_reader, "${role} of all"`;

const retyped = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => (column.name === 'name' ? { ...column, type: { type: 'Text' } } : column)),
  })),
});

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it('views that are made again belong to whom they did, and everybody may do with them what they could', async () => {
      const { connection } = database();
      const role = `access_${Math.floor(Math.random() * 1e9)}`;
      await connection.execute(before(role));
      try {
        const expected = await connection.query(rights);
        expect(expected).toHaveLength(3);
        const start = await reflect(database());
        const { operations } = await difference(database(), start, retyped(start));
        expect(operations.map(({ kind }) => kind)).toEqual([
          'dropObject',
          'dropObject',
          'dropObject',
          'alterColumn',
          'createObject',
          'createObject',
          'createObject',
        ]);
        await run(database(), operations);
        expect(await connection.query(rights)).toEqual(expected);
        await run(database(), reverseAll(operations));
        expect(await connection.query(rights)).toEqual(expected);
      } finally {
        await connection.execute(after(role));
      }
    });

    it('functions that are made again belong to whom they did, and nobody may call them who could not', async () => {
      const { connection } = database();
      const role = `access_${Math.floor(Math.random() * 1e9)}`;
      await connection.execute(`
CREATE ROLE ${role}_owner; CREATE ROLE ${role}_reader; CREATE ROLE "${role} of all";
CREATE TABLE users (id int, name varchar(10));
CREATE VIEW named AS SELECT name FROM users;
CREATE FUNCTION secrets(most int DEFAULT 3) RETURNS SETOF named LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM named LIMIT most';
CREATE FUNCTION secrets(most text) RETURNS SETOF named LANGUAGE sql AS 'SELECT * FROM named';
CREATE PROCEDURE keep(one named) LANGUAGE sql AS 'INSERT INTO users (name) VALUES (one.name)';
GRANT CREATE ON SCHEMA public TO ${role}_owner;
REVOKE EXECUTE ON FUNCTION secrets(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION secrets(int) TO ${role}_reader WITH GRANT OPTION;
REVOKE EXECUTE ON PROCEDURE keep FROM PUBLIC;
ALTER PROCEDURE keep OWNER TO ${role}_owner;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO "${role} of all";`);
      const callers = `SELECT p.oid::regprocedure::text AS name, pg_get_userbyid(p.proowner) AS owner,
  ARRAY(SELECT x::text FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) x ORDER BY 1) AS rights
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1`;
      try {
        const expected = await connection.query(callers);
        expect(expected).toHaveLength(3);
        const start = await reflect(database());
        const { operations } = await difference(database(), start, retyped(start));
        expect(operations.filter(({ kind }) => kind === 'createObject')).toHaveLength(4);
        await run(database(), operations);
        expect(await connection.query(callers)).toEqual(expected);
        await run(database(), reverseAll(operations));
        expect(await connection.query(callers)).toEqual(expected);
      } finally {
        await connection.execute(after(role));
      }
    });
  });
}
