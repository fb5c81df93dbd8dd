import { describe, expect, it } from 'vitest';
import { applyFilters } from '../../src/config/comparison-filters.ts';
import type { ComparedObject } from '../../src/config/define-config.ts';
import { parseDuration } from '../../src/config/duration.ts';
import type { ComparisonFilters } from '../../src/config/settings.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';

const database: Schema = {
  tables: [
    {
      name: 'users',
      columns: [
        { name: 'id', type: { type: 'Integer' } },
        { name: 'legacy', type: { type: 'Text' }, serverDefault: 'x' },
      ],
      constraints: [{ kind: 'unique', name: 'uq_legacy', columns: ['legacy'] }],
      indexes: [{ name: 'ix_legacy', columns: ['legacy'] }],
    },
    { name: 'spatial_ref_sys', columns: [{ name: 'srid', type: { type: 'Integer' } }] },
    { name: 'log', schema: 'audit', columns: [] },
  ],
  objects: [
    { kind: 'schema', name: 'audit' },
    { kind: 'sequence', name: 'numbers' },
    { kind: 'enum', name: 'mood', values: ['ok'] },
  ],
  unmodelled: [{ kind: 'view', name: 'v' }],
};

const models: Schema = {
  tables: [
    {
      name: 'users',
      columns: [
        { name: 'id', type: { type: 'BigInteger' } },
        { name: 'legacy', type: { type: 'Text' } },
      ],
    },
    { name: 'external', columns: [{ name: 'id', type: { type: 'Integer' } }] },
  ],
};

/** Everything that is left, as `table`, `table.part` or the name of an object. */
const left = ({ tables, objects = [] }: Schema): string =>
  [
    ...tables.flatMap(({ name, columns, constraints = [], indexes = [] }) => [
      name,
      ...[...columns, ...constraints, ...indexes].map((part) => `${name}.${part.name}`),
    ]),
    ...objects.map(({ name }) => name),
  ].join(' ');

const everything = {
  database:
    'users users.id users.legacy users.uq_legacy users.ix_legacy spatial_ref_sys spatial_ref_sys.srid log audit numbers mood',
  models: 'users users.id users.legacy external external.id',
};

const cases: Readonly<Record<string, readonly [filters: ComparisonFilters, database: string, models: string]>> = {
  'nothing without filters': [{}, everything.database, everything.models],
  'a table of the database by name': [
    { includeName: (name) => name !== 'spatial_ref_sys' },
    everything.database.replace(' spatial_ref_sys spatial_ref_sys.srid', ''),
    everything.models,
  ],
  'a schema with its tables': [
    { includeName: (name, kind) => kind !== 'schema' || name !== 'audit' },
    everything.database.replace(' log audit', ''),
    everything.models,
  ],
  'a column by name and parent': [
    { includeName: (name, kind, { table }) => !(kind === 'column' && table === 'users' && name === 'legacy') },
    everything.database.replace(' users.legacy', ''),
    everything.models,
  ],
  'a sequence': [
    { includeName: (_, kind) => kind !== 'sequence' },
    everything.database.replace(' numbers', ''),
    everything.models,
  ],
  'a table of the models alone': [
    { includeObject: ({ name }) => name !== 'external' },
    everything.database,
    'users users.id users.legacy',
  ],
  'a column on both sides': [
    { includeObject: ({ kind, name }) => !(kind === 'column' && name === 'legacy') },
    everything.database.replace(' users.legacy', ''),
    'users users.id external external.id',
  ],
  'a column on both sides, when only one side is turned down': [
    { includeObject: ({ kind, name, origin }) => !(kind === 'column' && name === 'legacy' && origin === 'database') },
    everything.database.replace(' users.legacy', ''),
    'users users.id external external.id',
  ],
  'what the database alone has': [
    { includeObject: ({ origin, counterpart }) => origin === 'models' || counterpart !== undefined },
    'users users.id users.legacy mood',
    everything.models,
  ],
};

describe('filters', () => {
  it.each(Object.entries(cases))('leave out %s', (_, [filters, inDatabase, inModels]) => {
    const sides = applyFilters(filters, { database, models });
    expect({ database: left(sides.database), models: left(sides.models) }).toEqual({
      database: inDatabase,
      models: inModels,
    });
    expect(sides.database.unmodelled).toEqual(database.unmodelled);
  });

  it('are told what they decide on', () => {
    const seen: ComparedObject[] = [];
    applyFilters({ includeObject: (object) => seen.push(object) > 0 }, { database, models });
    const [table, twin] = [database.tables[0], models.tables[0]];
    expect(seen[0]).toEqual({ kind: 'table', name: 'users', origin: 'database', definition: table, counterpart: twin });
    expect(seen).toContainEqual({
      kind: 'table',
      name: 'users',
      origin: 'models',
      definition: twin,
      counterpart: table,
    });
    expect(seen).toContainEqual({
      kind: 'index',
      name: 'ix_legacy',
      table: 'users',
      origin: 'database',
      definition: table?.indexes?.[0],
    });
  });

  it('may call types and defaults the same', () => {
    const sides = applyFilters(
      { compareType: () => false, compareServerDefault: ({ models: { name } }) => name !== 'legacy' },
      { database, models },
    );
    expect(sides.models.tables[0]?.columns).toEqual([
      { name: 'id', type: { type: 'Integer' } },
      { name: 'legacy', type: { type: 'Text' }, serverDefault: 'x' },
    ]);
  });

  it('leave types and defaults alone unless they are called the same', () => {
    const sides = applyFilters(
      { compareType: () => undefined, compareServerDefault: () => undefined },
      { database, models },
    );
    expect(sides).toEqual({ database, models, insisted: [] });
  });

  it('may insist on a difference, of a column that both sides have', () => {
    const sides = applyFilters({ compareServerDefault: ({ models: { name } }) => name === 'id' }, { database, models });
    const [before, after] = [database, models].map((schema) => schema.tables[0]?.columns[0]);
    expect(sides.insisted).toEqual([{ kind: 'alterColumn', table: 'users', from: before, to: after }]);
  });

  it('are told the kind of a constraint, and of an object that the project defines', () => {
    const seen: unknown[] = [];
    const table: Table = { name: 't', columns: [], constraints: [{ kind: 'unique', name: 'u', columns: ['a'] }] };
    const custom = [{ kind: 'view', name: 'v', schema: 's' }];
    applyFilters(
      { includeName: (...given) => seen.push(given) > 0 },
      { database: { tables: [table], custom }, models: { tables: [] } },
    );
    expect(seen).toContainEqual(['u', 'constraint', { table: 't', constraint: 'unique' }]);
    expect(seen).toContainEqual(['v', 'custom', { objectKind: 'view', schema: 's' }]);
  });
});

describe('a length of time', () => {
  it.each([
    [0, 0],
    [1500, 1500],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    [' 2 h ', 7_200_000],
  ])('%s is %i milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '30', 'soon', '-1s', '1d', Number.NaN, -1, Number.POSITIVE_INFINITY])('%s is none', (text) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});
