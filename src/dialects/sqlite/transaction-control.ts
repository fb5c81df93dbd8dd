import { UnsupportedOperation } from '../../errors.ts';
import { leadingKeywords, sqliteRules } from '../ansi/lexer.ts';

const transactionControl = /^(?:BEGIN|COMMIT|END|ROLLBACK(?! (?:TRANSACTION )?TO))\b/;

/**
 * Refuses what would begin or end a transaction: everything that a revision did before it would stay, whatever fails after.
 *
 * @throws UnsupportedOperation for BEGIN, COMMIT and their like; savepoints are all right.
 */
export function requireNoTransactionControl(sql: string): void {
  const head = leadingKeywords(sql, sqliteRules, 3).join(' ');
  if (!transactionControl.test(head)) return;
  throw new UnsupportedOperation(`a revision cannot ${head.split(' ')[0]} a transaction: it runs in one of its own`, {
    hint: 'take the statement out; for no transaction at all there is --transaction none',
  });
}
