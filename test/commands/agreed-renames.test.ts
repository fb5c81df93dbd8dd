import { expect, it } from 'vitest';
import { agreedRenames } from '../../src/commands/agreed-renames.ts';
import type { Rename } from '../../src/diff/rename.ts';

const age = (to: string): Rename => ({ kind: 'column', table: 'users', from: 'age', to });
const people: Rename = { kind: 'table', from: 'people', to: 'users' };

it('does once what a hint and a flag both say', () => {
  expect(agreedRenames([people, age('years'), people, age('years')])).toEqual([people, age('years')]);
});

it('knows tables of one name in two schemas apart', () => {
  const elsewhere: Rename = { ...people, schema: 's', to: 'persons' };
  expect(agreedRenames([people, elsewhere])).toEqual([people, elsewhere]);
});

it('refuses two names for one column', () => {
  expect(() => agreedRenames([age('years'), age('seniority')])).toThrow(
    'column users.age cannot become both years and seniority',
  );
});
