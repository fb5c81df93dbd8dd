import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LexicalRules,
  leadingKeywords,
  mysqlRules,
  postgresqlRules,
  significant,
  sqliteRules,
  tokenize,
} from '../../../src/dialects/ansi/lexer.ts';

const all: readonly (readonly [string, LexicalRules])[] = [
  ['PostgreSQL', postgresqlRules],
  ['MySQL', mysqlRules],
  ['SQLite', sqliteRules],
];

describe.each(all)('the tokens of %s', (_database, rules) => {
  it('put together are the text', () => {
    const pieces = fc.constantFrom(
      'a',
      'é',
      "'",
      '"',
      '`',
      '$',
      '$$',
      '\\',
      '--',
      '/*',
      '*/',
      '#',
      '[',
      ']',
      ';',
      '\n',
      ' ',
      '1',
      '.',
      '-',
      '(',
      'E',
      'U&',
      '::',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const sql = parts.join('');
        const tokens = tokenize(sql, rules);
        expect(tokens.map(({ text }) => text).join('')).toBe(sql);
        expect(tokens.every(({ text, at }) => text !== '' && sql.startsWith(text, at))).toBe(true);
      }),
    );
  });
});

const texts = (sql: string, rules: LexicalRules): readonly string[] =>
  significant(tokenize(sql, rules)).map(({ kind, text }) => `${kind} ${text}`);

it('PostgreSQL operators are read as long as they get, but for a sign at their end', () => {
  expect(texts('a=-1', postgresqlRules)).toEqual(['word a', 'operator =', 'operator -', 'number 1']);
  expect(texts('a@>b', postgresqlRules)).toEqual(['word a', 'operator @>', 'word b']);
  expect(texts('a::text', postgresqlRules)).toEqual(['word a', 'punctuation ::', 'word text']);
  expect(texts('a@-b', postgresqlRules)).toEqual(['word a', 'operator @-', 'word b']);
});

it('numbers, prefixes and identifiers keep together', () => {
  expect(texts("1.5e-3 .5 0xFF B'01' U&'x' N'y'", postgresqlRules)).toEqual([
    'number 1.5e-3',
    'number .5',
    'number 0xFF',
    "string B'01'",
    "string U&'x'",
    "string N'y'",
  ]);
  expect(texts('"a""b" c', sqliteRules)).toEqual(['identifier "a""b"', 'word c']);
  expect(texts('`a``b` "c"', mysqlRules)).toEqual(['identifier `a``b`', 'string "c"']);
  expect(texts('a->>b<=>c', mysqlRules)).toEqual(['word a', 'operator ->>', 'word b', 'operator <=>', 'word c']);
});

it('leading keywords skip comments and stop at what is no word', () => {
  expect(leadingKeywords('/* x */ create -- y\n unique index concurrently i on t (a)', postgresqlRules, 4)).toEqual([
    'CREATE',
    'UNIQUE',
    'INDEX',
    'CONCURRENTLY',
  ]);
  expect(leadingKeywords('vacuum (full) t', postgresqlRules, 4)).toEqual(['VACUUM']);
});
