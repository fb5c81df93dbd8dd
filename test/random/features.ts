import type { SchemaObject } from '../../src/schema/objects/object.ts';
import type { Table } from '../../src/schema/table.ts';
import type { DialectName } from '../../src/schema/type.ts';
import { randomFixed, randomPolicy, randomTrigger, randomView } from './mutate-objects.ts';
import type { RandomSchema, Recipe } from './objects.ts';
import type { Random } from './random.ts';

type RecipeMaker = (random: Random, features: Features, schema: RandomSchema) => Recipe | undefined;

/** What a trigger can say. */
export interface TriggerFeatures {
  /** Whether it may wait for changes of some columns. */
  readonly columns: boolean;
  readonly when: boolean;
  /** The function that it calls, where it has no body of its own. */
  readonly call?: SchemaObject;
  /** What it does, given a value of the row and the name of its table. */
  readonly body: (value: string, table: string, pick: number) => string;
}

/** What a database can be asked for, as far as random schemas go. */
export interface Features {
  readonly dialect: DialectName;
  readonly quote: (name: string) => string;
  readonly partialIndexes: boolean;
  readonly expressionIndexes: boolean;
  readonly descendingIndexes: boolean;
  readonly includedColumns: boolean;
  readonly comments: boolean;
  readonly arrays: boolean;
  readonly identity: boolean;
  readonly virtualColumns: boolean;
  readonly deferrable: boolean;
  readonly sequences: boolean;
  readonly materializedViews: boolean;
  readonly triggers: TriggerFeatures;
  /** The kinds of objects of which there can be some. */
  readonly recipes: readonly RecipeMaker[];
  /** Objects that lean on no table: each list is one of them, as it may change. */
  readonly fixed: readonly (readonly SchemaObject[])[];
  readonly tableOptions: readonly Pick<Table, 'postgresql' | 'mysql' | 'sqlite'>[];
}

const doubled = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const ticked = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** What triggers of PostgreSQL call. */
const touch: SchemaObject = {
  kind: 'function',
  name: 'touch',
  returns: 'trigger',
  language: 'plpgsql',
  body: 'BEGIN RETURN coalesce(NEW, OLD); END',
};

const functionOf = (name: string, body: string): SchemaObject => ({
  kind: 'function',
  name,
  arguments: 'a integer',
  returns: 'integer',
  language: 'sql',
  body,
});

const routineOf = (name: string, body: string): SchemaObject => ({
  kind: 'function',
  name,
  arguments: 'a int',
  returns: 'int',
  body,
  mysql: { deterministic: true },
});

export const features: Readonly<Record<DialectName, Features>> = {
  postgresql: {
    dialect: 'postgresql',
    quote: doubled,
    partialIndexes: true,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: true,
    comments: true,
    arrays: true,
    identity: true,
    virtualColumns: false,
    deferrable: true,
    sequences: true,
    materializedViews: true,
    triggers: { columns: true, when: true, call: touch, body: () => 'touch()' },
    recipes: [randomView, randomView, randomTrigger, randomPolicy, randomFixed],
    fixed: [
      [
        functionOf('plus', 'SELECT a + 1'),
        functionOf('plus', 'SELECT a + 2'),
        functionOf('plus', "SELECT a + length('it''s')"),
      ],
      [
        {
          kind: 'domain',
          name: 'short text',
          type: { type: 'Text' },
          checks: [{ name: 'short', expression: 'length(VALUE) < 9' }],
        },
        { kind: 'domain', name: 'short text', type: { type: 'Text' }, nullable: false },
        { kind: 'domain', name: 'short text', type: { type: 'String', length: 20 } },
      ],
      [
        { kind: 'compositeType', name: 'Point', attributes: [{ name: 'x', type: { type: 'Integer' } }] },
        {
          kind: 'compositeType',
          name: 'Point',
          attributes: [
            { name: 'x', type: { type: 'BigInteger' } },
            { name: 'y', type: { type: 'Text' } },
          ],
        },
      ],
      [
        { kind: 'enum', name: 'mood of it', values: ['good', "it's bad"] },
        { kind: 'enum', name: 'mood of it', values: ['good', 'so so', "it's bad"] },
        { kind: 'enum', name: 'mood of it', values: ['good'] },
      ],
      [
        { kind: 'sequence', name: 'Order Numbers', start: 5 },
        { kind: 'sequence', name: 'Order Numbers', start: 5, increment: 3, cycle: true },
      ],
    ],
    tableOptions: [{ postgresql: { with: { fillfactor: 70 } } }],
  },
  sqlite: {
    dialect: 'sqlite',
    quote: doubled,
    partialIndexes: true,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: false,
    comments: false,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: true,
    sequences: false,
    materializedViews: false,
    triggers: {
      columns: true,
      when: true,
      body: (value, table, pick) => `SELECT ${value}, count(*) + ${pick} FROM ${table}`,
    },
    recipes: [randomView, randomView, randomTrigger],
    fixed: [],
    tableOptions: [{ sqlite: { autoincrement: true } }, { sqlite: { strict: true } }],
  },
  mysql: {
    dialect: 'mysql',
    quote: ticked,
    partialIndexes: false,
    expressionIndexes: true,
    descendingIndexes: true,
    includedColumns: false,
    comments: true,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: false,
    sequences: false,
    materializedViews: false,
    triggers: {
      columns: false,
      when: false,
      body: (value, _table, pick) => `BEGIN SET @seen = ${value}; SET @times = ${pick}; END`,
    },
    recipes: [randomView, randomView, randomTrigger, randomFixed],
    fixed: [
      [routineOf('plus', 'RETURN a + 1'), routineOf('plus', "BEGIN RETURN a + length('it''s'); END")],
      [
        { kind: 'procedure', name: 'do nothing', arguments: 'a int', body: 'SELECT a' },
        {
          kind: 'procedure',
          name: 'do nothing',
          arguments: 'a int, b varchar(20)',
          body: 'BEGIN SELECT a; SELECT b; END',
        },
      ],
      [
        { kind: 'event', name: 'nightly', schedule: "EVERY 1 DAY STARTS '2026-01-01 00:00:00'", body: 'DO 1' },
        {
          kind: 'event',
          name: 'nightly',
          schedule: "EVERY 2 HOUR STARTS '2026-01-01 00:00:00'",
          state: 'DISABLED',
          body: 'DO 2',
        },
      ],
    ],
    tableOptions: [{ mysql: { rowFormat: 'COMPRESSED' } }, { mysql: { charset: 'latin1' } }],
  },
  mariadb: {
    dialect: 'mariadb',
    quote: ticked,
    partialIndexes: false,
    expressionIndexes: false,
    descendingIndexes: true,
    includedColumns: false,
    comments: true,
    arrays: false,
    identity: false,
    virtualColumns: true,
    deferrable: false,
    sequences: true,
    materializedViews: false,
    triggers: {
      columns: false,
      when: false,
      body: (value, _table, pick) => `BEGIN SET @seen = ${value}; SET @times = ${pick}; END`,
    },
    recipes: [randomView, randomView, randomTrigger, randomFixed],
    fixed: [
      [routineOf('plus', 'RETURN a + 1'), routineOf('plus', "BEGIN RETURN a + length('it''s'); END")],
      [
        { kind: 'procedure', name: 'do nothing', arguments: 'a int', body: 'SELECT a' },
        {
          kind: 'procedure',
          name: 'do nothing',
          arguments: 'a int, b varchar(20)',
          body: 'BEGIN SELECT a; SELECT b; END',
        },
      ],
      [
        { kind: 'event', name: 'nightly', schedule: "EVERY 1 DAY STARTS '2026-01-01 00:00:00'", body: 'DO 1' },
        {
          kind: 'event',
          name: 'nightly',
          schedule: "EVERY 2 HOUR STARTS '2026-01-01 00:00:00'",
          state: 'DISABLED',
          body: 'DO 2',
        },
      ],
    ],
    tableOptions: [{ mysql: { rowFormat: 'COMPRESSED' } }, { mysql: { charset: 'latin1' } }],
  },
};
