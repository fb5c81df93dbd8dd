import { expect, it } from 'vitest';
import * as sa from '../../../src/index.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import { describe } from '../../../src/operations/describe.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';

const start = `
CREATE TABLE users (id int PRIMARY KEY, name varchar(10), email text);
CREATE TABLE names (label text);
CREATE VIEW people AS SELECT u.id, u.name, n.label AS other FROM users u JOIN names n ON n.label = u.name;
CREATE VIEW numbered AS SELECT * FROM users;
CREATE MATERIALIZED VIEW counted AS SELECT name, count(*) AS n FROM users GROUP BY name;
CREATE INDEX ix_counted ON counted (name);
CREATE RULE keep AS ON UPDATE TO users WHERE old.name = 'root' DO INSTEAD NOTHING;`;

type Change = (metadata: sa.MetaData) => void;

/** What is declared, what has to be done for it. */
const cases: Readonly<Record<string, readonly [Change, readonly string[]]>> = {
  'a renamed column goes on to be shown under its old name': [
    (metadata) => {
      sa.Table(
        'users',
        metadata,
        sa.column('id', sa.Integer, { primaryKey: true, autoincrement: false }),
        sa.column('full_name', sa.String(10), { renamedFrom: 'name' }),
        sa.column('email', sa.Text),
      );
      sa.Table('names', metadata, sa.column('label', sa.Text));
      sa.View('people', metadata, {
        definition: 'SELECT u.id, full_name AS name, n.label other FROM users AS u JOIN names n ON n.label = full_name',
      });
      sa.View('numbered', metadata, { definition: 'SELECT id, full_name AS name, email FROM users' });
      sa.MaterializedView('counted', metadata, {
        definition: 'SELECT full_name AS name, count(*) AS n FROM users GROUP BY full_name',
        indexes: [{ name: 'ix_counted', columns: ['name'] }],
      });
      sa.Rule('keep', metadata, {
        table: 'users',
        definition: "AS ON UPDATE TO users WHERE old.full_name = 'root' DO INSTEAD NOTHING",
      });
    },
    ['rename column users.name to full_name'],
  ],
  'a renamed table is read under its new name': [
    (metadata) => {
      sa.Table(
        'members',
        metadata,
        sa.column('id', sa.Integer, { primaryKey: true, autoincrement: false }),
        sa.column('name', sa.String(10)),
        sa.column('email', sa.Text),
        { renamedFrom: 'users' },
      );
      sa.Table('names', metadata, sa.column('label', sa.Text));
      sa.View('people', metadata, {
        definition: 'SELECT u.id, u.name, n.label AS other FROM members u JOIN names n ON n.label = u.name',
      });
      sa.View('numbered', metadata, { definition: 'SELECT members.* FROM members' });
      sa.MaterializedView('counted', metadata, {
        definition: 'SELECT name, count(*) AS n FROM members GROUP BY name',
        indexes: [{ name: 'ix_counted', columns: ['name'] }],
      });
      sa.Rule('keep', metadata, {
        table: 'members',
        definition: "AS ON UPDATE TO members WHERE old.name = 'root' DO INSTEAD NOTHING",
      });
    },
    ['rename table users to members'],
  ],
  'a column that is renamed and retyped takes along what reads it, and nothing else': [
    (metadata) => {
      sa.Table(
        'members',
        metadata,
        sa.column('id', sa.Integer, { primaryKey: true, autoincrement: false }),
        sa.column('full_name', sa.Text, { renamedFrom: 'name' }),
        sa.column('email', sa.Text),
        { renamedFrom: 'users' },
      );
      sa.Table('names', metadata, sa.column('label', sa.Text));
      sa.View('people', metadata, {
        definition:
          'SELECT u.id, u.full_name AS name, n.label AS other FROM members u JOIN names n ON n.label = u.full_name',
      });
      sa.View('numbered', metadata, { definition: 'SELECT id, full_name AS name, email FROM members' });
      sa.MaterializedView('counted', metadata, {
        definition: 'SELECT full_name AS name, count(*) AS n FROM members GROUP BY full_name',
        indexes: [{ name: 'ix_counted', columns: ['name'] }],
      });
      sa.Rule('keep', metadata, {
        table: 'members',
        definition: "AS ON UPDATE TO members WHERE old.full_name = 'root' DO INSTEAD NOTHING",
      });
    },
    [
      'drop materialized view counted',
      'drop rule keep of users',
      'drop view numbered',
      'drop view people',
      'rename table users to members',
      'rename column members.name to full_name',
      'alter column members.full_name: type String(10) to Text',
      'create materialized view counted',
      'create rule keep of members',
      'create view numbered',
      'create view people',
    ],
  ],
};

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    for (const [name, [declare, expected]] of Object.entries(cases)) {
      it(name, async () => {
        await database().connection.execute(start);
        const metadata = new sa.MetaData();
        declare(metadata);
        const to = toSchema(metadata, database().dialect.capabilities);
        const { operations } = await difference(database(), await reflect(database()), to);
        expect(operations.map((one) => describe(one).summary)).toEqual(expected);
        await run(database(), operations);
        expect((await difference(database(), await reflect(database()), to)).operations).toEqual([]);
      });
    }
  });
}
