import type { Database } from '../dialects/registry.ts';
import type { Operation } from '../operations/operation.ts';
import type { Schema } from '../schema/schema.ts';
import { LiveExecutor } from './executor.ts';

/**
 * Runs operations outside of any revision, in one transaction as far as the database and the statements allow.
 *
 * @param before the whole schema that they start from
 * @throws StatementFailed, UnsupportedOperation
 */
export async function runOperations(
  { dialect, connection }: Database,
  operations: readonly Operation[],
  before: Schema,
): Promise<void> {
  const executor = new LiveExecutor({ connection, report: () => {} });
  const preparation = dialect.prepare(operations, 'none');
  const statements = dialect.compile(operations, before, connection.server);
  for (const { sql } of preparation.before) await executor.execute(sql);
  try {
    await executor.begin();
    for (const { sql, transaction } of statements) {
      if (transaction === 'outside') await executor.commit();
      await executor.execute(sql);
      if (transaction === 'outside') await executor.begin();
    }
    await executor.commit();
  } catch (error) {
    if (executor.inTransaction) await executor.rollback();
    throw error;
  } finally {
    for (const { sql } of preparation.after) await connection.execute(sql);
  }
}
