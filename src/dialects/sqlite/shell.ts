import { sqliteRules } from '../ansi/lexer.ts';
import { withSemicolon } from '../ansi/termination.ts';
import type { Shell } from '../dialect.ts';
import { quoteIdentifier } from './quote.ts';

const guard = 'athanor_guard';

/** The sqlite3 program, which goes on after an error unless told. https://www.sqlite.org/cli.html */
export const sqlite3: Shell = {
  program: 'sqlite3',
  usage: 'sqlite3 DATABASE < FILE',
  opening: () => ['.bail on', '.timeout 60000', 'PRAGMA foreign_keys = ON;', 'PRAGMA legacy_alter_table = OFF;'],
  begin: 'BEGIN IMMEDIATE',
  // SQLite raises errors only from constraints and triggers, and says the constraint's name.
  assert: (message, condition) => [
    `CREATE TEMP TABLE ${guard} (holds INTEGER CONSTRAINT ${quoteIdentifier(message.replaceAll('\0', ''))} CHECK (holds))`,
    `INSERT INTO temp.${guard} SELECT ${condition}`,
    `DROP TABLE temp.${guard}`,
  ],
  terminate: (sql) => withSemicolon(sql, sqliteRules),
};
