import fc from 'fast-check';
import { expect } from 'vitest';
import { describe as say } from '../../src/operations/describe.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { reverseAll } from '../../src/operations/reverse.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { type FreshDatabase, type TestServer, withDatabase } from '../support/databases.ts';
import { difference, reflect, run } from '../support/migrate.ts';
import { features } from './features.ts';
import { mutateWithObjects, randomSchemaWithObjects } from './mutate-objects.ts';
import { withObjects } from './objects.ts';
import { Random } from './random.ts';
import { seedRows } from './rows.ts';
import { seed } from './runs.ts';

const summaries = (operations: readonly Operation[]): readonly string[] => operations.map((one) => say(one).summary);

/**
 * Random pairs on a real server: the upgrade arrives at what was declared, a second comparison finds nothing, the downgrade
 * arrives at the start, and where no operation was said to be dangerous every row and value is still there.
 */
export async function converge(server: TestServer, pairs: number): Promise<void> {
  const shapes = fc.record({ schema: fc.nat(), steps: fc.integer({ min: 1, max: 6 }) });
  await fc.assert(
    fc.asyncProperty(shapes, async ({ schema, steps }) => {
      const random = new Random(schema);
      const there = features[server.dialect];
      const from = randomSchemaWithObjects(random, there);
      let to = from;
      for (let step = 0; step < steps; step += 1) to = mutateWithObjects(random, there, to);
      await withDatabase(server, (database) =>
        thereAndBack(database, withObjects(from, there), withObjects(to, there)),
      );
    }),
    { numRuns: pairs, verbose: 1, seed },
  );
}

async function thereAndBack(database: FreshDatabase, from: Schema, to: Schema): Promise<void> {
  await run(database, (await difference(database, await reflect(database), from)).operations);
  const start = await reflect(database);
  expect(summaries((await difference(database, start, from)).operations), 'the start is as declared').toEqual([]);

  const { operations } = await difference(database, start, to);
  expect(JSON.stringify((await difference(database, start, to)).operations), 'twice').toBe(JSON.stringify(operations));
  const isHarmless = operations.every((one) => say(one).hazards.length === 0);
  if (isHarmless) await run(database, seedRows(from));
  const rows = await readRows(database, from);

  await run(database, operations);
  expect(summaries((await difference(database, await reflect(database), to)).operations), 'a second look').toEqual([]);

  await run(database, reverseAll(operations));
  const { operations: left } = await difference(database, await reflect(database), start);
  expect(summaries(left), 'after the downgrade').toEqual([]);
  if (isHarmless) expect(await readRows(database, from)).toEqual(rows);
}

async function readRows({ dialect, connection }: FreshDatabase, schema: Schema): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for (const table of schema.tables) {
    const columns = table.columns.map(({ name }) => dialect.quoteIdentifier(name)).join(', ');
    const key = dialect.quoteIdentifier('id');
    rows.push(await connection.query(`SELECT ${columns} FROM ${dialect.quoteTable(table)} ORDER BY ${key}`));
  }
  return rows;
}
