import { expect, it } from 'vitest';
import { postgresql } from '../../../src/dialects/postgres/dialect.ts';
import {
  canonicalArguments,
  canonicalDefaults,
  identityArguments,
  procedureArguments,
  readParameters,
  signatureOf,
} from '../../../src/dialects/postgres/objects/parameters.ts';

const server = postgresql.offlineServer;

/** What is declared, the signature, and all arguments in one spelling. */
const declared: readonly (readonly [sql: string, signature: string, spelled: string])[] = [
  ['', '', ''],
  ['integer', 'integer', 'integer'],
  ['a int, b int4', 'integer, integer', 'a integer, b integer'],
  ['IN a double precision', 'double precision', 'a double precision'],
  ['double precision', 'double precision', 'double precision'],
  ['a character varying(20)[]', 'character varying[]', 'a character varying[]'],
  ['at timestamp (3) with time zone', 'timestamp with time zone', 'at timestamp with time zone'],
  ['interval interval', 'interval', 'interval interval'],
  ['for_how_long interval year to month', 'interval', 'for_how_long interval'],
  ['OUT a text, INOUT b text, IN OUT c text', 'text, text', 'OUT a text, INOUT b text, INOUT c text'],
  ['a OUT text', '', 'OUT a text'],
  ['VARIADIC parts text[]', 'text[]', 'VARIADIC parts text[]'],
  ['"Name" public."Mood", b app.mood', '"Mood", app.mood', '"Name" "Mood", b app.mood'],
  ['a pg_catalog.int4, b "char"', 'integer, "char"', 'a integer, b "char"'],
  ["a text DEFAULT 'x, y', b numeric(10, 2) = round(1.5, 1)", 'text, numeric', 'a text, b numeric'],
  ['a int /* first */, -- and\n b text', 'integer, text', 'a integer, b text'],
];

it.each(declared)('the arguments (%s) are read', (sql, signature, spelled) => {
  const parameters = readParameters(sql);
  expect(signatureOf(parameters, server)).toBe(signature);
  expect(canonicalArguments(parameters, server)).toBe(spelled);
  expect(canonicalArguments(readParameters(spelled), server)).toBe(spelled);
});

it('defaults are those of the last arguments, in one spelling', () => {
  expect(canonicalDefaults(readParameters("a int, b text DEFAULT 'x, y', c int = (1)"))).toEqual(["'x, y'", '1']);
});

it('a drop names a function by what it is called with, and a procedure by all of its arguments', () => {
  const list = 'a int DEFAULT 1, OUT b text, VARIADIC c text[]';
  expect(identityArguments(list)).toBe('int, VARIADIC text[]');
  expect(procedureArguments(list)).toBe('int, OUT text, VARIADIC text[]');
});
