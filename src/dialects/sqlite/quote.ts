import { UnsupportedOperation } from '../../errors.ts';

/** SQLite reads names without regard to the case of ASCII letters, and of no others: two names that fold alike are one. */
export const foldName = (name: string): string => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

export const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b);

/** @throws UnsupportedOperation for a name with a zero character, which ends every statement that SQLite reads. */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) {
    throw new UnsupportedOperation(`SQLite cannot have a name with a zero character in it: ${JSON.stringify(name)}`);
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A moment in UTC, as `datetime()` writes it, with milliseconds where there are any. */
export const dateText = (moment: Date): string =>
  moment
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');

/** A value as SQL. */
export function quoteLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return quoteNumber(value);
  if (typeof value === 'string') return quoteString(value);
  if (value instanceof Date) return quoteString(dateText(value));
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex')}'`;
  return quoteString(JSON.stringify(value));
}

const quoteNumber = (value: number): string => {
  if (Number.isNaN(value)) return 'NULL';
  return Number.isFinite(value) ? String(value) : value > 0 ? '9e999' : '-9e999';
};

/** SQLite stops to read a statement at a zero character, so text that holds one is written as bytes. */
const quoteString = (value: string): string =>
  value.includes('\0') ? `CAST(X'${Buffer.from(value).toString('hex')}' AS TEXT)` : `'${value.replaceAll("'", "''")}'`;
