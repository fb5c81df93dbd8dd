import { describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import { diff } from '../../../src/diff/diff.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Table } from '../../../src/schema/table.ts';
import { migrate, openMemory, reflect } from './database.ts';

const names = [
  'plain',
  'two words',
  'select',
  'rowid',
  'quo"te',
  "quo'te",
  'back`tick',
  'brack]et[',
  'semi;colon',
  'new\nline',
  'tab\tbed',
  'comment -- here',
  'comment /* here */',
  '"); DROP TABLE parent; --',
  'été',
  'É',
  '表',
  '😀',
  '123',
  '',
  ' ',
  '%_\\',
  "'; ATTACH 'x' AS y; --",
  'x'.repeat(300),
];

const quote = sqlite.quoteIdentifier;

function tableNamed(name: string): Table {
  return {
    name: `t${name}`,
    columns: [
      { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true },
      { name: `c${name}`, type: { type: 'Enum', values: ['a', name], createConstraint: true, name: `e${name}` } },
      { name, type: { type: 'Integer' }, serverDefault: 1 },
      { name: `g${name}`, type: { type: 'Integer' }, computed: { expression: `${quote(name)} + 1` } },
    ],
    constraints: [
      { kind: 'primaryKey', name: `pk${name}`, columns: ['id'] },
      { kind: 'unique', name: `uq${name}`, columns: [name, `c${name}`] },
      { kind: 'check', name: `ck${name}`, expression: `${quote(name)} > 0` },
      {
        kind: 'foreignKey',
        name: `fk${name}`,
        columns: [name],
        references: { table: `t${name}`, columns: ['id'] },
        onDelete: 'CASCADE',
      },
    ],
    indexes: [{ name: `ix${name}`, columns: [{ column: name, order: 'desc' }], where: `${quote(name)} > 1` }],
    sqlite: { autoincrement: true },
  };
}

const canonicalise = (schema: Schema): Schema => sqlite.canonicalise(schema, sqlite.offlineServer);

describe('names that try every quote', () => {
  it.each(names.map((name) => [name.length > 40 ? 'a very long name' : JSON.stringify(name), name]))(
    '%s is created, reflected, rebuilt, renamed and taken back',
    async (_label, name) => {
      const connection = await openMemory('CREATE TABLE parent (id INTEGER PRIMARY KEY)');
      const table = tableNamed(name);
      await migrate(connection, [{ kind: 'createTable', table }]);
      const start = await reflect(connection);
      const difference = async (to: Schema): Promise<readonly Operation[]> =>
        diff(canonicalise(await reflect(connection)), canonicalise(to));
      expect(await difference({ tables: [table, ...start.tables.filter((one) => one.name === 'parent')] })).toEqual([]);

      const [, column] = table.columns;
      const value = column === undefined ? '' : quote(column.name);
      await connection.execute(`INSERT INTO ${quote(table.name)} (${value}) VALUES (${sqlite.quoteLiteral(name)})`);
      const changes: readonly Operation[] = [
        { kind: 'renameTable', from: table.name, to: 'renamed' },
        { kind: 'renameColumn', table: 'renamed', from: name, to: `other ${name}` },
        {
          kind: 'alterColumn',
          table: 'renamed',
          from: { name: `other ${name}`, type: { type: 'Integer' }, serverDefault: 1 },
          to: { name: `other ${name}`, type: { type: 'BigInteger' }, nullable: false, serverDefault: 1 },
        },
        { kind: 'addColumn', table: 'renamed', column: { name, type: { type: 'Text' } } },
      ];
      await migrate(connection, changes);
      expect(await connection.query(`SELECT ${value} AS value FROM renamed`)).toEqual([{ value: name }]);
      await migrate(connection, reverseAll(changes));
      expect(await difference(start)).toEqual([]);
      expect(await connection.query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(await connection.query('SELECT * FROM parent')).toEqual([]);
      await connection.close();
    },
  );
});
