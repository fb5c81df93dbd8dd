import { describe, expect, it } from 'vitest';
import { type LexicalRules, mysqlRules, postgresqlRules, sqliteRules } from '../../../src/dialects/ansi/lexer.ts';
import { splitStatements } from '../../../src/dialects/ansi/statements.ts';

interface Case {
  readonly name: string;
  readonly sql: string;
  readonly statements: readonly string[];
}

const everywhere: readonly Case[] = [
  { name: 'nothing', sql: '', statements: [] },
  { name: 'only semicolons and space', sql: ' ;\n;; ', statements: [] },
  { name: 'only a comment', sql: '-- nothing here\n/* nor here; */', statements: [] },
  { name: 'one statement without an end', sql: 'SELECT 1', statements: ['SELECT 1'] },
  { name: 'two statements', sql: 'SELECT 1; SELECT 2;', statements: ['SELECT 1', 'SELECT 2'] },
  { name: 'a semicolon in a string', sql: "SELECT 'a;b'; SELECT 2", statements: ["SELECT 'a;b'", 'SELECT 2'] },
  { name: 'a doubled quote', sql: "SELECT 'it''s;'; SELECT 2", statements: ["SELECT 'it''s;'", 'SELECT 2'] },
  { name: 'a line comment', sql: 'SELECT 1 -- ; no\n; SELECT 2', statements: ['SELECT 1 -- ; no', 'SELECT 2'] },
  { name: 'a block comment', sql: 'SELECT /* ; */ 1; SELECT 2', statements: ['SELECT /* ; */ 1', 'SELECT 2'] },
  { name: 'a string that is not closed', sql: "SELECT 'a; SELECT 2", statements: ["SELECT 'a; SELECT 2"] },
  { name: 'a comment before a statement', sql: '-- first\nSELECT 1;', statements: ['-- first\nSELECT 1'] },
  {
    name: 'a CASE outside a body',
    sql: 'SELECT CASE WHEN 1 THEN 2 END; SELECT 3',
    statements: ['SELECT CASE WHEN 1 THEN 2 END', 'SELECT 3'],
  },
];

const body = 'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END; $body$';
const atomic =
  'CREATE OR REPLACE FUNCTION f(n int) RETURNS int BEGIN ATOMIC SELECT CASE n WHEN 1 THEN 2 ELSE 3 END; SELECT 4; END';
const postgresql: readonly Case[] = [
  { name: 'a dollar-quoted body', sql: `${body}; SELECT 1`, statements: [body, 'SELECT 1'] },
  {
    name: 'a dollar quote in another',
    sql: 'SELECT $a$ $$;$$ $b$ $a$; SELECT 1',
    statements: ['SELECT $a$ $$;$$ $b$ $a$', 'SELECT 1'],
  },
  { name: 'a dollar in a word', sql: 'SELECT a$b; SELECT c$d', statements: ['SELECT a$b', 'SELECT c$d'] },
  { name: 'a parameter', sql: 'SELECT $1; SELECT $2', statements: ['SELECT $1', 'SELECT $2'] },
  { name: 'an escape string', sql: "SELECT E'\\';'; SELECT 1", statements: ["SELECT E'\\';'", 'SELECT 1'] },
  { name: 'a backslash in an ordinary string', sql: "SELECT '\\'; SELECT 1", statements: ["SELECT '\\'", 'SELECT 1'] },
  {
    name: 'a comment in a comment',
    sql: 'SELECT 1 /* a /* b; */ c; */; SELECT 2',
    statements: ['SELECT 1 /* a /* b; */ c; */', 'SELECT 2'],
  },
  { name: 'BEGIN ATOMIC', sql: `${atomic}; SELECT 1`, statements: [atomic, 'SELECT 1'] },
  {
    name: 'a rule with several actions',
    sql: 'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3',
    statements: ['CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)', 'SELECT 3'],
  },
  {
    name: 'an identifier with a quote and a semicolon',
    sql: 'SELECT "a"";b"; SELECT 2',
    statements: ['SELECT "a"";b"', 'SELECT 2'],
  },
  { name: 'a plain BEGIN', sql: 'BEGIN; SELECT 1; END', statements: ['BEGIN', 'SELECT 1', 'END'] },
  {
    name: 'a comment that an operator touches',
    sql: 'SELECT 1+--;\n2; SELECT 3',
    statements: ['SELECT 1+--;\n2', 'SELECT 3'],
  },
];

const trigger = 'CREATE TEMP TRIGGER t AFTER UPDATE ON u BEGIN UPDATE u SET a = CASE WHEN 1 THEN 2 END; SELECT 1; END';
const sqlite: readonly Case[] = [
  { name: 'a trigger', sql: `${trigger}; SELECT 1`, statements: [trigger, 'SELECT 1'] },
  {
    name: 'a column of a trigger that is called end',
    sql: 'CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT new.end; END; SELECT 1',
    statements: ['CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT new.end; END', 'SELECT 1'],
  },
  {
    name: 'brackets and backticks',
    sql: 'SELECT [a;b], `c;d`; SELECT 1',
    statements: ['SELECT [a;b], `c;d`', 'SELECT 1'],
  },
  { name: 'a transaction', sql: 'BEGIN; SELECT 1; COMMIT', statements: ['BEGIN', 'SELECT 1', 'COMMIT'] },
  { name: 'a backslash in a string', sql: "SELECT '\\'; SELECT 1", statements: ["SELECT '\\'", 'SELECT 1'] },
];

const procedure =
  'CREATE DEFINER=`a`@`b` PROCEDURE p() l: BEGIN IF 1 THEN SELECT 1; END IF; WHILE 0 DO BEGIN SELECT 2; END; END WHILE; CASE 1 WHEN 1 THEN SELECT 3; END CASE; END l';
const mysql: readonly Case[] = [
  { name: 'a routine without DELIMITER', sql: `${procedure}; SELECT 1`, statements: [procedure, 'SELECT 1'] },
  {
    name: 'DELIMITER',
    sql: `DELIMITER //\n${procedure}//\nDELIMITER ;\nSELECT 1;`,
    statements: [procedure, 'SELECT 1'],
  },
  {
    name: 'a delimiter that touches a word',
    sql: 'delimiter $$\nSELECT a; SELECT b$$\nSELECT 2$$',
    statements: ['SELECT a; SELECT b', 'SELECT 2'],
  },
  {
    name: 'a definer of words',
    sql: 'CREATE DEFINER = root@localhost TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN SELECT 1; END; SELECT 2',
    statements: [
      'CREATE DEFINER = root@localhost TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN SELECT 1; END',
      'SELECT 2',
    ],
  },
  {
    name: 'a table whose columns sound like a body',
    sql: 'CREATE TABLE event (begin int, end int); SELECT 1',
    statements: ['CREATE TABLE event (begin int, end int)', 'SELECT 1'],
  },
  {
    name: 'a compound statement of MariaDB',
    sql: 'BEGIN NOT ATOMIC SELECT 1; SELECT 2; END; SELECT 3',
    statements: ['BEGIN NOT ATOMIC SELECT 1; SELECT 2; END', 'SELECT 3'],
  },
  {
    name: 'a backslash in a string',
    sql: 'SELECT \'a\\\';\', "b\\";"; SELECT 1',
    statements: ['SELECT \'a\\\';\', "b\\";"', 'SELECT 1'],
  },
  { name: 'a hash comment', sql: 'SELECT 1 # ;\n; SELECT 2', statements: ['SELECT 1 # ;', 'SELECT 2'] },
  { name: 'two dashes that are no comment', sql: 'SELECT 1--1; SELECT 2', statements: ['SELECT 1--1', 'SELECT 2'] },
  {
    name: 'a comment that runs',
    sql: '/*!40101 SET NAMES utf8 */; SELECT 1',
    statements: ['/*!40101 SET NAMES utf8 */', 'SELECT 1'],
  },
];

const suites: readonly (readonly [string, LexicalRules, readonly Case[]])[] = [
  ['PostgreSQL', postgresqlRules, [...everywhere, ...postgresql]],
  ['SQLite', sqliteRules, [...everywhere, ...sqlite]],
  ['MySQL', mysqlRules, [...everywhere, ...mysql]],
];

describe.each(suites)('a script for %s is cut at', (_database, rules, cases) => {
  it.each(cases)('$name', ({ sql, statements }) => {
    expect(splitStatements(sql, rules)).toEqual(statements);
  });
});

it('a long script is cut in linear time', () => {
  const script = "INSERT INTO t VALUES ('x;y');\n".repeat(20_000);
  const started = performance.now();
  expect(splitStatements(script, postgresqlRules)).toHaveLength(20_000);
  expect(performance.now() - started).toBeLessThan(2_000);
});
