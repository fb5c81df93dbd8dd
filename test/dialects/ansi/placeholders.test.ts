import { describe, expect, it } from 'vitest';
import { mysqlRules, postgresqlRules, sqliteRules } from '../../../src/dialects/ansi/lexer.ts';
import { bindPlaceholders } from '../../../src/dialects/ansi/placeholders.ts';
import { UsageError } from '../../../src/errors.ts';

const numbered = (sql: string, ...values: readonly unknown[]): string =>
  bindPlaceholders(sql, values, postgresqlRules, (number) => `$${number}`);

describe('placeholders', () => {
  it.each([
    ['SELECT ?, ?', 'SELECT $1, $2'],
    ['WHERE a=? AND b>=? OR c||? = d', 'WHERE a=$1 AND b>=$2 OR c||$3 = d'],
    ['WHERE (?::int) = 1', 'WHERE ($1::int) = 1'],
    [`WHERE a = '?' AND "?" = ? -- ?\n/* ? */`, `WHERE a = '?' AND "?" = $1 -- ?\n/* ? */`],
    [`WHERE j ?| ? AND j ?? 'key' AND j @? '$.a'`, `WHERE j ?| $1 AND j ? 'key' AND j @? '$.a'`],
    ['SELECT $tag$ ? $tag$, ?', 'SELECT $tag$ ? $tag$, $1'],
  ])('%s', (sql, bound) => {
    const count = bound.match(/\$\d/g)?.length ?? 0;
    expect(numbered(sql, ...Array(count).keys())).toBe(bound);
  });

  it('in the strings of MySQL and in the names of SQLite a question mark is one', () => {
    expect(bindPlaceholders(`SELECT 'it\\'s ?', ?`, [1], mysqlRules, () => ':')).toBe(`SELECT 'it\\'s ?', :`);
    expect(bindPlaceholders('SELECT [?], `?`, ?', [1], sqliteRules, () => ':')).toBe('SELECT [?], `?`, :');
  });

  it('has as many values as placeholders', () => {
    expect(() => numbered('SELECT ?', 1, 2)).toThrow(UsageError);
    expect(() => numbered("SELECT '?'", 1)).toThrow('a query with 0 placeholders was given 1 value');
  });
});
