import { type Comparison, compare } from '../../src/commands/compare.ts';
import type { Scope } from '../../src/dialects/dialect.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { emptySchema, type Schema } from '../../src/schema/schema.ts';
import type { FreshDatabase } from './databases.ts';

type Target = Pick<FreshDatabase, 'dialect' | 'connection'>;

/** The schema that a database has now, in the schemas that matter. */
export const reflect = ({ dialect, connection }: Target, scope: Scope = {}): Promise<Schema> =>
  dialect.reflect(connection, scope);

/** What turns `before` into `after` on the terms of this database. */
export const difference = ({ dialect, connection }: Target, before: Schema, after: Schema): Promise<Comparison> =>
  compare({ dialect, connection, server: connection.server, before, after });

/** Runs operations as a revision does, in one transaction where the database has that. A failure names the statement. */
export async function run(target: Target, operations: readonly Operation[], scope: Scope = {}): Promise<void> {
  const { dialect, connection } = target;
  const { before, after, needsSchema } = dialect.prepare(operations, 'none');
  for (const { sql } of before) await connection.execute(sql);
  const isTransactional = dialect.capabilities.transactionalDdl;
  if (isTransactional) await connection.begin();
  try {
    const schema = needsSchema ? await reflect(target, scope) : emptySchema;
    for (const { sql, transaction } of dialect.compile(operations, schema, connection.server)) {
      const stepsOut = isTransactional && transaction === 'outside';
      if (stepsOut) await connection.commit();
      await connection.execute(sql);
      if (stepsOut) await connection.begin();
    }
    if (isTransactional) await connection.commit();
  } catch (error) {
    if (isTransactional) await connection.rollback();
    throw error;
  } finally {
    for (const { sql } of after) await connection.execute(sql);
  }
}
