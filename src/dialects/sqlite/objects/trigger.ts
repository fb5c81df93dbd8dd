import { UnsupportedOperation } from '../../../errors.ts';
import { derive } from '../../../schema/canonical.ts';
import { objectLabel } from '../../../schema/objects/object-name.ts';
import type { Trigger, TriggerEvent } from '../../../schema/objects/trigger.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { bareExpression } from '../expression.ts';
import { foldName, quoteIdentifier as quote } from '../quote.ts';
import { normaliseStatement } from '../statement-text.ts';

const enclosed = /^BEGIN\b([\s\S]*)\bEND$/i;

/** The statements of a trigger, without what encloses them. */
const statementsOf = (body: string): string => {
  const text = body.trim().replace(/[\s;]+$/, '');
  return (enclosed.exec(text)?.[1] ?? text).trim().replace(/[\s;]+$/, '');
};

const canonicalEvent = (event: TriggerEvent): TriggerEvent =>
  typeof event === 'string' ? event : { update: event.update.map(foldName) };

function eventSql(trigger: Trigger): string {
  const [event, ...others] = trigger.events;
  if (event === undefined || others.length > 0 || event === 'TRUNCATE') {
    throw new UnsupportedOperation(
      `SQLite cannot create ${objectLabel(trigger)}: it waits for one of INSERT, UPDATE and DELETE`,
      { hint: 'declare one trigger for each event' },
    );
  }
  return typeof event === 'string' ? event : `UPDATE OF ${event.update.map(quote).join(', ')}`;
}

function createTrigger(trigger: Trigger): readonly string[] {
  if (trigger.forEach === 'STATEMENT') {
    throw new UnsupportedOperation(`SQLite cannot create ${objectLabel(trigger)}: it runs once for each row`, {
      hint: "leave out forEach: 'STATEMENT'",
    });
  }
  const when = sqlOn('sqlite', trigger.when);
  const head = `CREATE TRIGGER ${quote(trigger.name)} ${trigger.timing} ${eventSql(trigger)} ON ${quote(trigger.table)}`;
  const condition = when === undefined ? '' : ` WHEN ${when}`;
  const body = sqlOn('sqlite', trigger.body) ?? '';
  const text = enclosed.test(body.trim().replace(/[\s;]+$/, ''))
    ? body.trim().replace(/[\s;]+$/, '')
    : `BEGIN\n  ${statementsOf(body)};\nEND`;
  return [`${head} FOR EACH ROW${condition} ${text}`];
}

/** Triggers. https://www.sqlite.org/lang_createtrigger.html */
export const triggerSupport: ObjectSupport<'trigger'> = {
  canonicalise: (trigger, { defaultSchema }) => {
    const body = sqlOn('sqlite', trigger.body);
    if (body === undefined) return undefined;
    const when = sqlOn('sqlite', trigger.when);
    return derive(trigger, {
      schema: trigger.schema === defaultSchema ? undefined : trigger.schema,
      events: trigger.events.map(canonicalEvent),
      forEach: trigger.forEach === 'ROW' ? undefined : trigger.forEach,
      when: when === undefined ? undefined : normaliseStatement(bareExpression(when)),
      body: normaliseStatement(statementsOf(body)),
      comment: undefined,
      postgresql: undefined,
      mysql: undefined,
    });
  },
  create: createTrigger,
  drop: ({ name }) => [`DROP TRIGGER ${quote(name)}`],
};
