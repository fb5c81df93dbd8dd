import { randomBytes } from 'node:crypto';
import { derive } from '../../schema/canonical.ts';
import type { ObjectQuestion } from '../../schema/object-question.ts';
import type { SchemaObject } from '../../schema/objects/object.ts';
import type { Connection } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { quoteIdentifier } from './quote.ts';

/**
 * Declared functions that return what the catalog has in other words: `INTEGER` for `int`. Both types become columns of one
 * temporary table, and what the server prints of them is compared.
 */
export async function sameReturns(
  connection: Connection,
  questions: readonly ObjectQuestion[],
): Promise<ReadonlyMap<ObjectQuestion, SchemaObject>> {
  const open = questions.flatMap((question) => {
    const { reflected, declared } = question;
    if (reflected.kind !== 'function' || declared.kind !== 'function') return [];
    if (reflected.returns === undefined || declared.returns === undefined) return [];
    return reflected.returns === declared.returns ? [] : [{ question, types: [reflected.returns, declared.returns] }];
  });
  const settled = new Map<ObjectQuestion, SchemaObject>();
  for (const { question, types } of open) {
    const [there, said] = await columnsOf(connection, types);
    const { reflected, declared } = question;
    if (there === undefined || there !== said || reflected.kind !== 'function') continue;
    settled.set(question, derive(declared as object, { returns: reflected.returns }) as SchemaObject);
  }
  return settled;
}

/** What the server prints of columns of these types; nothing where it does not take them. */
async function columnsOf(connection: Connection, types: readonly string[]): Promise<readonly (string | undefined)[]> {
  const name = quoteIdentifier(`athanor_${randomBytes(6).toString('hex')}`);
  try {
    await connection.execute(
      `CREATE TEMPORARY TABLE ${name} (${types.map((type, at) => `\`c${at}\` ${type}`).join(', ')})`,
    );
  } catch (error) {
    if (error instanceof StatementFailed) return [];
    throw error;
  }
  try {
    const rows = await connection.query<{ readonly Type: string; readonly Collation: string | null }>(
      `SHOW FULL COLUMNS FROM ${name}`,
    );
    return rows.map(({ Type: type, Collation: collation }) => `${type} ${collation}`);
  } finally {
    await connection.execute(`DROP TEMPORARY TABLE IF EXISTS ${name}`);
  }
}
