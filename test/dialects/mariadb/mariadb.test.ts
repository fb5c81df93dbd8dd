import { expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/schema.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn, server } from '../../support/server.ts';
import { type Change, databaseOf, proveChange } from '../mysql/family.ts';

const mariadb = await server('mariadb');

const id = { name: 'id', type: { type: 'Integer' }, nullable: false } as const;
const sequence = { kind: 'sequence', name: 'numbers' } as const;

const changes: readonly Change[] = [
  {
    name: 'a sequence and a default that takes its values from it',
    from: { tables: [{ name: 't', columns: [id] }] },
    to: {
      tables: [{ name: 't', columns: [{ ...id, serverDefault: { function: 'nextval', arguments: ['numbers'] } }] }],
      objects: [sequence],
    },
    statements:
      /^CREATE SEQUENCE `numbers`;\nALTER TABLE `t` MODIFY COLUMN `id` int\(11\) NOT NULL DEFAULT \(nextval\(`numbers`\)\)$/,
  },
  {
    name: 'options of a sequence',
    from: {
      tables: [],
      objects: [{ ...sequence, start: 5, increment: 2, minValue: -10, maxValue: 100, cache: 7, cycle: true }],
    },
    to: { tables: [], objects: [{ ...sequence, increment: -1 }] },
  },
  {
    name: 'a UUID of its own kind, from a number and from text',
    from: {
      tables: [
        {
          name: 't',
          columns: [id, { name: 'u', type: { type: 'BigInteger' } }, { name: 'v', type: { type: 'Char', length: 36 } }],
        },
      ],
    },
    to: {
      tables: [
        { name: 't', columns: [id, { name: 'u', type: { type: 'Uuid' } }, { name: 'v', type: { type: 'Uuid' } }] },
      ],
    },
    rows: "INSERT INTO t VALUES (1, NULL, '2f1ae9b0-6a0c-4e0f-9c55-0242ac120002')",
    query: 'SELECT v FROM t',
    after: [{ v: '2f1ae9b0-6a0c-4e0f-9c55-0242ac120002' }],
    back: [{ v: '2f1ae9b0-6a0c-4e0f-9c55-0242ac120002' }],
  },
  {
    name: 'JSON, which is a long text with a check',
    from: { tables: [{ name: 't', columns: [id, { name: 'j', type: { type: 'JSON' }, serverDefault: '{}' }] }] },
    to: {
      tables: [{ name: 't', columns: [id, { name: 'j', type: { type: 'mysql.LongText' }, collation: 'utf8mb4_bin' }] }],
    },
    rows: `INSERT INTO t VALUES (1, '{"a": 1}')`,
    query: 'SELECT j FROM t',
    after: [{ j: '{"a": 1}' }],
    back: [{ j: { a: 1 } }],
  },
  {
    name: 'a check that is part of a column',
    from: { tables: [{ name: 't', columns: [{ ...id, mysql: { check: '`id` > 0' } }] }] },
    to: { tables: [{ name: 't', columns: [{ ...id, comment: 'x' }] }] },
  },
  {
    name: 'a compressed column',
    from: { tables: [{ name: 't', columns: [id, { name: 'c', type: { type: 'String', length: 10 }, comment: 'x' }] }] },
    to: {
      tables: [
        {
          name: 't',
          columns: [
            id,
            {
              name: 'c',
              type: { type: 'custom', sql: 'VARCHAR(10) COMPRESSED' },
              collation: 'latin1_bin',
              serverDefault: 'x',
            },
          ],
        },
      ],
    },
    rows: "INSERT INTO t VALUES (1, 'é')",
    query: 'SELECT c FROM t',
    after: [{ c: 'é' }],
    back: [{ c: 'é' }],
  },
  {
    name: 'an ignored index',
    from: { tables: [{ name: 't', columns: [id], indexes: [{ name: 'ix', columns: ['id'] }] }] },
    to: {
      tables: [{ name: 't', columns: [id], indexes: [{ name: 'ix', columns: ['id'], mysql: { invisible: true } }] }],
    },
    statements: /IGNORED/,
  },
];

describeOn(mariadb, () => {
  const database = databaseOf(mariadb);

  it.each(changes)('$name', (change) => proveChange(database(), change));

  it.each([
    [
      { kind: 'createIndex', table: 't', index: { name: 'i', columns: [{ expression: 'lower(a)' }] } },
      /index the expression/,
    ],
    [
      {
        kind: 'addConstraint',
        table: 't',
        constraint: { kind: 'check', name: 'c', expression: 'a > 0', notEnforced: true },
      },
      /without enforcing/,
    ],
  ] as const)('refuses %j, and says what to do instead', (operation, message) => {
    const { dialect, connection } = database();
    expect(() => dialect.compile([operation], { tables: [] }, connection.server)).toThrow(message);
  });

  it('reads letters beyond the basic plane that the catalog prints as question marks', async () => {
    await database().connection.execute(
      "CREATE TABLE t (a varchar(20) DEFAULT 'x😀', b text DEFAULT '😀????', c varchar(40) AS (concat(a, '😀')), CONSTRAINT k CHECK (a <> '????😀' AND b <> '?'))",
    );
    const [table] = (await reflect(database())).tables;
    expect(table).toMatchObject({
      columns: [
        { serverDefault: 'x😀' },
        { serverDefault: '😀????' },
        { computed: { expression: "concat(`a`,'😀')" } },
      ],
      constraints: [{ expression: "`a` <> '????😀' and `b` <> '?'" }],
    });
    const schema: Schema = await reflect(database());
    await run(database(), (await difference(database(), schema, { tables: [] })).operations);
    await run(database(), (await difference(database(), { tables: [] }, schema)).operations);
    expect((await reflect(database())).tables).toEqual(schema.tables);
  });
});
