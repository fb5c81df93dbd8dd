import { UnsupportedOperation } from '../../errors.ts';
import type { TableName } from '../../schema/table-name.ts';

/** A name in double quotes, whatever characters it holds. */
export const quoteIdentifier = (name: string): string => `"${storable(name).replaceAll('"', '""')}"`;

/** A table, type, index or sequence, with its schema where it has one. */
export const quoteTable = ({ schema, name }: TableName): string =>
  schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

/** A string as a literal that reads the same whatever `standard_conforming_strings` says. */
export function quoteString(value: string): string {
  const quoted = `'${storable(value).replaceAll("'", "''")}'`;
  return quoted.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A JavaScript value as an SQL literal. Anything but scalars, dates and bytes is written as JSON. */
export function quoteLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quoteString(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : quoteString(String(value));
  if (value instanceof Date) return quoteString(value.toISOString());
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`;
  return quoteString(JSON.stringify(value));
}

function storable(text: string): string {
  if (!text.includes('\0')) return text;
  throw new UnsupportedOperation('postgresql cannot store the character with code 0, in a name or a value', {
    hint: `take it out of ${JSON.stringify(text)}`,
  });
}

/** How many bytes of a name the server keeps. */
export const maxIdentifierBytes = 63;

/** A name as the server keeps it: cut after 63 bytes, between two characters. */
export function clipIdentifier(name: string): string {
  // a UTF-16 unit is at most three bytes of UTF-8
  if (name.length * 3 <= maxIdentifierBytes || Buffer.byteLength(name) <= maxIdentifierBytes) return name;
  return clipBytes(name, maxIdentifierBytes);
}

/**
 * The name that the server chooses for something that belongs to a table: `users_email_key`. The longer of the two parts is
 * shortened until the whole fits (`makeObjectName` of src/backend/commands/indexcmds.c).
 */
export function chosenName(table: string, columns: string, label: string): string {
  const overhead = label.length + 1 + (columns === '' ? 0 : 1);
  let [first, second] = [Buffer.byteLength(table), Buffer.byteLength(columns)];
  while (first + second > maxIdentifierBytes - overhead) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  const parts = [clipBytes(table, first), ...(columns === '' ? [] : [clipBytes(columns, second)]), label];
  return parts.join('_');
}

/** The longest beginning of a text that has no more bytes than these, and no half character. */
export function clipBytes(text: string, bytes: number): string {
  let length = 0;
  let clipped = '';
  for (const character of text) {
    length += Buffer.byteLength(character);
    if (length > bytes) break;
    clipped += character;
  }
  return clipped;
}
