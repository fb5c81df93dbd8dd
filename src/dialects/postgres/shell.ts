import { postgresqlRules } from '../ansi/lexer.ts';
import { withSemicolon } from '../ansi/termination.ts';
import type { Shell } from '../dialect.ts';
import { anonymousBlock } from './anonymous-block.ts';
import { sessionSettings } from './connect.ts';
import { quoteString } from './quoting.ts';

/** psql. https://www.postgresql.org/docs/current/app-psql.html */
export const psql: Shell = {
  program: 'psql',
  usage: 'psql -X -f FILE DATABASE',
  opening: (options) => [
    '\\set ON_ERROR_STOP on',
    "SET client_encoding = 'UTF8';",
    ...sessionSettings(options).map((sql) => `${sql};`),
  ],
  begin: 'BEGIN',
  assert: (message, condition) => [
    anonymousBlock(
      [
        'BEGIN',
        `  IF NOT (${condition}) THEN`,
        `    RAISE EXCEPTION USING MESSAGE = ${quoteString(message)};`,
        '  END IF;',
        'END',
      ].join('\n'),
    ),
  ],
  terminate: (sql) => withSemicolon(sql, postgresqlRules),
};
