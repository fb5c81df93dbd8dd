import { expect, it } from 'vitest';
import type { Schema } from '../../../src/schema/schema.ts';
import { emptySchema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { DialectName } from '../../../src/schema/type.ts';
import { difference, reflect, run } from '../../support/migrate.ts';
import { describeOn } from '../../support/server.ts';
import { databaseOf, family, remaining } from './family.ts';

interface Case {
  readonly name: string;
  /** Absent means both. */
  readonly only?: DialectName;
  readonly sql: readonly string[];
  /** The table `t`, without its name. */
  readonly table: Omit<Table, 'name'>;
  readonly unmodelled?: Schema['unmodelled'];
}

const id = { name: 'id', type: { type: 'Integer' }, nullable: false } as const;
const a = { name: 'a', type: { type: 'Integer' } } as const;
const bound = { type: { type: 'mysql.Timestamp', fsp: 6 }, nullable: false } as const;
const key = { kind: 'primaryKey', columns: ['id'] } as const;
const foreignKey = {
  kind: 'foreignKey',
  name: 'fk',
  columns: ['a'],
  references: { table: 'p', columns: ['id'] },
} as const;
const parent = 'CREATE TABLE p (id int PRIMARY KEY)';

/** A column as its SQL, and as the models say it. */
const columns: readonly (readonly [sql: string, column: Omit<Table['columns'][number], 'name'>, only?: DialectName])[] =
  [
    ['tinyint(1)', { type: { type: 'Boolean' } }],
    ['tinyint', { type: { type: 'mysql.TinyInteger' } }],
    ['smallint NOT NULL', { type: { type: 'SmallInteger' }, nullable: false }],
    ['mediumint unsigned', { type: { type: 'mysql.MediumInteger', unsigned: true } }],
    ['int unsigned zerofill', { type: { type: 'mysql.Integer', unsigned: true, zerofill: true } }],
    ['bigint', { type: { type: 'BigInteger' } }],
    ['decimal(12,3) DEFAULT 1.5', { type: { type: 'Numeric', precision: 12, scale: 3 }, serverDefault: '1.500' }],
    ['decimal(5,2) unsigned', { type: { type: 'mysql.Decimal', precision: 5, scale: 2, unsigned: true } }],
    ['float', { type: { type: 'Float' } }],
    ['double DEFAULT 0.5', { type: { type: 'Double' }, serverDefault: 0.5 }],
    ['float(7,2)', { type: { type: 'mysql.Float', precision: 7, scale: 2 } }],
    [
      "varchar(20) DEFAULT 'it''s \\\\ \"x\" `y`'",
      { type: { type: 'String', length: 20 }, serverDefault: 'it\'s \\ "x" `y`' },
    ],
    ["varchar(20) DEFAULT 'é☃😀'", { type: { type: 'String', length: 20 }, serverDefault: 'é☃😀' }],
    ["varchar(20) DEFAULT ''", { type: { type: 'String', length: 20 }, serverDefault: '' }],
    ["varchar(20) DEFAULT 'NULL'", { type: { type: 'String', length: 20 }, serverDefault: 'NULL' }],
    ["varchar(20) DEFAULT '1'", { type: { type: 'String', length: 20 }, serverDefault: '1' }],
    ['char(3) COLLATE latin1_bin', { type: { type: 'Char', length: 3 }, collation: 'latin1_bin' }],
    ['char(3) CHARACTER SET ascii', { type: { type: 'Char', length: 3 }, collation: 'ascii_general_ci' }],
    ["text DEFAULT ('it''s \\\\ 😀')", { type: { type: 'Text' }, serverDefault: "it's \\ 😀" }],
    ['longtext', { type: { type: 'mysql.LongText' } }],
    [
      "enum('x','y''z','a,b','back\\\\s','(1)') DEFAULT 'a,b'",
      { type: { type: 'Enum', values: ['x', "y'z", 'a,b', 'back\\s', '(1)'] }, serverDefault: 'a,b' },
    ],
    ["set('text','blob')", { type: { type: 'mysql.Set', values: ['text', 'blob'] } }],
    ['blob', { type: { type: 'LargeBinary' } }],
    ["binary(3) DEFAULT 'a'", { type: { type: 'mysql.Binary', length: 3 }, serverDefault: { text: "x'610000'" } }],
    [
      "varbinary(9) DEFAULT x'00ff41'",
      { type: { type: 'mysql.VarBinary', length: 9 }, serverDefault: { text: "x'00ff41'" } },
    ],
    ["bit(3) DEFAULT b'101'", { type: { type: 'mysql.Bit', length: 3 }, serverDefault: { text: "b'101'" } }],
    ['json', { type: { type: 'JSON' } }],
    ["date DEFAULT '2020-01-01'", { type: { type: 'Date' }, serverDefault: '2020-01-01' }],
    ['datetime DEFAULT CURRENT_TIMESTAMP', { type: { type: 'DateTime' }, serverDefault: { function: 'now' } }],
    [
      'datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)',
      {
        type: { type: 'DateTime', precision: 6 },
        serverDefault: { function: 'now' },
        serverOnupdate: { function: 'now' },
      },
    ],
    ['timestamp(3) NULL', { type: { type: 'mysql.Timestamp', fsp: 3 } }],
    ['time(2)', { type: { type: 'Time', precision: 2 } }],
    ['year', { type: { type: 'mysql.Year' } }],
    ['point', { type: { type: 'mysql.Point' } }],
    ['geometrycollection', { type: { type: 'mysql.GeometryCollection' } }],
    ['geometry NOT NULL SRID 4326', { type: { type: 'mysql.Geometry', srid: 4326 }, nullable: false }, 'mysql'],
    ['uuid DEFAULT uuid()', { type: { type: 'Uuid' }, serverDefault: { text: 'uuid()' } }, 'mariadb'],
    ['inet6', { type: { type: 'mysql.Inet6' } }, 'mariadb'],
    ['int(5)', { type: { type: 'mysql.Integer', displayWidth: 5 } }, 'mariadb'],
    ['int(5)', { type: { type: 'Integer' } }, 'mysql'],
    ['int CHECK (c > 0)', { type: { type: 'Integer' }, mysql: { check: '`c` > 0' } }, 'mariadb'],
    ["int COMMENT 'it''s \\\\ é'", { type: { type: 'Integer' }, comment: "it's \\ é" }],
    ['int DEFAULT 3 INVISIBLE', { type: { type: 'Integer' }, serverDefault: 3, mysql: { invisible: true } }],
    ['int DEFAULT (1 + 2)', { type: { type: 'Integer' }, serverDefault: { text: '(1 + 2)' } }],
    ['tinyint(1) DEFAULT true', { type: { type: 'Boolean' }, serverDefault: true }],
    ['int AS (id + 1)', { type: { type: 'Integer' }, computed: { expression: '(`id` + 1)' } }, 'mysql'],
    [
      'int AS (id + 1) STORED',
      { type: { type: 'Integer' }, computed: { expression: '`id` + 1', persisted: true } },
      'mariadb',
    ],
    [
      "varchar(9) AS (concat(id, 'é😀\\'\\\\'))",
      { type: { type: 'String', length: 9 }, computed: { expression: "concat(`id`,'é😀\\'\\\\')" } },
    ],
  ];

const cases: readonly Case[] = [
  ...columns.map(
    ([sql, column, only]): Case => ({
      name: `a column ${sql}`,
      ...(only === undefined ? {} : { only }),
      sql: [`CREATE TABLE t (id int PRIMARY KEY, c ${sql})`],
      table: { columns: [id, { name: 'c', ...column }], constraints: [key] },
    }),
  ),
  {
    name: 'a counted column',
    sql: ['CREATE TABLE t (id bigint unsigned AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 50'],
    table: {
      columns: [
        { name: 'id', type: { type: 'mysql.BigInteger', unsigned: true }, nullable: false, autoincrement: true },
      ],
      constraints: [key],
    },
  },
  {
    name: 'a primary key of a prefix and a descending column',
    sql: ['CREATE TABLE t (id int, b varchar(300), PRIMARY KEY (b(10), id DESC))'],
    table: {
      columns: [id, { name: 'b', type: { type: 'String', length: 300 }, nullable: false }],
      constraints: [{ kind: 'primaryKey', columns: ['b', 'id'], mysql: { length: { b: 10 }, order: { id: 'desc' } } }],
    },
  },
  {
    name: 'unique keys: a plain one is a constraint, one of a prefix is an index',
    sql: ['CREATE TABLE t (id int, b varchar(300), UNIQUE uq (id, b), UNIQUE ux (b(5)))'],
    table: {
      columns: [
        { name: 'id', type: { type: 'Integer' } },
        { name: 'b', type: { type: 'String', length: 300 } },
      ],
      constraints: [{ kind: 'unique', name: 'uq', columns: ['id', 'b'] }],
      indexes: [{ name: 'ux', columns: [{ column: 'b', length: 5 }], unique: true }],
    },
  },
  {
    name: 'indexes of every kind',
    sql: [
      "CREATE TABLE t (id int, b varchar(99), g geometry NOT NULL, KEY k1 (id, b DESC) COMMENT 'x', FULLTEXT KEY k2 (b), SPATIAL KEY k3 (g))",
    ],
    table: {
      columns: [
        { name: 'id', type: { type: 'Integer' } },
        { name: 'b', type: { type: 'String', length: 99 } },
        { name: 'g', type: { type: 'mysql.Geometry' }, nullable: false },
      ],
      indexes: [
        { name: 'k1', columns: ['id', { column: 'b', order: 'desc' }], comment: 'x' },
        { name: 'k2', columns: ['b'], using: 'fulltext' },
        { name: 'k3', columns: ['g'], using: 'spatial' },
      ],
    },
  },
  {
    name: 'keys of expressions, invisible indexes and parsers',
    only: 'mysql',
    sql: [
      "CREATE TABLE t (id int, b varchar(99), KEY k1 ((lower(b)), (id + 1) DESC), KEY k2 (id) INVISIBLE, FULLTEXT KEY k3 (b) WITH PARSER ngram, KEY k4 ((concat(b, 'é😀''')))) COLLATE utf8mb4_bin",
    ],
    table: {
      columns: [
        { name: 'id', type: { type: 'Integer' } },
        { name: 'b', type: { type: 'String', length: 99 } },
      ],
      indexes: [
        { name: 'k1', columns: [{ expression: 'lower(`b`)' }, { expression: '(`id` + 1)', order: 'desc' }] },
        { name: 'k2', columns: ['id'], mysql: { invisible: true } },
        { name: 'k3', columns: ['b'], using: 'fulltext', mysql: { parser: 'ngram' } },
        { name: 'k4', columns: [{ expression: "concat(`b`,'é😀\\'')" }] },
      ],
      mysql: { collate: 'utf8mb4_bin' },
    },
  },
  {
    name: 'an ignored index',
    only: 'mariadb',
    sql: ['CREATE TABLE t (id int, KEY k (id) IGNORED)'],
    table: {
      columns: [{ name: 'id', type: { type: 'Integer' } }],
      indexes: [{ name: 'k', columns: ['id'], mysql: { invisible: true } }],
    },
  },
  {
    name: 'a foreign key, and the index that was made for it',
    sql: [
      parent,
      'CREATE TABLE t (id int PRIMARY KEY, a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE)',
    ],
    table: {
      columns: [id, a],
      constraints: [key, { ...foreignKey, onDelete: 'SET NULL', onUpdate: 'CASCADE' }],
      indexes: [{ name: 'fk', columns: ['a'] }],
    },
  },
  {
    name: 'a foreign key that restricts, which all do, in the words that mysql keeps',
    only: 'mysql',
    sql: [
      parent,
      'CREATE TABLE t (id int PRIMARY KEY, a int, KEY fk (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION)',
    ],
    table: {
      columns: [id, a],
      constraints: [key, { ...foreignKey, onDelete: 'RESTRICT' }],
      indexes: [{ name: 'fk', columns: ['a'] }],
    },
  },
  {
    name: 'a foreign key that restricts, which all do, in the words that mariadb keeps',
    only: 'mariadb',
    sql: [
      parent,
      'CREATE TABLE t (id int PRIMARY KEY, a int, KEY fk (a), CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION)',
    ],
    table: {
      columns: [id, a],
      constraints: [key, { ...foreignKey, onUpdate: 'NO ACTION' }],
      indexes: [{ name: 'fk', columns: ['a'] }],
    },
  },
  {
    name: 'checks with everything that the catalog escapes',
    sql: [
      "CREATE TABLE t (id int, `o'c\\l é` varchar(9), CONSTRAINT `ck'é` CHECK (`o'c\\l é` <> 'a''b\\\\c\n😀' AND id > 0))",
    ],
    table: {
      columns: [
        { name: 'id', type: { type: 'Integer' } },
        { name: "o'c\\l é", type: { type: 'String', length: 9 } },
      ],
      constraints: [
        {
          kind: 'check',
          name: "ck'é",
          expression: expect.stringContaining("`o'c\\l é` <> 'a\\'b\\\\c\\n😀'"),
        },
      ],
    },
  },
  {
    name: 'a check that is not enforced',
    only: 'mysql',
    sql: ['CREATE TABLE t (id int, CONSTRAINT ck CHECK (id > 0) NOT ENFORCED)'],
    table: {
      columns: [{ name: 'id', type: { type: 'Integer' } }],
      constraints: [{ kind: 'check', name: 'ck', expression: '(`id` > 0)', notEnforced: true }],
    },
  },
  {
    name: 'options of a table',
    sql: ["CREATE TABLE t (id int) ENGINE=MyISAM CHECKSUM=1 AVG_ROW_LENGTH=20 CHARACTER SET latin1 COMMENT 'it''s'"],
    table: {
      columns: [{ name: 'id', type: { type: 'Integer' } }],
      comment: "it's",
      mysql: { engine: 'MyISAM', collate: 'latin1_swedish_ci', checksum: 1, avgRowLength: 20 },
    },
  },
  {
    name: 'a table in numbered partitions',
    sql: ['CREATE TABLE t (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2'],
    table: { columns: [id], constraints: [key], mysql: { partitionBy: 'HASH (`id`)', partitions: 2 } },
  },
  {
    name: 'a table in partitions by range',
    sql: [
      "CREATE TABLE t (id int PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (9) COMMENT 'few', PARTITION `all` VALUES LESS THAN MAXVALUE)",
    ],
    table: {
      columns: [id],
      constraints: [key],
      mysql: {
        partitionBy: 'RANGE (`id`)',
        partitions: ["a VALUES LESS THAN (9) COMMENT = 'few'", '`all` VALUES LESS THAN MAXVALUE'],
      },
    },
  },
  {
    name: 'a versioned table',
    only: 'mariadb',
    sql: [
      'CREATE TABLE t (id int PRIMARY KEY, a int WITHOUT SYSTEM VERSIONING, f timestamp(6) AS ROW START, u timestamp(6) AS ROW END INVISIBLE, PERIOD FOR SYSTEM_TIME (f, u)) WITH SYSTEM VERSIONING',
    ],
    table: {
      columns: [
        id,
        { ...a, mysql: { withoutSystemVersioning: true } },
        { name: 'f', ...bound, mysql: { generatedAs: 'ROW START' } },
        { name: 'u', ...bound, mysql: { invisible: true, generatedAs: 'ROW END' } },
      ],
      constraints: [key],
      mysql: { systemVersioned: true },
    },
  },
  {
    name: 'a period of a table, which is reported',
    only: 'mariadb',
    sql: ['CREATE TABLE t (id int PRIMARY KEY, f date NOT NULL, u date NOT NULL, PERIOD FOR valid (f, u))'],
    table: expect.anything(),
    unmodelled: [{ kind: 'period', name: 'valid', table: 't' }],
  },
  {
    name: 'a versioned table that says nothing of when',
    only: 'mariadb',
    sql: ['CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING'],
    table: { columns: [id], constraints: [key], mysql: { systemVersioned: true } },
  },
];

for (const wanted of family) {
  describeOn(wanted, () => {
    const database = databaseOf(wanted);

    it.each(cases.filter(({ only }) => only === undefined || only === wanted.dialect))(
      'reads $name, and makes the same again of what it read',
      async ({ sql, table, unmodelled }) => {
        for (const statement of sql) await database().connection.execute(statement);
        const schema = await reflect(database());
        const { name: _, ...read } = schema.tables.find(({ name }) => name === 't') as Table;
        expect(read).toEqual(table);
        expect(schema.unmodelled).toEqual(unmodelled);
        if (unmodelled !== undefined) return;

        const { operations } = await difference(database(), schema, emptySchema);
        await run(database(), operations);
        expect((await reflect(database())).tables).toEqual([]);
        await run(database(), (await difference(database(), emptySchema, schema)).operations);
        expect(await remaining(database(), schema)).toEqual([]);
        expect((await reflect(database())).tables).toEqual(schema.tables);
      },
    );

    it('asks as often for many tables as for a few', async () => {
      const trips: number[] = [];
      for (const count of [3, 60]) {
        const made = (await reflect(database())).tables.length;
        for (let number = made; number < count; number += 1) {
          await database().connection.execute(
            `CREATE TABLE t${number} (id int PRIMARY KEY, a int DEFAULT 1, b varchar(9), CHECK (a > 0), UNIQUE (b), KEY (a)${number === 0 ? '' : `, FOREIGN KEY (a) REFERENCES t${number - 1} (id)`})`,
          );
        }
        const before = database().connection.roundTrips;
        const schema = await reflect(database());
        expect(schema.tables).toHaveLength(count);
        expect(database().dialect.canonicalise(schema, database().connection.server).tables).toHaveLength(count);
        trips.push(database().connection.roundTrips - before);
      }
      expect(trips[0]).toBe(trips[1]);
      expect(trips[0]).toBeLessThanOrEqual(10);
    });

    it('reads the tables that it is asked for, and those of other databases under their names', async () => {
      const { connection, dialect } = database();
      const other = `${connection.server.defaultSchema}_other`;
      await connection.execute(`CREATE DATABASE ${other}`);
      try {
        await connection.execute('CREATE TABLE t (id int PRIMARY KEY)');
        await connection.execute('CREATE TABLE u (id int PRIMARY KEY)');
        await connection.execute(
          `CREATE TABLE ${other}.t (a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES ${connection.server.defaultSchema}.t (id))`,
        );
        const names = (schema: Schema) => schema.tables.map(({ name, schema }) => [schema, name]);
        expect(names(await dialect.reflect(connection, { tables: [{ name: 'u' }] }))).toEqual([[undefined, 'u']]);
        const both = await dialect.reflect(connection, { schemas: [connection.server.defaultSchema ?? '', other] });
        expect(names(both).sort()).toEqual(
          [
            [undefined, 't'],
            [undefined, 'u'],
            [other, 't'],
          ].sort(),
        );
        expect(both.tables.find(({ schema }) => schema === other)?.constraints).toEqual([
          { ...foreignKey, references: { table: 't', schema: null, columns: ['id'] } },
        ]);
      } finally {
        await connection.execute(`DROP DATABASE ${other}`);
      }
    });
  });
}
