import { expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/schema.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

/** What is written of a thing is still there when what it belongs to had to be made again. */
const comments = `SELECT c.conname AS name, obj_description(c.oid, 'pg_constraint') AS comment FROM pg_constraint c
WHERE obj_description(c.oid, 'pg_constraint') IS NOT NULL
UNION ALL SELECT t.typname, obj_description(t.oid, 'pg_type') FROM pg_type t WHERE t.typtype = 'e' ORDER BY 1`;

const before = `
CREATE TYPE mood AS ENUM ('ok', 'sad');
COMMENT ON TYPE mood IS 'it''s a mood';
CREATE TABLE parents (id int PRIMARY KEY, mood mood);
CREATE SCHEMA app;
CREATE TABLE app.children (id int, CONSTRAINT fk FOREIGN KEY (id) REFERENCES parents, CONSTRAINT ck CHECK (id > 0));
COMMENT ON CONSTRAINT fk ON app.children IS 'the parent';
COMMENT ON CONSTRAINT ck ON app.children IS 'no zero';`;

const retyped = (schema: Schema): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      type:
        column.name === 'id'
          ? { type: 'BigInteger' as const }
          : { type: 'Enum' as const, name: 'mood', values: ['sad', 'ok'] },
    })),
    constraints: (table.constraints ?? []).map((one) =>
      one.kind === 'check' ? { ...one, expression: 'id > 1' } : one,
    ),
  })),
});

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it('comments on constraints and types come back when these are made again', async () => {
      const { connection } = database();
      await connection.execute(before);
      const expected = await connection.query(comments);
      expect(expected).toHaveLength(3);
      const scope = { schemas: ['public', 'app'] };
      const start = await reflect(database(), scope);
      expect(start.unmodelled).toBeUndefined();
      const { operations } = await difference(database(), start, retyped(start));
      expect(operations.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['dropConstraint', 'addConstraint']));
      await run(database(), operations, scope);
      expect(await connection.query(comments)).toEqual(expected);
    });
  });
}
