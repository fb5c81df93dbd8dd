import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { describe as say } from '../../src/operations/describe.ts';
import type { Column } from '../../src/schema/column.ts';
import type { Constraint } from '../../src/schema/constraint.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';
import type { Index } from '../../src/schema/table-index.ts';

const id: Column = { name: 'id', type: { type: 'Integer' }, nullable: false };
const column = (name: string, type: Column['type'] = { type: 'Integer' }): Column => ({ name, type });
const primaryKey: Constraint = { kind: 'primaryKey', columns: ['id'] };
const to = (table: string, local = `${table}_id`): Constraint => ({
  kind: 'foreignKey',
  name: `fk_${local}`,
  columns: [local],
  references: { table, columns: ['id'] },
});
const table = (
  name: string,
  parts: { columns?: Column[]; constraints?: Constraint[]; indexes?: Index[] } = {},
): Table => ({
  name,
  columns: [id, ...(parts.columns ?? [])],
  constraints: [primaryKey, ...(parts.constraints ?? [])],
  ...(parts.indexes === undefined ? {} : { indexes: parts.indexes }),
});
const child = (name: string, parent: string): Table =>
  table(name, { columns: [column(`${parent}_id`)], constraints: [to(parent)] });
const schema = (...tables: Table[]): Schema => ({ tables });

const cases: readonly {
  readonly name: string;
  readonly from: Schema;
  readonly to: Schema;
  readonly says: readonly string[];
}[] = [
  {
    name: 'creates parents before children, whatever their names',
    from: schema(),
    to: schema(child('a', 'b'), child('b', 'c'), table('c')),
    says: ['create table c', 'create table b', 'create table a'],
  },
  {
    name: 'drops children before parents, whatever their names',
    from: schema(child('a', 'b'), child('b', 'c'), table('c')),
    to: schema(),
    says: ['drop table a', 'drop table b', 'drop table c'],
  },
  {
    name: 'adds the foreign keys of a circle when all its tables are there',
    from: schema(),
    to: schema(child('a', 'b'), child('b', 'a')),
    says: ['create table a', 'create table b', 'add foreign key fk_b_id to a', 'add foreign key fk_a_id to b'],
  },
  {
    name: 'drops the foreign keys of a circle before its tables',
    from: schema(child('a', 'b'), child('b', 'a')),
    to: schema(),
    says: ['drop foreign key fk_b_id of a', 'drop foreign key fk_a_id of b', 'drop table a', 'drop table b'],
  },
  {
    name: 'keeps a foreign key to its own table inside the table',
    from: schema(),
    to: schema(child('a', 'a')),
    says: ['create table a'],
  },
  {
    name: 'drops the foreign key of a surviving child before its parent',
    from: schema(child('c', 'p'), table('p')),
    to: schema(table('c', { columns: [column('p_id')] })),
    says: ['drop foreign key fk_p_id of c', 'drop table p'],
  },
  {
    name: 'creates a table before the foreign key that an old table gets to it, and its column before both',
    from: schema(table('a')),
    to: schema(child('a', 'z'), table('z')),
    says: ['create table z', 'add column a.z_id', 'add foreign key fk_z_id to a'],
  },
  {
    name: 'adds a column before it drops the last one',
    from: schema({ name: 'a', columns: [column('x')] }),
    to: schema({ name: 'a', columns: [column('y', { type: 'Text' })] }),
    says: ['add column a.y', 'drop column a.x'],
  },
  {
    name: 'drops an index before the column under it and before an index of the same name',
    from: schema(table('a', { columns: [column('x')], indexes: [{ name: 'i', columns: ['x'] }] })),
    to: schema(table('a', { columns: [column('y', { type: 'Text' })], indexes: [{ name: 'i', columns: ['y'] }] })),
    says: ['drop index i of a', 'add column a.y', 'create index i on a', 'drop column a.x'],
  },
  {
    name: 'releases foreign keys at both ends of a type change',
    from: schema(child('c', 'p'), table('p')),
    to: schema(table('c', { columns: [column('p_id', { type: 'BigInteger' })], constraints: [to('p')] }), {
      ...table('p'),
      columns: [{ ...id, type: { type: 'BigInteger' } }],
    }),
    says: [
      'drop foreign key fk_p_id of c',
      'alter column c.p_id: type Integer to BigInteger',
      'alter column p.id: type Integer to BigInteger',
      'add foreign key fk_p_id to c',
    ],
  },
  {
    name: 'drops checks before a column changes its type and adds them after',
    from: schema(
      table('a', { columns: [column('x')], constraints: [{ kind: 'check', name: 'k', expression: 'x > 0' }] }),
    ),
    to: schema(
      table('a', {
        columns: [column('x', { type: 'BigInteger' })],
        constraints: [{ kind: 'check', name: 'k', expression: 'x > 1' }],
      }),
    ),
    says: [
      'drop check constraint k of a',
      'alter column a.x: type Integer to BigInteger',
      'add check constraint k to a',
    ],
  },
  {
    name: 'renames a constraint of the same shape',
    from: schema(table('a', { constraints: [{ kind: 'unique', name: 'u', columns: ['id'] }] })),
    to: schema(table('a', { constraints: [{ kind: 'unique', name: 'v', columns: ['id'] }] })),
    says: ['rename constraint u of a to v'],
  },
  {
    name: 'takes an unnamed constraint for the one that the database named',
    from: schema(table('a', { constraints: [{ kind: 'unique', name: 'a_id_key', columns: ['id'] }] })),
    to: schema(table('a', { constraints: [{ kind: 'unique', columns: ['id'] }] })),
    says: [],
  },
  {
    name: 'makes a namespace before the tables in it',
    from: schema(),
    to: { tables: [{ ...table('a'), schema: 'z' }], objects: [{ kind: 'schema', name: 'z' }] },
    says: ['create schema z', 'create table z.a'],
  },
  {
    name: 'drops a namespace after the tables in it',
    from: { tables: [{ ...table('a'), schema: 'z' }], objects: [{ kind: 'schema', name: 'z' }] },
    to: schema(),
    says: ['drop table z.a', 'drop schema z'],
  },
  {
    name: 'frees the name of an index with its table before another table takes it',
    from: schema(table('b', { indexes: [{ name: 'i', columns: ['id'] }] })),
    to: schema(table('a', { indexes: [{ name: 'i', columns: ['id'] }] })),
    says: ['drop table b', 'create table a'],
  },
];

describe('the order of a change', () => {
  it.each(cases)('$name', ({ from, to, says }) => {
    expect(diff(from, to).map((operation) => say(operation).summary)).toEqual(says);
  });

  it('comes out the same from shuffled input', () => {
    const tables = [child('a', 'b'), child('b', 'c'), table('c'), child('d', 'd')];
    expect(diff(schema(), schema(...tables.toReversed()))).toEqual(diff(schema(), schema(...tables)));
  });
});
