import { expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { nameConstraints } from '../../src/diff/name-constraints.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { Constraint } from '../../src/schema/constraint.ts';
import type { Schema } from '../../src/schema/schema.ts';

const limits = { maxIdentifierLength: 63, identifierLengthUnit: 'bytes' } as const;
const empty: Schema = { tables: [] };
const unique: Constraint = { kind: 'unique', columns: ['a', 'b'] };
const check: Constraint = { kind: 'check', expression: 'a > 0' };
const foreignKey: Constraint = { kind: 'foreignKey', columns: ['a'], references: { table: 't', columns: ['id'] } };
const add = (constraint: Constraint): Operation => ({ kind: 'addConstraint', table: 'users', constraint });
const nameOf = (operation: Operation): string | undefined =>
  operation.kind === 'addConstraint' ? operation.constraint.name : undefined;

it.each<[string, Constraint[], Schema, (string | undefined)[]]>([
  [
    'names each kind as PostgreSQL does',
    [unique, foreignKey, check],
    empty,
    ['users_a_b_key', 'users_a_fkey', 'users_check'],
  ],
  ['counts where a name is taken', [check, { ...check, expression: 'b > 0' }], empty, ['users_check', 'users_check1']],
  ['leaves names that were given', [{ ...check, name: 'k' }], empty, ['k']],
  ['leaves a primary key unnamed', [{ kind: 'primaryKey', columns: ['a'] }], empty, [undefined]],
  [
    'steers clear of names that are in the database',
    [check],
    { tables: [{ name: 'users', columns: [], constraints: [{ ...check, name: 'users_check' }] }] },
    ['users_check1'],
  ],
])('%s', (_, constraints, before, names) => {
  expect(nameConstraints(constraints.map(add), before, empty, limits).map(nameOf)).toEqual(names);
});

it('names the constraints inside a new table, and keeps long names within bounds', () => {
  const table = { name: 'x'.repeat(70), columns: [], constraints: [unique] };
  const [operation] = nameConstraints([{ kind: 'createTable', table }], empty, empty, limits);
  const name = operation?.kind === 'createTable' ? operation.table.constraints?.[0]?.name : undefined;
  expect(name).toMatch(/^x{55}_[0-9a-f]{4}$/);
});

it('leaves a foreign key that is taken off for a while the name that the database gave it', () => {
  const tables = (type: 'Integer' | 'BigInteger', key: Constraint): Schema => ({
    tables: [
      { name: 't', columns: [{ name: 'id', type: { type } }], constraints: [{ kind: 'primaryKey', columns: ['id'] }] },
      { name: 'users', columns: [{ name: 'a', type: { type } }], constraints: [key] },
    ],
  });
  const before = tables('Integer', { ...foreignKey, name: 'users_a_fkey' });
  const after = tables('BigInteger', foreignKey);
  const operations = nameConstraints(diff(before, after), before, after, limits);
  expect(operations.flatMap((one) => nameOf(one) ?? [])).toEqual(['users_a_fkey']);
});
