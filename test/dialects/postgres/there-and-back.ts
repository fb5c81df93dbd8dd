import { expect } from 'vitest';
import type { Scope } from '../../../src/dialects/dialect.ts';
import { describe } from '../../../src/operations/describe.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { FreshDatabase } from '../../support/databases.ts';
import { difference, reflect, run } from '../../support/migrate.ts';

/** A change of a schema with rows in place, and what a query answers before it, after it, and after it was taken back. */
export interface Change {
  readonly name: string;
  /** The first version that has it. */
  readonly since?: number;
  readonly from: Schema;
  readonly to: Schema;
  readonly scope?: Scope;
  /** Run when `from` is there. */
  readonly rows?: string;
  /** A query, with its rows after the change. */
  readonly after?: readonly [string, readonly unknown[]];
  /** A query, with its rows when the change has been taken back. */
  readonly back?: readonly [string, readonly unknown[]];
  /** What the statements of the change must have in common with. */
  readonly statements?: RegExp;
}

const summaries = (operations: readonly Operation[]): readonly string[] =>
  operations.map((one) => describe(one).summary);

/** Proves that a change arrives, that there is nothing left to do, and that taking it back leads to the start. */
export async function proveChange(database: FreshDatabase, change: Change): Promise<void> {
  const { from, to, scope = {}, rows, after, back, statements } = change;
  const { connection, dialect } = database;
  await run(database, (await difference(database, await reflect(database, scope), from)).operations, scope);
  const start = await reflect(database, scope);
  expect(summaries((await difference(database, start, from)).operations), 'the start is as declared').toEqual([]);
  if (rows !== undefined) await connection.execute(rows);

  const { operations } = await difference(database, start, to);
  if (statements !== undefined) {
    const sql = dialect.compile(operations, start, connection.server).map((statement) => statement.sql);
    expect(sql.join(';\n')).toMatch(statements);
  }
  await run(database, operations, scope);
  const end = await reflect(database, scope);
  expect(summaries((await difference(database, end, to)).operations), 'a second look').toEqual([]);
  if (after !== undefined) expect(await connection.query(after[0])).toEqual(after[1]);

  await run(database, reverseAll(operations), scope);
  const returned = await reflect(database, scope);
  expect(summaries((await difference(database, returned, start)).operations), 'after the way back').toEqual([]);
  expect(returned.objects, 'types and sequences after the way back').toEqual(start.objects);
  if (back !== undefined) expect(await connection.query(back[0])).toEqual(back[1]);
}
