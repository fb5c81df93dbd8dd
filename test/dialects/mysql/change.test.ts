import { it } from 'vitest';
import type { Column } from '../../../src/schema/column.ts';
import type { Constraint } from '../../../src/schema/constraint.ts';
import { emptySchema, type Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import type { DialectName } from '../../../src/schema/type.ts';
import { describeOn } from '../../support/server.ts';
import { type Change, databaseOf, family, proveChange } from './family.ts';

type Case = Change & { readonly only?: DialectName };

const id: Column = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true };
const plainId: Column = { name: 'id', type: { type: 'Integer' }, nullable: false };
const code: Column = { name: 'code', type: { type: 'Integer' }, nullable: false };
const ref: Column = { name: 'ref', type: { type: 'Integer' } };
const key = (...columns: string[]): Constraint => ({ kind: 'primaryKey', columns });
const foreignKey = (name: string, column = 'ref'): Constraint => ({
  kind: 'foreignKey',
  name,
  columns: [column],
  references: { table: 'p', columns: ['id'] },
});
const parent: Table = { name: 'p', columns: [id], constraints: [key('id')] };
const t = (columns: readonly Column[], rest: Omit<Table, 'name' | 'columns'> = {}): Schema => ({
  tables: [{ name: 't', columns, ...rest }],
});
const withParent = (columns: readonly Column[], rest: Omit<Table, 'name' | 'columns'>): Schema => ({
  tables: [parent, ...t(columns, rest).tables],
});
const rows = 'INSERT INTO t (id) VALUES (1), (2)';
const ids = { query: 'SELECT id FROM t ORDER BY id', after: [{ id: 1 }, { id: 2 }], back: [{ id: 1 }, { id: 2 }] };

/** A column with everything that MODIFY forgets unless it is told. */
const rich: Column = {
  name: 'c',
  type: { type: 'String', length: 20 },
  nullable: false,
  serverDefault: "it's \\ é",
  collation: 'latin1_bin',
  comment: "it's \\ kept",
  mysql: { invisible: true },
};
const updated: Column = {
  name: 'at',
  type: { type: 'DateTime', precision: 3 },
  nullable: false,
  serverDefault: { function: 'now' },
  serverOnupdate: { function: 'now' },
};
const virtual = (expression: string): Column => ({ name: 'g', type: { type: 'Integer' }, computed: { expression } });
const stored = (expression: string): Column => ({ ...virtual(expression), computed: { expression, persisted: true } });
const generated = { indexes: [{ name: 'ix_g', columns: ['g'] }], constraints: [key('id')] };
const values = { query: 'SELECT id, g FROM t ORDER BY id' };
const tripled = [
  { id: 1, g: 3 },
  { id: 2, g: 6 },
];
const last: Column = { name: 'z', type: { type: 'Integer' } };
const mood = (values: readonly string[], renamedFrom?: Readonly<Record<string, string>>): Column => ({
  name: 'mood',
  type: { type: 'Enum', values, ...(renamedFrom === undefined ? {} : { renamedFrom }) },
  nullable: false,
  serverDefault: values[0] ?? '',
});
const text: Column = { name: 'b', type: { type: 'Text' } };
const name: Column = { name: 'n', type: { type: 'String', length: 30 }, serverDefault: 'x' };
const own: Column = { name: 'o', type: { type: 'String', length: 30 }, collation: 'utf8mb4_bin' };

const order = {
  query: `SELECT GROUP_CONCAT(COLUMN_NAME ORDER BY ORDINAL_POSITION) AS names FROM information_schema.COLUMNS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't'`,
  rows,
};

const indexes = {
  query: `SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS
    WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't' ORDER BY 1`,
};

const cases: readonly Case[] = [
  {
    name: 'a foreign key with a name of the server’s choice gets the index that the server would make for it',
    from: withParent([plainId, ref], { constraints: [key('id')] }),
    to: withParent([plainId, ref], { constraints: [key('id'), foreignKey('t_ibfk_1')] }),
    ...indexes,
    after: [{ name: 'PRIMARY' }, { name: 'ref' }],
    back: [{ name: 'PRIMARY' }],
  },
  {
    name: 'a new table has the indexes that the server would make for foreign keys that it named',
    from: { tables: [parent] },
    to: withParent([plainId, ref, { ...ref, name: 'x' }], {
      constraints: [key('id'), foreignKey('t_ibfk_1'), foreignKey('t_ibfk_2', 'x'), foreignKey('t_ibfk_3')],
      indexes: [{ name: 'x', columns: ['id'] }],
    }),
    ...indexes,
    after: [{ name: 'PRIMARY' }, { name: 'ref' }, { name: 'x' }, { name: 'x_2' }],
    back: [],
  },
  {
    name: 'a new column stands where it is declared, and a dropped one comes back to where it was',
    from: t([plainId, text, name, last], { constraints: [key('id')] }),
    to: t([code, plainId, text, own, last], { constraints: [key('id')] }),
    ...order,
    after: [{ names: 'code,id,b,o,z' }],
    back: [{ names: 'id,b,n,z' }],
  },
  {
    name: 'a column that begins to count up stands where it is declared',
    from: t([code, last]),
    to: t([code, id, last], { constraints: [key('id')] }),
    query: order.query,
    after: [{ names: 'code,id,z' }],
    back: [{ names: 'code,z' }],
  },
  {
    name: 'MODIFY restates what does not change: default, comment, collation, visibility',
    from: t([plainId, rich], { constraints: [key('id')] }),
    to: t([plainId, { ...rich, type: { type: 'String', length: 30 } }], { constraints: [key('id')] }),
    count: 1,
    ...ids,
    rows,
  },
  {
    name: 'MODIFY restates AUTO_INCREMENT and ON UPDATE',
    from: t([id, updated], { constraints: [key('id')] }),
    to: t(
      [
        { ...id, comment: 'counts' },
        { ...updated, type: { type: 'DateTime', precision: 6 } },
      ],
      { constraints: [key('id')] },
    ),
    rows,
    ...ids,
  },
  {
    name: 'a primary key moves from a counted column to another in one statement',
    from: t([id, code], { constraints: [key('id')] }),
    to: t(
      [{ ...plainId, nullable: true } as Column, code].map((one) =>
        one.name === 'id' ? { name: 'id', type: one.type } : one,
      ),
      {
        constraints: [key('code')],
      },
    ),
    rows: 'INSERT INTO t (id, code) VALUES (1, 10), (2, 20)',
    statements: /DROP PRIMARY KEY.*ADD PRIMARY KEY/s,
    count: 1,
    ...ids,
  },
  {
    name: 'a counted column comes with its primary key, and goes with it',
    from: t([{ name: 'a', type: { type: 'Integer' } }]),
    to: t([{ name: 'a', type: { type: 'Integer' } }, id], { constraints: [key('id')] }),
    rows: 'INSERT INTO t VALUES (7), (7)',
    query: 'SELECT a FROM t',
    after: [{ a: 7 }, { a: 7 }],
    back: [{ a: 7 }, { a: 7 }],
    count: 1,
  },
  {
    name: 'a counted column that is no primary key but unique',
    from: t([code], { constraints: [key('code')] }),
    to: t([code, id], { constraints: [key('code'), { kind: 'unique', name: 'uq_id', columns: ['id'] }] }),
  },
  {
    name: 'a primary key gets another column',
    from: t([id, code], { constraints: [key('id')] }),
    to: t([id, code], { constraints: [key('id', 'code')] }),
    count: 1,
  },
  {
    name: 'counting begins and ends',
    from: t([plainId], { constraints: [key('id')] }),
    to: t([id], { constraints: [key('id')] }),
    rows,
    ...ids,
  },
  {
    name: 'a foreign key goes with the index that was made for it',
    from: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk')] }),
    to: withParent([plainId, ref], { constraints: [key('id')] }),
    statements: /DROP FOREIGN KEY `fk`, DROP INDEX `fk`/,
  },
  {
    name: 'the index that took the place of a declared one goes when that comes back',
    from: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'fk', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'ix', columns: ['ref', 'id'] }],
    }),
    statements: /ADD INDEX `ix` \(`ref`, `id`\), DROP INDEX `fk`$/,
    count: 1,
  },
  {
    name: 'an index that was made for a foreign key without a name goes by the name that it is given',
    from: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('t_ibfk_1')],
      indexes: [{ name: 'ref', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk')] }),
    statements: /RENAME INDEX `ref` TO `fk`/,
    count: 1,
  },
  {
    name: 'an index of a table in memory is searched as it says, by a tree or by hash values',
    from: t([plainId, name], {
      constraints: [key('id')],
      indexes: [
        { name: 'ix', columns: ['n'] },
        { name: 'ux', columns: ['n', 'id'], unique: true, using: 'btree' },
      ],
      mysql: { engine: 'MEMORY' },
    }),
    to: t([plainId, name], {
      constraints: [key('id'), { kind: 'unique', name: 'ux', columns: ['n', 'id'] }],
      indexes: [{ name: 'ix', columns: ['n'], using: 'btree' }],
      mysql: { engine: 'MEMORY' },
    }),
  },
  {
    name: 'a compressed table',
    from: t([plainId], { mysql: { compression: 'zlib' } }),
    to: t([plainId], { mysql: { compression: 'lz4' } }),
    statements: /COMPRESSION='lz4'/,
    only: 'mysql',
  },
  {
    name: 'a default of the time with other digits than the column has',
    from: t([{ name: 'a', type: { type: 'DateTime' }, serverDefault: { text: 'now(3)' } }]),
    to: t([{ name: 'a', type: { type: 'DateTime', precision: 6 }, serverDefault: { text: 'CURRENT_TIMESTAMP' } }]),
    rows: 'INSERT INTO t VALUES (DEFAULT)',
  },
  {
    name: 'a foreign key goes, and the declared index that served it stays',
    from: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'ix', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref], { constraints: [key('id')], indexes: [{ name: 'ix', columns: ['ref'] }] }),
    statements: /^ALTER TABLE `t` DROP FOREIGN KEY `fk`$/,
  },
  {
    name: 'one of two foreign keys on a column goes',
    from: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk'), foreignKey('fk2')] }),
    to: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk2')] }),
  },
  {
    name: 'an index that a foreign key needs is dropped',
    from: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'ix', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk')] }),
    statements: /DROP INDEX `ix`, ADD INDEX `fk` \(`ref`\)/,
  },
  {
    name: 'an index that a foreign key needs is replaced in one statement',
    from: withParent([plainId, ref, code], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'ix', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref, code], {
      constraints: [key('id'), foreignKey('fk')],
      indexes: [{ name: 'ix', columns: ['ref', 'code'] }],
    }),
    statements: /^ALTER TABLE `t` DROP INDEX `ix`, ADD INDEX `ix` \(`ref`, `code`\)$/,
  },
  {
    name: 'a unique constraint that a foreign key needs is dropped',
    from: withParent([plainId, ref], {
      constraints: [key('id'), foreignKey('fk'), { kind: 'unique', name: 'uq', columns: ['ref'] }],
    }),
    to: withParent([plainId, ref], { constraints: [key('id'), foreignKey('fk')] }),
  },
  {
    name: 'a foreign key points elsewhere under the same name',
    from: {
      tables: [
        parent,
        { ...parent, name: 'q' },
        { name: 't', columns: [plainId, ref], constraints: [key('id'), foreignKey('fk')] },
      ],
    },
    to: {
      tables: [
        parent,
        { ...parent, name: 'q' },
        {
          name: 't',
          columns: [plainId, ref],
          constraints: [key('id'), { ...foreignKey('fk'), references: { table: 'q', columns: ['id'] } } as Constraint],
        },
      ],
    },
    count: 2,
  },
  {
    name: 'constraints of every kind get other names',
    from: withParent([plainId, ref, code], {
      constraints: [
        key('id'),
        foreignKey('fk_a'),
        { kind: 'unique', name: 'uq_a', columns: ['code'] },
        { kind: 'check', name: 'ck_a', expression: 'code > 0' },
      ],
      indexes: [{ name: 'ix_a', columns: ['code', 'ref'] }],
    }),
    to: withParent([plainId, ref, code], {
      constraints: [
        key('id'),
        foreignKey('fk_b'),
        { kind: 'unique', name: 'uq_b', columns: ['code'] },
        { kind: 'check', name: 'ck_b', expression: 'code > 0' },
      ],
      indexes: [{ name: 'ix_b', columns: ['code', 'ref'] }],
    }),
    statements: /RENAME INDEX `uq_a` TO `uq_b`/,
  },
  {
    name: 'a column goes that is in an index and a unique constraint with others',
    from: t([plainId, ref, code], {
      constraints: [key('id'), { kind: 'unique', name: 'uq', columns: ['ref', 'code'] }],
      indexes: [{ name: 'ix', columns: ['code', 'ref'] }],
    }),
    to: t([plainId, code], { constraints: [key('id')] }),
    rows: 'INSERT INTO t VALUES (1, 1, 5), (2, 2, 5)',
    ...ids,
  },
  {
    name: 'a generated column is computed otherwise',
    from: t([plainId, virtual('id * 2'), last], generated),
    to: t([plainId, virtual('id * 3'), last], generated),
    rows,
    ...values,
    after: tripled,
    statements: /^ALTER TABLE `t` MODIFY COLUMN/,
    count: 1,
  },
  {
    name: 'a virtual column is stored from now on, in its place and with its index',
    from: t([plainId, virtual('id * 3'), last], generated),
    to: t([plainId, stored('id * 3'), last], generated),
    rows,
    ...values,
    after: tripled,
    back: tripled,
    statements: /DROP COLUMN `g`, ADD COLUMN `g` .* AFTER `id`/,
  },
  {
    name: 'a virtual column becomes a plain one and keeps its values',
    from: t([plainId, virtual('id * 3'), last], generated),
    to: t([plainId, { name: 'g', type: { type: 'Integer' } }, last], generated),
    rows,
    ...values,
    after: tripled,
    back: tripled,
  },
  {
    name: 'a stored column becomes a plain one and keeps its values',
    from: t([plainId, stored('id * 3'), last], generated),
    to: t([plainId, { name: 'g', type: { type: 'Integer' } }, last], generated),
    rows,
    ...values,
    after: tripled,
    back: tripled,
  },
  {
    name: 'values of an enum get other names, and rows keep their meaning',
    from: t([plainId, mood(['happy', 'sad', "so'so"])], { constraints: [key('id')] }),
    to: t([plainId, mood(['glad', 'low', "so'so", 'new'], { glad: 'happy', low: 'sad' })], {
      constraints: [key('id')],
    }),
    rows: "INSERT INTO t VALUES (1, 'happy'), (2, 'sad'), (3, 'so''so')",
    query: 'SELECT mood FROM t ORDER BY id',
    after: [{ mood: 'glad' }, { mood: 'low' }, { mood: "so'so" }],
    back: [{ mood: 'happy' }, { mood: 'sad' }, { mood: "so'so" }],
    count: 3,
  },
  {
    name: 'two values of an enum change names with each other',
    from: t([plainId, mood(['a', 'b'])], { constraints: [key('id')] }),
    to: t([plainId, mood(['b', 'a', 'c'])], { constraints: [key('id')] }),
    rows: "INSERT INTO t VALUES (1, 'a'), (2, 'b')",
    query: 'SELECT mood FROM t ORDER BY id',
    after: [{ mood: 'a' }, { mood: 'b' }],
    back: [{ mood: 'a' }, { mood: 'b' }],
  },
  {
    name: 'a table gets another collation, and columns with one of their own keep it',
    from: t([plainId, text, name, own], { constraints: [key('id')] }),
    to: t([plainId, text, name, own], { constraints: [key('id')], mysql: { charset: 'latin1' } }),
    rows: "INSERT INTO t VALUES (1, 'é', 'é', '☃'), (2, NULL, 'x', NULL)",
    query: 'SELECT b, n, o FROM t ORDER BY id',
    after: [
      { b: 'é', n: 'é', o: '☃' },
      { b: null, n: 'x', o: null },
    ],
    back: [
      { b: 'é', n: 'é', o: '☃' },
      { b: null, n: 'x', o: null },
    ],
    count: 1,
  },
  {
    name: 'options and the comment of a table change',
    from: t([plainId], { comment: "it's old", mysql: { rowFormat: 'COMPRESSED', keyBlockSize: 4 } }),
    to: t([plainId], { comment: 'new \\ é', mysql: { statsPersistent: 1 } }),
    rows,
    ...ids,
    count: 1,
  },
  {
    name: 'a table gets another engine',
    from: t([plainId]),
    to: t([plainId], { mysql: { engine: 'MyISAM' } }),
    rows,
    ...ids,
  },
  {
    name: 'a column that everything reads is renamed',
    from: t([plainId, virtual('id + 1'), { ...last, serverDefault: 5 }], {
      constraints: [key('id'), { kind: 'check', name: 'ck', expression: 'z > 0 AND z < 1000' }],
      indexes: [{ name: 'ix', columns: ['z', 'g'] }],
    }),
    to: t([plainId, virtual('id + 1'), { ...last, name: 'y', serverDefault: 5 }], {
      constraints: [key('id'), { kind: 'check', name: 'ck', expression: 'y > 0 AND y < 1000' }],
      indexes: [{ name: 'ix', columns: ['y', 'g'] }],
    }),
    operations: [{ kind: 'renameColumn', table: 't', from: 'z', to: 'y' }],
    rows,
    query: 'SELECT g FROM t ORDER BY id',
    after: [{ g: 2 }, { g: 3 }],
    back: [{ g: 2 }, { g: 3 }],
    count: 1,
  },
  {
    name: 'a column that a generated column and a key of an expression read is renamed',
    only: 'mysql',
    from: t(
      [plainId, { name: 'v', type: { type: 'Integer' }, serverDefault: { text: '(id + 1)' } }, stored('id * 3')],
      {
        indexes: [{ name: 'ix', columns: [{ expression: '(id + 2)' }, 'id'] }],
      },
    ),
    to: t(
      [
        { ...plainId, name: 'nr' },
        { name: 'v', type: { type: 'Integer' }, serverDefault: { text: '(nr + 1)' } },
        stored('nr * 3'),
      ],
      {
        indexes: [{ name: 'ix', columns: [{ expression: '(nr + 2)' }, 'nr'] }],
      },
    ),
    operations: [{ kind: 'renameColumn', table: 't', from: 'id', to: 'nr' }],
    rows,
    query: 'SELECT g FROM t ORDER BY g',
    after: [{ g: 3 }, { g: 6 }],
    back: [{ g: 3 }, { g: 6 }],
    count: 1,
  },
  {
    name: 'columns change names in a circle under a check',
    from: t([plainId, ref, code], { constraints: [{ kind: 'check', name: 'ck', expression: 'ref < code' }] }),
    to: t(
      [plainId, { ...code, name: 'ref' }, { ...ref, name: 'code' }].map((one) => one),
      {
        constraints: [{ kind: 'check', name: 'ck', expression: 'code < ref' }],
      },
    ),
    operations: [
      { kind: 'renameColumn', table: 't', from: 'ref', to: 'tmp' },
      { kind: 'renameColumn', table: 't', from: 'code', to: 'ref' },
      { kind: 'renameColumn', table: 't', from: 'tmp', to: 'code' },
    ],
  },
  {
    name: 'columns are called by reserved words in every kind of expression',
    from: emptySchema,
    to: t(
      [
        plainId,
        { name: 'rank', type: { type: 'Integer' }, nullable: false, serverDefault: 1 },
        { name: 'key', type: { type: 'Integer' }, computed: { expression: 'rank + 1' } },
      ],
      { constraints: [key('id'), { kind: 'check', name: 'ck', expression: 'rank > 0' }] },
    ),
  },
  {
    name: 'an index makes room for one of its name',
    from: withParent([plainId, ref, code], { constraints: [key('id'), foreignKey('ref')] }),
    to: withParent([plainId, ref, code], {
      constraints: [key('id'), foreignKey('ref'), { kind: 'unique', name: 'ref', columns: ['ref', 'code'] }],
    }),
  },
  {
    name: 'a check on a boolean and on an enum that is kept as a string',
    from: t([plainId]),
    to: t([
      plainId,
      { name: 'b', type: { type: 'Boolean', createConstraint: true, constraintName: 'ck_b' } },
      {
        name: 'e',
        type: { type: 'Enum', values: ['x', "y'z"], native: false, createConstraint: true, constraintName: 'ck_e' },
      },
    ]),
    rows,
    ...ids,
  },
  {
    name: 'defaults of every kind come and go',
    from: t([
      plainId,
      ...(
        ['String', 'Text', 'JSON', 'DateTime', 'Date', 'Numeric', 'LargeBinary', 'Boolean', 'Uuid', 'Time'] as const
      ).map((type) => ({ name: type, type: { type, ...(type === 'String' ? { length: 40 } : {}) } }) as Column),
    ]),
    to: t([
      plainId,
      ...(
        [
          ['String', { text: 'upper(concat(\'a\', "b"))' }],
          ['Text', "it's \\ 😀"],
          ['JSON', '{"a": ["\\\\"]}'],
          ['DateTime', { text: "'2020-01-01' + INTERVAL 1 DAY" }],
          ['Date', { function: 'now' }],
          ['Numeric', '12.5'],
          ['LargeBinary', { text: "x'00ff'" }],
          ['Boolean', true],
          ['Uuid', { text: '(uuid())' }],
          ['Time', { function: 'now' }],
        ] as const
      ).map(
        ([type, serverDefault]) =>
          ({ name: type, type: { type, ...(type === 'String' ? { length: 40 } : {}) }, serverDefault }) as Column,
      ),
    ]),
    rows,
    ...ids,
  },
  {
    name: 'types become others, with their rows',
    from: t(
      [plainId, { name: 'v', type: { type: 'Integer' } }, { name: 'u', type: { type: 'Integer' }, nullable: false }],
      { constraints: [key('id')] },
    ),
    to: t(
      [
        { name: 'id', type: { type: 'mysql.BigInteger', unsigned: true }, nullable: false },
        { name: 'v', type: { type: 'String', length: 12 } },
        { name: 'u', type: { type: 'Numeric', precision: 8, scale: 2 } },
      ],
      { constraints: [key('id')] },
    ),
    rows: 'INSERT INTO t VALUES (1, 42, 7), (2, NULL, 8)',
    query: 'SELECT v + 0 AS v, u + 0.0 > 6 AS u FROM t ORDER BY id',
    after: [
      { v: 42, u: 1 },
      { v: null, u: 1 },
    ],
  },
];

for (const wanted of family) {
  describeOn(wanted, () => {
    const database = databaseOf(wanted);
    it.each(cases.filter(({ only }) => only === undefined || only === wanted.dialect))('$name', (change) =>
      proveChange(database(), change),
    );
  });
}
