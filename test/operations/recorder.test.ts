import * as sa from 'athanor';
import { describe, expect, it } from 'vitest';
import { recorder } from '../../src/operations/recorder.ts';

type Anything = Readonly<Record<string, (payload?: unknown) => void>>;

const record = (write: (op: Anything) => void) => {
  const { op, flush } = recorder(async () => []);
  write(op as unknown as Anything);
  return flush().map(({ operation }) => operation);
};

const integer = { type: 'Integer' };

describe('a payload that is not what its operation takes', () => {
  it.each<[name: string, payload: unknown, complaint: string, hint: string]>([
    ['addColumn', undefined, 'op.addColumn was given undefined, and takes an object', 'write op.addColumn({ … })'],
    ['addColumn', 't', 'op.addColumn was given t, and takes an object', 'write op.addColumn({ … })'],
    [
      'addColumn',
      { tabel: 't', column: { name: 'x', type: integer } },
      "there is no 'tabel' in what it takes",
      "did you mean 'table'?",
    ],
    ['addColumn', { table: 't' }, "'column' is missing", 'op.addColumn takes table, schema, column'],
    ['addColumn', { table: 't', column: { type: integer } }, "'column.name' is missing", 'op.addColumn takes'],
    [
      'createTable',
      {
        table: {
          name: 't',
          columns: [
            { name: 'a', type: integer },
            { name: 'b', type: 'Integer' },
          ],
        },
      },
      "'table.columns[1].type' has to be a type, such as sa.Integer, but is 'Integer'",
      'op.createTable takes table',
    ],
    ['createTable', { name: 't', columns: [] }, "there is no 'name' in what it takes", 'op.createTable takes table'],
    ['createTable', { table: { name: 't' } }, "'table.columns' is missing", 'op.createTable takes table'],
    [
      'createIndex',
      { table: 't', index: { name: 'i', columns: 'x' } },
      "'index.columns' has to be a list, but is 'x'",
      '',
    ],
    [
      'addConstraint',
      { table: 't', constraint: { kind: 'uniq', columns: ['a'] } },
      "'constraint.kind' has to be one of primaryKey, unique, foreignKey, check, exclusion, but is 'uniq'",
      '',
    ],
    [
      'addConstraint',
      { table: 't', constraint: { kind: 'foreignKey', columns: ['a'], references: { table: 'u' } } },
      "'constraint.references.columns' is missing",
      '',
    ],
    ['renameTable', { from: 't' }, "'to' is missing", 'op.renameTable takes from, to, schema'],
    ['execute', { sql: 5 }, "'sql' has to be SQL, or SQL by database, but is 5", 'op.execute takes sql, undo'],
    ['bulkInsert', { table: 't', rows: {} }, "'rows' has to be a list, but is an object", ''],
  ])('is refused where op.%s is given %j', (name, payload, complaint, hint) => {
    let error: unknown;
    try {
      record((op) => op[name]?.(payload));
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({
      code: 'usage',
      exitCode: 2,
      message: expect.stringContaining(complaint),
      hint: expect.stringContaining(hint),
    });
  });
});

describe('a payload', () => {
  it('may hold bare types, and what is undefined', () => {
    const operations = record((op) =>
      op.addColumn?.({ table: 't', schema: undefined, column: { name: 'x', type: sa.Integer, nullable: undefined } }),
    );
    expect(operations).toEqual([{ kind: 'addColumn', table: 't', column: { name: 'x', type: integer } }]);
  });
});
