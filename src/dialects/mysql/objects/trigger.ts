import { UnsupportedOperation } from '../../../errors.ts';
import { derive } from '../../../schema/canonical.ts';
import type { Trigger } from '../../../schema/objects/trigger.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { canonicalDefiner, definerSql } from './definer.ts';
import { withSession } from './session.ts';
import { canonicalText, statementText } from './statement-text.ts';

function canonicaliseTrigger(trigger: Trigger, server: Server): Trigger | undefined {
  const body = sqlOn(server.dialect, trigger.body);
  if (body === undefined) return undefined;
  return derive(trigger, {
    schema: trigger.schema === server.defaultSchema ? undefined : trigger.schema,
    forEach: trigger.forEach === 'ROW' ? undefined : trigger.forEach,
    when: undefined,
    body: canonicalText(body),
    comment: undefined,
    postgresql: undefined,
    mysql: triggerOptions(trigger.mysql),
  });
}

function triggerOptions({ definer, ...others }: DialectOptions = {}): DialectOptions | undefined {
  const account = canonicalDefiner(definer);
  const options = { ...others, ...(account === undefined ? {} : { definer: account }) };
  return Object.keys(options).length === 0 ? undefined : options;
}

function createTrigger(trigger: Trigger, server: Server): readonly string[] {
  const { name, schema, table, timing, forEach, mysql = {} } = trigger;
  const { dialect } = server;
  const [event, ...others] = trigger.events;
  if (event === undefined || others.length > 0 || typeof event !== 'string' || event === 'TRUNCATE') {
    throw cannot(dialect, name, 'wait for anything but one of INSERT, UPDATE and DELETE', 'make one trigger for each');
  }
  if (timing === 'INSTEAD OF') throw cannot(dialect, name, 'act instead of a statement', 'use BEFORE or AFTER');
  if (forEach === 'STATEMENT') throw cannot(dialect, name, 'act once a statement', 'use ROW, or a procedure');
  const on = schema === undefined ? { name: table } : { name: table, schema };
  const sql = [
    `CREATE ${definerSql(mysql)}TRIGGER ${quoteName(trigger)} ${timing} ${event} ON ${quoteName(on)} FOR EACH ROW`,
    ...orderSql(mysql),
    statementText(sqlOn(dialect, trigger.body) ?? ''),
  ].join(' ');
  return withSession(mysql, [sql], server);
}

const cannot = (dialect: string, name: string, what: string, hint: string): UnsupportedOperation =>
  new UnsupportedOperation(`${dialect} cannot let the trigger ${name} ${what}`, { hint });

const orderSql = ({ follows, precedes }: DialectOptions): readonly string[] => [
  ...(typeof follows === 'string' ? [`FOLLOWS ${quoteIdentifier(follows)}`] : []),
  ...(typeof precedes === 'string' ? [`PRECEDES ${quoteIdentifier(precedes)}`] : []),
];

/** Triggers, whose names count in the database. https://dev.mysql.com/doc/refman/9.4/en/create-trigger.html */
export const triggerSupport: ObjectSupport<'trigger'> = {
  canonicalise: canonicaliseTrigger,
  create: createTrigger,
  drop: (trigger) => [`DROP TRIGGER ${quoteName(trigger)}`],
};
