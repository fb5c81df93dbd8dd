import { UnsupportedOperation } from '../../errors.ts';
import { leadingKeywords, sqliteRules } from '../ansi/lexer.ts';
import type { Statement } from '../dialect.ts';

const transactionControl = /^(?:BEGIN|COMMIT|END|ROLLBACK(?! (?:TRANSACTION )?TO))\b/;

/** How statements begin that SQLite refuses inside a transaction, and that may as well run twice. */
const outsideTransactions = /^(?:VACUUM|PRAGMA (?:JOURNAL_MODE|SYNCHRONOUS))\b/;

/**
 * A statement written by hand, marked where SQLite would refuse it inside a transaction.
 *
 * @throws UnsupportedOperation for BEGIN, COMMIT and their like, after which everything that a revision did before would
 * stay, whatever fails later; savepoints are all right.
 */
export function handWritten(statement: Statement): Statement {
  const head = leadingKeywords(statement.sql, sqliteRules, 3).join(' ');
  if (transactionControl.test(head)) {
    throw new UnsupportedOperation(`a revision cannot ${head.split(' ')[0]} a transaction: it runs in one of its own`, {
      hint: 'take the statement out; what SQLite does not do inside a transaction is run outside by itself',
    });
  }
  return outsideTransactions.test(head) ? { ...statement, transaction: 'outside', repeatable: true } : statement;
}
