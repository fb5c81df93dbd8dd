import { expect, it } from 'vitest';
import { placeColumns } from '../../src/diff/column-positions.ts';
import { diff } from '../../src/diff/diff.ts';
import { applyAll } from '../../src/operations/apply.ts';
import type { ColumnPosition } from '../../src/operations/operation.ts';
import { reverseAll } from '../../src/operations/reverse.ts';
import type { Schema } from '../../src/schema/schema.ts';

/** A table with columns of these names, each a letter. */
const table = (letters: string): Schema => ({
  tables: [{ name: 't', columns: [...letters].map((name) => ({ name, type: { type: 'Integer' } })) }],
});
const order = ({ tables }: Schema): string =>
  tables.map(({ columns }) => columns.map(({ name }) => name).join('')).join();

it.each<[string, string, string, Record<string, ColumnPosition | undefined>]>([
  ['says nothing of a column that comes last', 'ab', 'abc', { c: undefined }],
  ['puts a column behind its neighbour', 'ac', 'abc', { b: { after: 'a' } }],
  ['puts a column first', 'b', 'ab', { a: 'first' }],
  ['puts several columns in a row', 'ad', 'abcd', { b: { after: 'a' }, c: { after: 'b' } }],
  ['says where a column stood that goes', 'abc', 'ac', { b: { after: 'a' } }],
  ['says that the first column was the first', 'ab', 'b', { a: 'first' }],
  ['takes a new column for the place of one that goes', 'abc', 'axc', { x: { after: 'a' }, b: { after: 'x' } }],
  ['sees no difference in the order of columns that stay', 'ab', 'ba', {}],
])('%s', (_, before, after, positions) => {
  const [from, to] = [table(before), table(after)];
  const operations = placeColumns(diff(from, to), from, to);
  const found = operations.flatMap((one) => ('column' in one ? [[one.column.name, one.position]] : []));
  expect(Object.fromEntries(found)).toEqual(positions);
});

it.each([
  ['ab', 'xaybz'],
  ['abcdef', 'xbydz'],
  ['abc', 'xyz'],
  ['abcd', 'daxb'],
])('goes from %s to %s in order, and back', (before, after) => {
  const [from, to] = [table(before), table(after)];
  const operations = placeColumns(diff(from, to), from, to);
  const there = applyAll(operations, from);
  const kept = new Set([...before].filter((letter) => after.includes(letter)));
  if ([...after].filter((one) => kept.has(one)).join('') === [...before].filter((one) => kept.has(one)).join('')) {
    expect(order(there)).toBe(after);
  }
  expect(order(applyAll(reverseAll(operations), there))).toBe(before);
});
