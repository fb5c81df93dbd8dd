import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { applyAll } from '../../src/operations/apply.ts';
import { reverse, reverseAll } from '../../src/operations/reverse.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { features } from './features.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { randomSchema } from './schema.ts';

const pairs = fc.record({
  seed: fc.nat(),
  steps: fc.integer({ min: 1, max: 8 }),
  dialect: fc.constantFrom('postgresql', 'mysql', 'mariadb', 'sqlite'),
} as const);

function pairOf({
  seed,
  steps,
  dialect,
}: {
  seed: number;
  steps: number;
  dialect: keyof typeof features;
}): [Schema, Schema] {
  const random = new Random(seed);
  const from = randomSchema(random, features[dialect]);
  let to = from;
  for (let step = 0; step < steps; step += 1) to = mutate(random, features[dialect], to);
  return [from, to];
}

/** Order of tables, constraints and indexes carries no meaning, nor does that of columns: a dropped one comes back last. */
function sorted(schema: Schema): unknown {
  const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return {
    tables: schema.tables
      .map((table) => ({
        ...table,
        columns: [...table.columns].sort(byName),
        constraints: [...(table.constraints ?? [])].sort(byText),
        indexes: [...(table.indexes ?? [])].sort(byText),
      }))
      .sort(byName),
    objects: [...(schema.objects ?? [])].sort(byText),
  };
}

const options = { numRuns: Number(process.env.ATHANOR_RUNS ?? 500), verbose: 1 } as const;

describe('the laws of change', () => {
  it('a schema differs from itself in nothing', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const [from] = pairOf(pair);
        expect(diff(from, structuredClone(from))).toEqual([]);
      }),
      options,
    );
  });

  it('a difference applied to one schema gives the other', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const [from, to] = pairOf(pair);
        expect(sorted(applyAll(diff(from, to), from))).toEqual(sorted(to));
      }),
      options,
    );
  });

  it('a difference taken back gives the first schema again', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const [from, to] = pairOf(pair);
        const operations = diff(from, to);
        expect(sorted(applyAll(reverseAll(operations), applyAll(operations, from)))).toEqual(sorted(from));
      }),
      options,
    );
  });

  it('reversing twice changes nothing', () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        for (const operation of diff(...pairOf(pair))) expect(reverse(reverse(operation))).toEqual(operation);
      }),
      options,
    );
  });
});
