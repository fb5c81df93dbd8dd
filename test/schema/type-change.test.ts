import { describe, expect, it } from 'vitest';
import type { SqlType } from '../../src/schema/type.ts';
import { isWidening } from '../../src/schema/type-change.ts';

const states: SqlType = { type: 'Enum', values: ['new', 'done'], name: 'state' };

describe('a type that holds every value of another', () => {
  it.each<readonly [SqlType, SqlType]>([
    [{ type: 'Integer' }, { type: 'BigInteger' }],
    [{ type: 'String', length: 20 }, { type: 'Text' }],
    [
      { type: 'Numeric', precision: 8, scale: 2 },
      { type: 'Numeric', precision: 10, scale: 2 },
    ],
    [states, { type: 'String', length: 4 }],
    [states, { type: 'Text' }],
  ])('%j fits into %j', (from, to) => {
    expect(isWidening(from, to)).toBe(true);
  });

  it.each<readonly [SqlType, SqlType]>([
    [{ type: 'BigInteger' }, { type: 'Integer' }],
    [{ type: 'Text' }, { type: 'String', length: 20 }],
    [
      { type: 'Numeric', precision: 8, scale: 2 },
      { type: 'Numeric', precision: 8, scale: 3 },
    ],
    [states, { type: 'String', length: 3 }],
    [states, { type: 'Char', length: 4 }],
    [{ type: 'Text' }, states],
  ])('%j may not fit into %j', (from, to) => {
    expect(isWidening(from, to)).toBe(false);
  });
});
