import { derive } from '../../../schema/canonical.ts';
import type { ScheduledEvent } from '../../../schema/objects/trigger.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { atLeast, type Server } from '../../dialect.ts';
import { quoteName, quoteString } from '../quote.ts';
import { canonicalDefiner, definerSql } from './definer.ts';
import { canonicalSchedule } from './schedule.ts';
import { withSession } from './session.ts';
import { canonicalText, statementText } from './statement-text.ts';

function canonicaliseEvent(event: ScheduledEvent, server: Server): ScheduledEvent | undefined {
  const body = sqlOn(server.dialect, event.body);
  if (body === undefined) return undefined;
  return derive(event, {
    schema: event.schema === server.defaultSchema ? undefined : event.schema,
    schedule: canonicalSchedule(event.schedule),
    body: canonicalText(body),
    preserve: event.preserve === true ? true : undefined,
    comment: event.comment === '' ? undefined : event.comment,
    mysql: eventOptions(event.mysql),
  });
}

function eventOptions({ definer, ...others }: DialectOptions = {}): DialectOptions | undefined {
  const account = canonicalDefiner(definer);
  const options = { ...others, ...(account === undefined ? {} : { definer: account }) };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** `DISABLE ON SLAVE` until MySQL 8.2 and on MariaDB. */
function stateSql(state: ScheduledEvent['state'], { dialect, version }: Server): string {
  if (state === undefined) return 'ENABLE';
  if (state === 'DISABLED') return 'DISABLE';
  return dialect === 'mysql' && atLeast(version, 8, 2) ? 'DISABLE ON REPLICA' : 'DISABLE ON SLAVE';
}

function eventSql(event: ScheduledEvent, server: Server, verb: 'CREATE' | 'CREATE OR REPLACE' | 'ALTER'): string {
  const { schedule, preserve, comment = '', state, mysql } = event;
  const isSaid = verb === 'ALTER';
  return [
    `${verb} ${definerSql(mysql)}EVENT ${quoteName(event)}`,
    `ON SCHEDULE ${statementText(schedule)}`,
    ...(preserve === true ? ['ON COMPLETION PRESERVE'] : isSaid ? ['ON COMPLETION NOT PRESERVE'] : []),
    ...(state !== undefined || isSaid ? [stateSql(state, server)] : []),
    ...(comment !== '' || isSaid ? [`COMMENT ${quoteString(comment)}`] : []),
    `DO ${statementText(sqlOn(server.dialect, event.body) ?? '')}`,
  ].join('\n');
}

/** Events. https://dev.mysql.com/doc/refman/9.4/en/create-event.html */
export const eventSupport: ObjectSupport<'event'> = {
  canonicalise: canonicaliseEvent,
  create: (event, server) => withSession(event.mysql, [eventSql(event, server, 'CREATE')], server),
  drop: (event) => [`DROP EVENT ${quoteName(event)}`],
  alter: (from, to, server) =>
    from.name === to.name ? withSession(to.mysql, [eventSql(to, server, 'ALTER')], server) : undefined,
};

/** `ALTER EVENT` of MariaDB (to 11.8) keeps when an event ends where that is not said: it is put in its place instead. */
export const replaceEvent = (
  from: ScheduledEvent,
  to: ScheduledEvent,
  server: Server,
): readonly string[] | undefined =>
  from.name === to.name ? withSession(to.mysql, [eventSql(to, server, 'CREATE OR REPLACE')], server) : undefined;
