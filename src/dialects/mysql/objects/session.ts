import type { DialectOptions } from '../../../schema/options.ts';
import type { Server } from '../../dialect.ts';
import { quoteString } from '../quote.ts';

/** The time zone that sessions are pinned to. */
const ownTimeZone = '+00:00';

/** What the server keeps of the session that created an object, as options of the object: only what ours would do otherwise. */
export function sessionOptions(
  { sqlMode, timeZone }: { readonly sqlMode: string; readonly timeZone?: string },
  { settings }: Server,
): DialectOptions {
  return {
    ...(sqlMode === settings.sql_mode ? {} : { sqlMode }),
    ...(timeZone === undefined || timeZone === ownTimeZone ? {} : { timeZone }),
  };
}

/**
 * Statements that run under the settings which an object is to keep; the session is as it was afterwards. MariaDB has a
 * statement for that: https://mariadb.com/kb/en/set-statement/
 */
export function withSession(
  { sqlMode, timeZone }: DialectOptions = {},
  statements: readonly string[],
  { dialect, settings }: Server,
): readonly string[] {
  const mode =
    typeof sqlMode === 'string' && sqlMode !== settings.sql_mode ? [`sql_mode = ${quoteString(sqlMode)}`] : [];
  const zone = typeof timeZone === 'string' && timeZone !== ownTimeZone ? [`time_zone = ${quoteString(timeZone)}`] : [];
  const changes = [...mode, ...zone];
  if (changes.length === 0) return statements;
  if (dialect === 'mariadb') return statements.map((sql) => `SET STATEMENT ${changes.join(', ')} FOR\n${sql}`);
  const own = [
    ...mode.map(() => 'sql_mode = @athanor_sql_mode'),
    ...zone.map(() => `time_zone = ${quoteString(ownTimeZone)}`),
  ];
  return [
    `SET @athanor_sql_mode = @@SESSION.sql_mode, ${changes.map((one) => `SESSION ${one}`).join(', ')}`,
    ...statements,
    `SET ${own.map((one) => `SESSION ${one}`).join(', ')}`,
  ];
}
