import { expect, it } from 'vitest';
import { renameIdentifier } from '../../src/schema/rename-identifier.ts';

it.each([
  ['age > 0', 'age', 'years', 'years > 0'],
  ['AGE > 0', 'age', 'years', 'years > 0'],
  ['"age" > 0', 'age', 'Full Years', '"Full Years" > 0'],
  ['age > 0', 'age', 'Full Years', '"Full Years" > 0'],
  ['`age` > 0 and t.age < 9', 'age', 'years', '`years` > 0 and t.years < 9'],
  ["note <> 'age' -- age\n and age > 0", 'age', 'years', "note <> 'age' -- age\n and years > 0"],
  ['length(length) > 0', 'length', 'size', 'length(size) > 0'],
  ['average > 0 and age_of > 1', 'age', 'years', 'average > 0 and age_of > 1'],
  ["x = $$age$$ and age = 'it''s age'", 'age', 'years', "x = $$age$$ and years = 'it''s age'"],
  ['[age] > 0', 'age', 'years', '[years] > 0'],
])('%s with %s renamed to %s', (sql, from, to, expected) => {
  expect(renameIdentifier(sql, from, to)).toBe(expected);
});
