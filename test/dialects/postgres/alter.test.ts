import { it } from 'vitest';
import type { Column } from '../../../src/schema/column.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, postgresServers } from './servers.ts';
import { type Change, proveChange } from './there-and-back.ts';

const integer = { type: 'Integer' } as const;
const text = { type: 'Text' } as const;
const id: Column = { name: 'id', type: integer, nullable: false };

/** A table `t` with the column `c` as given, and whatever else. */
const withColumn = (column: Omit<Column, 'name'>, rest: Partial<Table> = {}): Schema => ({
  tables: [{ name: 't', columns: [id, { name: 'c', ...column }], ...rest }],
});

const values = 'SELECT c FROM t ORDER BY id';

const computed = (expression: string, persisted = true) => ({ type: integer, computed: { expression, persisted } });
const leaning: Partial<Table> = {
  constraints: [
    { kind: 'unique', name: 'u', columns: ['c'] },
    { kind: 'check', name: 'k', expression: 'c > 0' },
  ],
  indexes: [{ name: 'i', columns: [{ expression: 'c + 1' }], where: 'c > 1', comment: 'fast' }],
};

const changes: readonly Change[] = [
  {
    name: 'a column is numbered by a sequence from now on, after the rows that are there',
    from: withColumn({ type: integer }),
    to: withColumn({ type: integer, nullable: false, autoincrement: true }),
    rows: 'INSERT INTO t VALUES (1, 41)',
    after: ['INSERT INTO t (id) VALUES (2) RETURNING c', [{ c: 42 }]],
  },
  {
    name: 'a serial column of an empty table starts at one',
    from: withColumn({ type: { type: 'SmallInteger' }, nullable: false, serverDefault: 7 }),
    to: withColumn({ type: { type: 'SmallInteger' }, nullable: false, autoincrement: true }),
    after: ['INSERT INTO t (id) VALUES (2) RETURNING c', [{ c: 1 }]],
  },
  {
    name: 'a serial column grows with its sequence',
    from: withColumn({ type: integer, nullable: false, autoincrement: true }),
    to: withColumn({ type: { type: 'BigInteger' }, nullable: false, autoincrement: true }),
    rows: 'INSERT INTO t (id) VALUES (1)',
    after: ["SELECT data_type::text AS type FROM pg_sequences WHERE sequencename = 't_c_seq'", [{ type: 'bigint' }]],
    back: ["SELECT data_type::text AS type FROM pg_sequences WHERE sequencename = 't_c_seq'", [{ type: 'integer' }]],
  },
  {
    name: 'a serial column becomes an identity and goes on counting',
    from: withColumn({ type: integer, nullable: false, autoincrement: true }),
    to: withColumn({ type: integer, nullable: false, identity: { always: true } }),
    rows: 'INSERT INTO t (id) VALUES (1), (2)',
    after: ['INSERT INTO t (id) VALUES (3) RETURNING c', [{ c: 3 }]],
    back: ['INSERT INTO t (id) VALUES (4) RETURNING c', [{ c: 4 }]],
  },
  {
    name: 'an identity goes, and its numbers stay',
    from: withColumn({ type: integer, nullable: false, identity: { start: 5 } }),
    to: withColumn({ type: integer, serverDefault: 0 }),
    rows: 'INSERT INTO t (id) VALUES (1)',
    after: [values, [{ c: 5 }]],
    back: ['INSERT INTO t (id) VALUES (2) RETURNING c', [{ c: 6 }]],
  },
  {
    name: 'an identity changes its type and every option',
    from: withColumn({ type: integer, nullable: false, identity: {} }),
    to: withColumn({
      type: { type: 'BigInteger' },
      nullable: false,
      identity: { always: true, start: 10, increment: 5, minValue: 10, maxValue: 1000, cache: 2, cycle: true },
    }),
    rows: 'INSERT INTO t (id) VALUES (1)',
    after: ['INSERT INTO t (id) VALUES (2) RETURNING c', [{ c: 10 }]],
  },
  {
    name: 'the sequence of an identity turns round',
    from: withColumn({ type: integer, nullable: false, identity: {} }),
    to: withColumn({ type: integer, nullable: false, identity: { increment: -1 } }),
    rows: 'INSERT INTO t (id) VALUES (1)',
    after: ['INSERT INTO t (id) VALUES (2) RETURNING c', [{ c: -1 }]],
  },
  {
    name: 'a sequence narrows, and goes on where it is',
    from: { tables: [], objects: [{ kind: 'sequence', name: 's', comment: 'a' }] },
    to: { tables: [], objects: [{ kind: 'sequence', name: 's', dataType: 'integer', maxValue: 100, comment: 'b' }] },
    rows: "SELECT nextval('s'), nextval('s')",
    after: ["SELECT nextval('s') AS c", [{ c: 3 }]],
    back: ["SELECT nextval('s') AS c", [{ c: 4 }]],
  },
  {
    name: 'a default changes together with the type that it is of',
    from: withColumn({ type: { type: 'String', length: 9 }, nullable: false, serverDefault: 'no' }),
    to: withColumn({ type: { type: 'Boolean' }, nullable: false, serverDefault: true }),
    rows: "INSERT INTO t VALUES (1, 'yes'), (2, DEFAULT)",
    after: ['INSERT INTO t VALUES (3) RETURNING c', [{ c: true }]],
  },
  {
    name: 'a default stays while the type grows under it',
    from: withColumn({ type: integer, serverDefault: 3 }),
    to: withColumn({ type: { type: 'Numeric', precision: 5, scale: 2 }, serverDefault: 3 }),
    after: ['INSERT INTO t VALUES (3) RETURNING c', [{ c: '3.00' }]],
  },
  {
    name: 'a collation comes and goes',
    from: withColumn({ type: text }, { indexes: [{ name: 'i', columns: ['c'] }] }),
    to: withColumn({ type: text, collation: 'C' }, { indexes: [{ name: 'i', columns: ['c'] }] }),
    rows: "INSERT INTO t VALUES (1, 'a')",
    after: [values, [{ c: 'a' }]],
  },
  {
    name: 'a generated column is computed otherwise, with everything that leans on it',
    from: withColumn(computed('id * 2'), leaning),
    to: withColumn(computed('id * 3'), leaning),
    rows: 'INSERT INTO t VALUES (5)',
    after: [values, [{ c: 15 }]],
    back: [values, [{ c: 10 }]],
  },
  {
    name: 'a plain column becomes generated, with everything that leans on it',
    from: withColumn({ type: integer, comment: 'x' }, leaning),
    to: withColumn({ ...computed('id * 3'), comment: 'x' }, leaning),
    rows: 'INSERT INTO t VALUES (5, 7)',
    after: [values, [{ c: 15 }]],
    back: [values, [{ c: 15 }]],
  },
  {
    name: 'a virtual column becomes a plain one and keeps its values',
    since: 18,
    from: withColumn({ ...computed('id * 3', false), nullable: false, comment: 'x' }),
    to: withColumn({ type: integer, nullable: false, serverDefault: 1, comment: 'x' }),
    rows: 'INSERT INTO t VALUES (5)',
    after: [values, [{ c: 15 }]],
    back: [values, [{ c: 15 }]],
  },
  {
    name: 'a virtual column is stored, in a table with checks',
    since: 18,
    from: withColumn(computed('id * 3', false), { constraints: [{ kind: 'check', name: 'k', expression: 'id > 0' }] }),
    to: withColumn(computed('id * 4'), { constraints: [{ kind: 'check', name: 'k', expression: 'id > 0' }] }),
    rows: 'INSERT INTO t VALUES (5)',
    after: [values, [{ c: 20 }]],
  },
  {
    name: 'a column changes its type under a generated one that is indexed',
    from: {
      tables: [
        {
          name: 't',
          columns: [id, { name: 'c', type: integer }, { name: 'g', ...computed('c + 1') }],
          constraints: [{ kind: 'check', name: 'k', expression: 'g > 0' }],
          indexes: [{ name: 'i', columns: ['g'] }],
        },
      ],
    },
    to: {
      tables: [
        {
          name: 't',
          columns: [id, { name: 'c', type: { type: 'SmallInteger' } }, { name: 'g', ...computed('c + 1') }],
          constraints: [{ kind: 'check', name: 'k', expression: 'g > 0' }],
          indexes: [{ name: 'i', columns: ['g'] }],
        },
      ],
    },
    rows: 'INSERT INTO t VALUES (1, 7)',
    after: ['SELECT g FROM t', [{ g: 8 }]],
  },
  {
    name: 'a primary key moves to other columns under a foreign key',
    from: {
      tables: [
        {
          name: 't',
          columns: [id, { name: 'c', type: integer, nullable: false }],
          constraints: [
            { kind: 'primaryKey', name: 'pk', columns: ['id'] },
            { kind: 'unique', name: 'u', columns: ['c'] },
          ],
        },
        {
          name: 'child',
          columns: [{ name: 't', type: integer }],
          constraints: [
            { kind: 'foreignKey', name: 'fk', columns: ['t'], references: { table: 't', columns: ['id'] } },
          ],
        },
      ],
    },
    to: {
      tables: [
        {
          name: 't',
          columns: [id, { name: 'c', type: integer, nullable: false }],
          constraints: [
            { kind: 'primaryKey', name: 'pk', columns: ['c'] },
            { kind: 'unique', name: 'u', columns: ['id'] },
          ],
        },
        {
          name: 'child',
          columns: [{ name: 't', type: integer }],
          constraints: [
            { kind: 'foreignKey', name: 'fk', columns: ['t'], references: { table: 't', columns: ['id'] } },
          ],
        },
      ],
    },
    rows: 'INSERT INTO t VALUES (1, 2); INSERT INTO child VALUES (1)',
    after: ['SELECT * FROM child', [{ t: 1 }]],
  },
  {
    name: 'both ends of a foreign key become another type',
    from: {
      tables: [
        { name: 't', columns: [id], constraints: [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }] },
        {
          name: 'child',
          columns: [{ name: 't', type: integer }],
          constraints: [
            {
              kind: 'foreignKey',
              name: 'fk',
              columns: ['t'],
              references: { table: 't', columns: ['id'] },
              onDelete: 'CASCADE',
            },
          ],
        },
      ],
    },
    to: {
      tables: [
        {
          name: 't',
          columns: [{ ...id, type: text }],
          constraints: [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }],
        },
        {
          name: 'child',
          columns: [{ name: 't', type: text }],
          constraints: [
            {
              kind: 'foreignKey',
              name: 'fk',
              columns: ['t'],
              references: { table: 't', columns: ['id'] },
              onDelete: 'CASCADE',
            },
          ],
        },
      ],
    },
    rows: 'INSERT INTO t VALUES (1); INSERT INTO child VALUES (1)',
    after: ['SELECT * FROM child', [{ t: '1' }]],
    back: ['SELECT * FROM child', [{ t: 1 }]],
  },
  {
    name: 'constraints that old rows break are added without looking at them',
    from: withColumn({ type: integer }, { constraints: [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }] }),
    to: withColumn(
      { type: integer },
      {
        constraints: [
          { kind: 'primaryKey', name: 'pk', columns: ['id'] },
          { kind: 'check', name: 'k', expression: 'c > 0', notValid: true, noInherit: true },
          {
            kind: 'foreignKey',
            name: 'fk',
            columns: ['c'],
            references: { table: 't', columns: ['id'] },
            notValid: true,
          },
        ],
      },
    ),
    rows: 'INSERT INTO t VALUES (1, -1)',
    after: [values, [{ c: -1 }]],
  },
  {
    name: 'a new table has constraints that are not validated, as it was asked for',
    from: { tables: [] },
    to: withColumn(
      { type: integer },
      { constraints: [{ kind: 'check', name: 'k', expression: 'c > 0', notValid: true }] },
    ),
    statements: /ADD CONSTRAINT "k" CHECK \(c > 0\) NOT VALID/,
  },
  {
    name: 'options of a table change all at once',
    from: withColumn(
      { type: text },
      { comment: 'a', postgresql: { with: { fillfactor: 70, autovacuum_enabled: false } } },
    ),
    to: withColumn(
      { type: text },
      { comment: "it's", postgresql: { unlogged: true, with: { fillfactor: 80, toast_tuple_target: 256 } } },
    ),
    rows: "INSERT INTO t VALUES (1, 'a')",
    after: [values, [{ c: 'a' }]],
  },
  {
    name: 'comments of everything come and go',
    from: { tables: [{ name: 't', columns: [id], indexes: [{ name: 'i', columns: ['id'] }] }] },
    to: {
      tables: [
        {
          name: 't',
          columns: [{ ...id, comment: 'a' }],
          indexes: [{ name: 'i', columns: ['id'], comment: 'b' }],
          comment: 'c',
        },
      ],
      objects: [{ kind: 'sequence', name: 's', comment: 'd' }],
    },
  },
  {
    name: 'a schema comes with what is in it, and goes with it',
    scope: { schemas: ['public', 'app'] },
    from: { tables: [] },
    to: {
      tables: [
        {
          name: 't',
          schema: 'app',
          columns: [
            { ...id, autoincrement: true },
            {
              name: 'm',
              type: { type: 'Enum', values: ['a'], name: 'kind', schema: 'app' },
              serverDefault: 'a',
              comment: 'x',
            },
          ],
          constraints: [{ kind: 'primaryKey', name: 'pk', columns: ['id'] }],
          indexes: [{ name: 'i', columns: ['m'], comment: 'y' }],
        },
        {
          name: 'u',
          columns: [id],
          constraints: [
            {
              kind: 'foreignKey',
              name: 'fk',
              columns: ['id'],
              references: { table: 't', schema: 'app', columns: ['id'] },
            },
          ],
        },
      ],
      objects: [
        { kind: 'schema', name: 'app', comment: 'theirs' },
        { kind: 'sequence', name: 's', schema: 'app' },
      ],
    },
  },
  {
    name: 'a table that says its schema is the one that does not',
    from: {
      tables: [{ name: 't', columns: [id, { name: 'm', type: { type: 'Enum', values: ['a'], name: 'kind' } }] }],
    },
    to: {
      tables: [
        {
          name: 't',
          schema: 'public',
          columns: [id, { name: 'm', type: { type: 'Enum', values: ['b', 'a'], name: 'kind', schema: 'public' } }],
        },
      ],
    },
    rows: "INSERT INTO t VALUES (1, 'a')",
    after: ['SELECT m FROM t', [{ m: 'a' }]],
  },
  {
    name: 'a partitioned table is made, indexed and dropped',
    from: { tables: [] },
    to: withColumn(
      { type: integer },
      { postgresql: { partitionBy: 'RANGE (id)' }, indexes: [{ name: 'i', columns: ['c'] }] },
    ),
  },
];

for (const postgres of postgresServers) {
  describeOn(postgres, () => {
    const database = databaseOf(postgres);

    it.each(changes)('$name', async (change) => {
      const [major] = database().connection.server.version;
      if (change.since === undefined || major >= change.since) await proveChange(database(), change);
    });
  });
}
