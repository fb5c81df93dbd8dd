import { type AnyMetaData, toSchema } from 'athanor';
import { expect, it } from 'vitest';
import * as associationObject from '../../fixtures/models/association-object.ts';
import * as blog from '../../fixtures/models/blog.ts';
import * as kitchenSink from '../../fixtures/models/kitchen-sink.ts';
import * as mixins from '../../fixtures/models/mixins.ts';
import * as mysqlTypes from '../../fixtures/models/mysql-types.ts';
import * as postgresqlTypes from '../../fixtures/models/postgresql-types.ts';
import * as several from '../../fixtures/models/several-bases.ts';
import * as shop from '../../fixtures/models/shop.ts';
import * as social from '../../fixtures/models/social.ts';
import * as sqliteTypes from '../../fixtures/models/sqlite-types.ts';
import * as trees from '../../fixtures/models/trees.ts';
import { compare } from '../../src/commands/compare.ts';
import { leaveUnowned } from '../../src/config/ownership.ts';
import type { DialectName } from '../../src/schema/type.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';

const everywhere = ['sqlite', 'postgresql', 'mysql', 'mariadb'] as const;

interface Models {
  readonly metadata: AnyMetaData;
  readonly on: readonly DialectName[];
  /** SQL that has to run first. */
  readonly before?: string;
}

const models: Readonly<Record<string, Models>> = {
  blog: { metadata: blog.Base.metadata, on: everywhere },
  'association object': { metadata: associationObject.Base.metadata, on: everywhere },
  trees: { metadata: trees.Base.metadata, on: everywhere },
  shop: { metadata: shop.Base.metadata, on: everywhere },
  'social network': { metadata: social.Base.metadata, on: everywhere },
  mixins: { metadata: mixins.Base.metadata, on: everywhere },
  'bases that share a registry': { metadata: several.shared.metadata, on: everywhere },
  'kitchen sink': { metadata: kitchenSink.Base.metadata, on: everywhere },
  'types of PostgreSQL': {
    metadata: postgresqlTypes.Base.metadata,
    on: ['postgresql'],
    before: 'CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree',
  },
  'types of MySQL': { metadata: mysqlTypes.Base.metadata, on: ['mysql', 'mariadb'] },
  'types of SQLite': { metadata: sqliteTypes.Base.metadata, on: ['sqlite'] },
};

/** What a second autogenerate would find. */
async function differences({ dialect, connection }: FreshDatabase, metadata: AnyMetaData): Promise<unknown> {
  const before = await dialect.reflect(connection, {});
  const declared = { database: before, models: toSchema(metadata, dialect.capabilities) };
  const { models: after } = leaveUnowned(declared, undefined);
  return (await compare({ dialect, server: connection.server, connection, before, after })).operations;
}

for (const server of servers) {
  describeOn(server, () => {
    const here = Object.entries(models).filter(([, { on }]) => on.includes(server.dialect));
    it.each(here)(
      'creates and drops the tables of %s, and finds in them what was declared',
      (_, { metadata, before }) =>
        withDatabase(server, async (database) => {
          if (before !== undefined) await database.run(before);
          await metadata.createAll(database.connection);
          expect(await differences(database, metadata)).toEqual([]);
          await metadata.createAll(database.url);
          await metadata.dropAll(database.url);
          expect((await database.dialect.reflect(database.connection, {})).tables).toEqual([]);
        }),
    );
  });
}
