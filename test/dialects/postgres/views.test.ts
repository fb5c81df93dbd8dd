import { expect, it } from 'vitest';
import * as sa from '../../../src/index.ts';
import { toSchema } from '../../../src/metadata/to-schema.ts';
import { describe } from '../../../src/operations/describe.ts';
import { withoutDependencies } from '../../../src/schema/objects/object.ts';
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

const everything = `
CREATE TABLE users (id int PRIMARY KEY, name varchar(10));
CREATE VIEW people WITH (security_barrier) AS SELECT id AS number, lower(name) AS small FROM users GROUP BY id;
COMMENT ON VIEW people IS 'All of them';
COMMENT ON COLUMN people.small IS 'In small letters';
ALTER VIEW people ALTER COLUMN number SET DEFAULT 1 + 1;
CREATE VIEW picked AS SELECT u.id FROM users u WHERE u.id > 1 WITH LOCAL CHECK OPTION;
CREATE MATERIALIZED VIEW counted WITH (fillfactor = 70) AS SELECT count(*) AS n FROM users u JOIN people p ON p.number = u.id;
CREATE UNIQUE INDEX ix_counted ON counted (n DESC) WHERE n > 0;
COMMENT ON INDEX ix_counted IS 'Only one';
CREATE RULE "Keep it" AS ON DELETE TO users DO INSTEAD NOTHING;
ALTER TABLE users DISABLE RULE "Keep it";
COMMENT ON RULE "Keep it" ON users IS 'Off';`;

const reflected = [
  {
    kind: 'materializedView',
    name: 'counted',
    definition: 'SELECT count(*) AS n\n   FROM users u\n     JOIN people p ON p.number = u.id',
    indexes: [
      {
        name: 'ix_counted',
        columns: [{ column: 'n', order: 'desc' }],
        unique: true,
        where: 'n > 0',
        comment: 'Only one',
      },
    ],
    postgresql: { with: { fillfactor: 70 } },
  },
  {
    kind: 'view',
    name: 'people',
    definition: expect.stringMatching(
      /^SELECT (users\.)?id AS number,\n {4}lower\((users\.)?name::text\) AS small\n {3}FROM users\n {2}GROUP BY (users\.)?id$/,
    ),
    comment: 'All of them',
    postgresql: {
      with: { security_barrier: true },
      columnDefaults: { number: '(1 + 1)' },
      columnComments: { small: 'In small letters' },
    },
  },
  {
    kind: 'view',
    name: 'picked',
    definition: expect.stringMatching(/^SELECT (u\.)?id\n {3}FROM users u\n {2}WHERE (u\.)?id > 1$/),
    checkOption: 'LOCAL',
  },
  {
    kind: 'rule',
    name: 'Keep it',
    table: 'users',
    definition: 'AS\n    ON DELETE TO users DO INSTEAD NOTHING',
    enabled: 'DISABLED',
    comment: 'Off',
  },
];

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

    it('everything about a view, a materialized view and a rule is read', async () => {
      await database().connection.execute(everything);
      const { objects = [], unmodelled } = await reflect(database());
      expect(objects.map(withoutDependencies)).toEqual(reflected);
      expect(objects.find(({ name }) => name === 'people')?.dependsOn).toEqual([
        { kind: 'primaryKey', name: 'users' },
        { kind: 'relation', name: 'users', column: 'id' },
        { kind: 'relation', name: 'users', column: 'name' },
      ]);
      expect(unmodelled).toBeUndefined();
    });

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
