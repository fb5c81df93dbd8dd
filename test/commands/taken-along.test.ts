import { expect, it } from 'vitest';
import { fatesOf } from '../../src/commands/taken-along.ts';
import type { Operation } from '../../src/operations/operation.ts';
import type { Unmodelled } from '../../src/schema/schema.ts';

const view: Unmodelled = { kind: 'view', name: 'v' };
const trigger: Unmodelled = { kind: 'trigger', name: 'tg', table: 'users' };
const partition: Unmodelled = { kind: 'partition', name: 'p1', table: 'users' };
const elsewhere: Unmodelled = { kind: 'trigger', name: 'tg', table: 'users', schema: 'app' };
const dropUsers: Operation = { kind: 'dropTable', table: { name: 'users' } };

it('what belongs to a table goes with it, which is said, and the rest is left', () => {
  expect(fatesOf([view, trigger, elsewhere, partition], [dropUsers])).toEqual({
    left: [view, elsewhere],
    notes: [
      'dropping table users takes along what is not modelled, and going back does not bring it back: trigger tg, partition p1',
    ],
  });
});

it('nothing goes where no table is dropped', () => {
  expect(fatesOf([view, trigger], [])).toEqual({ left: [view, trigger], notes: [] });
  expect(fatesOf([view], [dropUsers])).toEqual({ left: [view], notes: [] });
});
