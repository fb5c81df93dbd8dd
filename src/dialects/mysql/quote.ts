import { UnsupportedOperation } from '../../errors.ts';
import type { TableName } from '../../schema/table-name.ts';

/** @throws UnsupportedOperation for a name that no server of this family takes. https://dev.mysql.com/doc/refman/9.4/en/identifiers.html */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw new UnsupportedOperation(`a name cannot be empty or hold a zero character: ${JSON.stringify(name)}`);
  }
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A name with its schema, which is a database here. */
export const quoteName = ({ schema, name }: TableName): string =>
  schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\u001a': '\\Z',
  '\\': '\\\\',
  "'": "\\'",
};

/** The content of a string literal; the session does without `NO_BACKSLASH_ESCAPES`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that have to be escaped
const escape = (text: string): string => text.replace(/[\0\n\r\u001a\\']/g, (character) => escapes[character] ?? '');

export const quoteString = (text: string): string => `'${escape(text)}'`;

export const quoteBytes = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;

/** A value as SQL. A date is written in UTC, which the session is in, with milliseconds where there are any. */
export function quoteLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'NULL';
  if (typeof value === 'string') return quoteString(value);
  if (value instanceof Date)
    return quoteString(
      value
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, ''),
    );
  if (value instanceof Uint8Array) return quoteBytes(value);
  return quoteString(JSON.stringify(value));
}

/** What a letter behind a backslash stands for, where it is not itself. */
export const unescapes: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001a' };

/** What a string literal stands for. `\%` and `\_` keep their backslash. */
export function unquoteString(literal: string): string {
  const start = literal.search(/['"]/);
  const quote = literal.charAt(start);
  return literal
    .slice(start + 1, -1)
    .replaceAll(new RegExp(`${quote}${quote}|\\\\([\\s\\S])`, 'g'), (match, escaped: string | undefined) => {
      if (escaped === undefined) return quote;
      return escaped === '%' || escaped === '_' ? match : (unescapes[escaped] ?? escaped);
    });
}
