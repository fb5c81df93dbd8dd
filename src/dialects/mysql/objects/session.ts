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

/** Statements that run under the settings which an object is to keep; the session is as it was afterwards. */
export function withSession(
  { sqlMode, timeZone }: DialectOptions = {},
  statements: readonly string[],
  { settings }: Server,
): readonly string[] {
  const before = settings.sql_mode;
  const isOtherMode = typeof sqlMode === 'string' && sqlMode !== before;
  const isOtherZone = typeof timeZone === 'string' && timeZone !== ownTimeZone;
  if (!isOtherMode && !isOtherZone) return statements;
  return [
    ...(isOtherMode ? [`SET @athanor_sql_mode = @@SESSION.sql_mode, SESSION sql_mode = ${quoteString(sqlMode)}`] : []),
    ...(isOtherZone ? [`SET SESSION time_zone = ${quoteString(timeZone)}`] : []),
    ...statements,
    ...(isOtherZone ? [`SET SESSION time_zone = ${quoteString(ownTimeZone)}`] : []),
    ...(isOtherMode ? ['SET SESSION sql_mode = @athanor_sql_mode'] : []),
  ];
}
