import type { DialectOptions } from '../../../schema/options.ts';
import { quoteIdentifier } from '../quote.ts';

/** `user@host`, as the catalog has it, without the quotes that it may be declared with. */
export const canonicalDefiner = (definer: unknown): string | undefined =>
  typeof definer === 'string' && !isCurrentUser(definer) ? definer.replaceAll(/[`'"]/g, '') : undefined;

const isCurrentUser = (definer: string): boolean => /^current_user(?:\(\))?$/i.test(definer);

/** `DEFINER=…` and a blank; nothing where whoever creates the object is to be its definer. */
export function definerSql({ definer }: DialectOptions = {}): string {
  const account = canonicalDefiner(definer);
  if (account === undefined) return '';
  const at = account.lastIndexOf('@');
  return at < 0
    ? `DEFINER=${quoteIdentifier(account)} `
    : `DEFINER=${quoteIdentifier(account.slice(0, at))}@${quoteIdentifier(account.slice(at + 1) || '%')} `;
}
