import { derive } from '../../../schema/canonical.ts';
import type { EventTrigger } from '../../../schema/objects/trigger.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral } from '../quoting.ts';
import { callSql, canonicalCall } from './trigger.ts';

const canonicalEventTrigger = (trigger: EventTrigger, server: Server): EventTrigger =>
  derive(trigger, {
    name: clipIdentifier(trigger.name),
    event: trigger.event.toLowerCase(),
    tags: trigger.tags?.length ? trigger.tags.map((tag) => tag.toUpperCase()).sort() : undefined,
    body: canonicalCall(trigger.body, server),
    comment: trigger.comment || undefined,
  });

function createEventTrigger(trigger: EventTrigger): readonly string[] {
  const { name, event, tags, body } = trigger;
  const filter = tags?.length ? `\nWHEN TAG IN (${tags.map((tag) => quoteLiteral(tag)).join(', ')})` : '';
  return [
    `CREATE EVENT TRIGGER ${quoteIdentifier(name)} ON ${event}${filter}\nEXECUTE FUNCTION ${callSql(body)}`,
    ...(trigger.enabled === undefined ? [] : [switchEventTrigger(trigger)]),
    ...(trigger.comment ? [commentOnEventTrigger(trigger)] : []),
  ];
}

const verbs = { DISABLED: 'DISABLE', REPLICA: 'ENABLE REPLICA', ALWAYS: 'ENABLE ALWAYS' } as const;

const switchEventTrigger = ({ name, enabled }: EventTrigger): string =>
  `ALTER EVENT TRIGGER ${quoteIdentifier(name)} ${enabled === undefined ? 'ENABLE' : verbs[enabled]}`;

const commentOnEventTrigger = ({ name, comment }: EventTrigger): string =>
  `COMMENT ON EVENT TRIGGER ${quoteIdentifier(name)} IS ${quoteLiteral(comment || null)}`;

function alterEventTrigger(from: EventTrigger, to: EventTrigger, server: Server): readonly string[] | undefined {
  const [before, now] = [from, to].map((one) => canonicalEventTrigger(one, server));
  const isSame = (key: 'event' | 'tags' | 'body'): boolean =>
    JSON.stringify(before?.[key]) === JSON.stringify(now?.[key]);
  if (!isSame('event') || !isSame('tags') || !isSame('body')) return undefined;
  return [
    ...(from.enabled === to.enabled ? [] : [switchEventTrigger(to)]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnEventTrigger(to)]),
  ];
}

/** Event triggers. They are in no schema. */
export const eventTriggerSupport: ObjectSupport<'eventTrigger'> = {
  canonicalise: canonicalEventTrigger,
  create: createEventTrigger,
  drop: ({ name }) => [`DROP EVENT TRIGGER ${quoteIdentifier(name)}`],
  alter: alterEventTrigger,
};
