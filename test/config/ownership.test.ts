import { describe, expect, it } from 'vitest';
import { leaveUnowned } from '../../src/config/ownership.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';

const events: Table = {
  name: 'events',
  columns: [{ name: 'at', type: { type: 'Date' } }],
  postgresql: { partitionBy: 'RANGE (at)' },
};
const part = (name: string, of: string, partitionBy?: string): Table => ({
  name,
  columns: [],
  postgresql: { partitionOf: of, bound: 'DEFAULT', ...(partitionBy === undefined ? {} : { partitionBy }) },
});

const database: Schema = { tables: [part('a', 'b'), part('b', 'events', 'LIST (at)'), events] };

const names = ({ tables }: Schema): readonly string[] => tables.map(({ name }) => name).sort();

describe('partitions that the models do not have', () => {
  it('are left alone and reported where the models have the table without any', () => {
    const sides = leaveUnowned({ database, models: { tables: [events] } }, undefined);
    expect(names(sides.models)).toEqual(['a', 'b', 'events']);
    expect(sides.database.unmodelled).toEqual([
      { kind: 'partition', name: 'b', table: 'events' },
      { kind: 'partition', name: 'a', table: 'b' },
    ]);
  });

  it('go where the models have others of the same table', () => {
    const models = { tables: [events, part('c', 'events')] };
    expect(names(leaveUnowned({ database, models }, undefined).models)).toEqual(['c', 'events']);
  });

  it('go with their table', () => {
    expect(names(leaveUnowned({ database, models: { tables: [] } }, undefined).models)).toEqual([]);
  });

  it('go where the models own everything', () => {
    expect(names(leaveUnowned({ database, models: { tables: [events] } }, 'all').models)).toEqual(['events']);
  });
});
