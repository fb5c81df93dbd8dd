import { describe, expect, it } from 'vitest';
import { hintedRenames, renameCandidates } from '../../src/diff/rename.ts';
import type { Column } from '../../src/schema/column.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';

const column = (name: string, renamedFrom?: string): Column => ({
  name,
  type: { type: 'Integer' },
  ...(renamedFrom === undefined ? {} : { renamedFrom }),
});

const table = (name: string, columns: readonly string[], renamedFrom?: string): Table => ({
  name,
  columns: columns.map((one) => column(one)),
  ...(renamedFrom === undefined ? {} : { renamedFrom }),
});

const schema = (...tables: readonly Table[]): Schema => ({ tables });

const same = ['id', 'name', 'count'];

/** What is likely, as `old=new`, the likeliest first. */
const offered = (from: Schema, to: Schema): readonly string[] =>
  renameCandidates(from, to).map((one) => `${one.kind === 'column' ? `${one.table}.` : ''}${one.from}=${one.to}`);

describe('likely renames', () => {
  it('of tables with the same columns come first where their names are alike', () => {
    const before = schema(table('users', same), table('posts', same), table('tags', same));
    const after = schema(table('app_tags', same), table('app_users', same), table('app_posts', same));
    expect([...offered(before, after).slice(0, 3)].sort()).toEqual([
      'posts=app_posts',
      'tags=app_tags',
      'users=app_users',
    ]);
  });

  it('are three at most for each thing, however many are alike', () => {
    const numbered = (prefix: string): Table[] => Array.from({ length: 40 }, (_, at) => table(`${prefix}${at}`, same));
    expect(offered(schema(...numbered('a')), schema(...numbered('b')))).toHaveLength(120);
    const wide = (prefix: string): Table =>
      table('t', ['id', ...Array.from({ length: 40 }, (_, at) => `${prefix}${at}`)]);
    expect(offered(schema(wide('a')), schema(wide('b'))).length).toBeLessThanOrEqual(120);
  });

  it('need half of the columns, or names that are nearly the same', () => {
    expect(offered(schema(table('a', ['x', 'y'])), schema(table('bcd', ['x', 'z'])))).toEqual(['a=bcd']);
    expect(offered(schema(table('posts', same)), schema(table('post_tags', ['id', 'post', 'tag'])))).toEqual([]);
    expect(offered(schema(table('customers', same)), schema(table('customers2', ['id', 'x', 'count'])))).toEqual([
      'customers=customers2',
    ]);
  });
});

describe('hints of renames', () => {
  const to = (...hints: readonly (readonly [name: string, renamedFrom?: string])[]): Schema =>
    schema({ name: 't', columns: hints.map(([name, from]) => column(name, from)) });
  const followed = (from: Schema, after: Schema): readonly string[] =>
    hintedRenames(from, after).map((one) => `${one.from}=${one.to}`);

  it('are followed where the old name is there and the new one is not', () => {
    expect(followed(schema(table('t', ['a'])), to(['b', 'a']))).toEqual(['a=b']);
    expect(followed(schema(table('t', ['b'])), to(['b', 'a']))).toEqual([]);
    expect(followed(schema(table('t', ['a', 'b'])), to(['b', 'a']))).toEqual([]);
  });

  it('are followed in a chain, its end first, and only once', () => {
    expect(followed(schema(table('t', ['a', 'b'])), to(['b', 'a'], ['c', 'b']))).toEqual(['b=c', 'a=b']);
    expect(followed(schema(table('t', ['b', 'c'])), to(['b', 'a'], ['c', 'b']))).toEqual([]);
  });

  it('of which two name one thing are followed once', () => {
    expect(followed(schema(table('t', ['a', 'b'])), to(['b', 'a'], ['c', 'b'], ['d', 'b']))).toEqual(['b=c', 'a=b']);
  });

  it('in a circle are not followed, as nobody could tell whether that was done already', () => {
    expect(followed(schema(table('t', ['a', 'b'])), to(['a', 'b'], ['b', 'a']))).toEqual([]);
  });

  it('of a table and of its columns go together', () => {
    const after = schema(
      { name: 'b', renamedFrom: 'a', columns: [column('y', 'x')] },
      { name: 'c', renamedFrom: 'b', columns: [column('z')] },
    );
    expect(hintedRenames(schema(table('a', ['x']), table('b', ['z'])), after)).toEqual([
      { kind: 'table', from: 'b', to: 'c' },
      { kind: 'table', from: 'a', to: 'b' },
      { kind: 'column', table: 'b', from: 'x', to: 'y' },
    ]);
  });
});
