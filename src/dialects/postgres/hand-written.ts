import { UnsupportedOperation } from '../../errors.ts';
import { leadingKeywords, postgresqlRules, significant, tokenize } from '../ansi/lexer.ts';
import type { Statement } from '../dialect.ts';

/** How statements begin that the server refuses inside a transaction. */
const outsideTransactions: readonly RegExp[] = [
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)\b/,
  /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY\b/,
  /^DROP INDEX CONCURRENTLY\b/,
  /^REINDEX (?:DATABASE|SYSTEM|SCHEMA|(?:INDEX|TABLE) CONCURRENTLY)\b/,
  /^VACUUM\b/,
  /^ALTER SYSTEM\b/,
  /^ALTER DATABASE \S+ SET TABLESPACE\b/,
  /^ALTER SUBSCRIPTION\b/,
  /^DISCARD ALL\b/,
  /^CLUSTER$/,
];

const transactionControl = /^(?:BEGIN|START TRANSACTION|COMMIT|END|ROLLBACK(?! TO)|ABORT|PREPARE TRANSACTION)\b/;

/**
 * A statement written by hand, marked where the server would refuse it inside a transaction.
 *
 * @throws UnsupportedOperation for BEGIN, COMMIT and their like, which would end the transaction of the revision.
 */
export function handWritten(sql: string): Statement {
  const head = leadingKeywords(sql, postgresqlRules, 5).join(' ');
  if (transactionControl.test(head)) {
    throw new UnsupportedOperation(`a revision cannot ${head.split(' ')[0]} a transaction: it runs in one of its own`, {
      hint: 'take the statement out; what must not run in a transaction is run outside by itself',
    });
  }
  return outsideTransactions.some((pattern) => pattern.test(head)) || isConcurrent(sql, head)
    ? { sql, transaction: 'outside' }
    : { sql };
}

/** `ALTER TABLE … DETACH PARTITION … CONCURRENTLY`, `REINDEX (CONCURRENTLY) TABLE …` */
const isConcurrent = (sql: string, head: string): boolean =>
  /^(?:ALTER TABLE|REINDEX)\b/.test(head) &&
  significant(tokenize(sql, postgresqlRules)).some(
    ({ kind, text }) => kind === 'word' && text.toUpperCase() === 'CONCURRENTLY',
  ) &&
  (head.startsWith('REINDEX') || /\bDETACH\b/i.test(sql));

const addedValue = /^ALTER\s+TYPE\s[^;]*?\sADD\s+VALUE\s+(?:IF\s+NOT\s+EXISTS\s+)?(E?'(?:[^'\\]|''|\\.)*')/i;

/**
 * PostgreSQL 12 and later: a value that was added to an enum cannot be used before the transaction that added it has
 * been committed. Where a later statement mentions it, adding it stands outside the transaction.
 * https://www.postgresql.org/docs/current/sql-altertype.html
 */
export const separateAddedValues = (statements: readonly Statement[]): readonly Statement[] =>
  statements.map((statement, at) => {
    const value = addedValue.exec(statement.sql)?.[1];
    if (value === undefined) return statement;
    const used = statements.slice(at + 1).some(({ sql }) => !addedValue.test(sql) && sql.includes(value));
    return used ? { ...statement, transaction: 'outside' } : statement;
  });
