import { derive } from '../../../schema/canonical.ts';
import { isAlterable } from '../../../schema/objects/alterable.ts';
import type { Trigger, TriggerEvent } from '../../../schema/objects/trigger.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { tableOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalExpression } from '../expression-text.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral, quoteString, quoteTable } from '../quoting.ts';
import { type Asking, thrownAway } from './asking.ts';
import { textsIn } from './trigger-text.ts';
import { canonicalPath, closing, isWord, readPath, spellName, splitList, tokensOf } from './type-name.ts';

function canonicalTrigger(trigger: Trigger, server: Server): Trigger | undefined {
  const body = sqlOn('postgresql', trigger.body);
  if (body === undefined) return undefined;
  const when = sqlOn('postgresql', trigger.when);
  const { schema } = canonicalName({ ...trigger, name: trigger.table }, server);
  return derive(trigger, {
    name: clipIdentifier(trigger.name),
    table: clipIdentifier(trigger.table),
    schema,
    events: canonicalEvents(trigger.events),
    forEach: trigger.forEach === 'ROW' || isConstraint(trigger) ? 'ROW' : undefined,
    when: when === undefined ? undefined : canonicalExpression(when),
    body: canonicalCall(body, server),
    comment: trigger.comment || undefined,
    postgresql: canonicalOptions(trigger.postgresql ?? {}, server),
    mysql: undefined,
  });
}

const order = ['INSERT', 'DELETE', 'UPDATE', 'TRUNCATE'];
const nameOfEvent = (event: TriggerEvent): string => (typeof event === 'string' ? event : 'UPDATE');

const canonicalEvents = (events: readonly TriggerEvent[]): readonly TriggerEvent[] =>
  events
    .map((event) =>
      typeof event === 'string' ? event : { update: [...new Set(event.update.map(clipIdentifier))].sort() },
    )
    .sort((a, b) => order.indexOf(nameOfEvent(a)) - order.indexOf(nameOfEvent(b)));

const isConstraint = ({ postgresql }: Trigger): boolean => postgresql?.constraint === true;

/** The call of a function, whose arguments the server keeps as texts, however they were written. */
export function canonicalCall(sql: string, server: Server): string {
  const tokens = tokensOf(sql).filter((token, at, all) => !isLead(all, at) && token.text !== ';');
  const { path, length } = readPath(tokens, server);
  const end = tokens[length]?.text === '(' ? closing(tokens, length) : -1;
  const given = end < 0 ? [] : splitList(tokens.slice(length + 1, end));
  const list = given.map((part) => argumentText(part.map(({ text }) => text).join('')));
  return `${path.map(spellName).join('.')}(${list.map((text) => quoteString(text)).join(', ')})`;
}

/** `EXECUTE FUNCTION`, which goes without saying. */
const isLead = (tokens: ReturnType<typeof tokensOf>, at: number): boolean =>
  isWord(tokens[0], 'execute') && isWord(tokens[1], 'function', 'procedure') && at < 2;

function argumentText(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  if (/^[eE]'/.test(written)) return written.slice(2, -1).replaceAll("''", "'").replaceAll(/\\(.)/gs, '$1');
  if (written.startsWith('$')) return written.replace(/^\$[^$]*\$/, '').replace(/\$[^$]*\$$/, '');
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written.toLowerCase();
}

function canonicalOptions(options: DialectOptions, server: Server): DialectOptions | undefined {
  const deferred = String(options.initially ?? '').toUpperCase() === 'DEFERRED';
  const enabled = options.enabled === undefined ? undefined : String(options.enabled).toUpperCase();
  const canonical = {
    ...(options.constraint === true ? { constraint: true } : {}),
    ...(options.deferrable === true || deferred ? { deferrable: true } : {}),
    ...(deferred ? { initially: 'DEFERRED' } : {}),
    ...(options.from === undefined ? {} : { from: canonicalPath(String(options.from), server) }),
    ...(options.oldTable === undefined ? {} : { oldTable: clipIdentifier(String(options.oldTable)) }),
    ...(options.newTable === undefined ? {} : { newTable: clipIdentifier(String(options.newTable)) }),
    ...(enabled === undefined || enabled === 'ORIGIN' ? {} : { enabled }),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}

const createTrigger = (trigger: Trigger, server: Server): readonly string[] => [
  triggerSql(trigger, quoteTable(tableOf(trigger)), server),
  ...(enabledOf(trigger) === 'ORIGIN' ? [] : [switchTrigger(trigger)]),
  ...(trigger.comment ? [commentOnTrigger(trigger)] : []),
];

/** The statement that makes a trigger, on a table that is written like this. */
export function triggerSql(trigger: Trigger, on: string, server: Server): string {
  const { postgresql = {} } = trigger;
  const when = sqlOn(server.dialect, trigger.when);
  const deferrable = postgresql.deferrable === true || postgresql.initially !== undefined;
  const transitions = [
    ...(postgresql.oldTable === undefined ? [] : [`OLD TABLE AS ${quoteIdentifier(String(postgresql.oldTable))}`]),
    ...(postgresql.newTable === undefined ? [] : [`NEW TABLE AS ${quoteIdentifier(String(postgresql.newTable))}`]),
  ];
  return [
    `CREATE ${isConstraint(trigger) ? 'CONSTRAINT ' : ''}TRIGGER ${quoteIdentifier(trigger.name)}`,
    `${trigger.timing} ${trigger.events.map(eventSql).join(' OR ')} ON ${on}`,
    ...(postgresql.from === undefined ? [] : [`FROM ${postgresql.from}`]),
    ...(deferrable ? [`DEFERRABLE INITIALLY ${String(postgresql.initially ?? 'IMMEDIATE').toUpperCase()}`] : []),
    ...(transitions.length === 0 ? [] : [`REFERENCING ${transitions.join(' ')}`]),
    `FOR EACH ${trigger.forEach ?? (isConstraint(trigger) ? 'ROW' : 'STATEMENT')}`,
    ...(when === undefined ? [] : [`WHEN (${when})`]),
    `EXECUTE FUNCTION ${callSql(sqlOn(server.dialect, trigger.body) ?? '')}`,
  ].join('\n');
}

/** A function that is named without parentheses is called without arguments. */
export const callSql = (body: string): string => {
  const call = body
    .trim()
    .replace(/^execute\s+(?:function|procedure)\s+/i, '')
    .replace(/;$/, '');
  return call.endsWith(')') ? call : `${call}()`;
};

const eventSql = (event: TriggerEvent): string =>
  typeof event === 'string' ? event : `UPDATE OF ${event.update.map(quoteIdentifier).join(', ')}`;

const enabledOf = ({ postgresql }: Trigger): string => String(postgresql?.enabled ?? 'ORIGIN').toUpperCase();

const verbs: Readonly<Record<string, string>> = {
  ORIGIN: 'ENABLE',
  DISABLED: 'DISABLE',
  REPLICA: 'ENABLE REPLICA',
  ALWAYS: 'ENABLE ALWAYS',
};

/** PostgreSQL: triggers of views cannot be switched off. */
const switchTrigger = (trigger: Trigger): string =>
  `ALTER TABLE ${quoteTable(tableOf(trigger))} ${verbs[enabledOf(trigger)] ?? 'ENABLE'} TRIGGER ${quoteIdentifier(trigger.name)}`;

const commentOnTrigger = (trigger: Trigger): string =>
  `COMMENT ON TRIGGER ${quoteIdentifier(trigger.name)} ON ${quoteTable(tableOf(trigger))} IS ${quoteLiteral(trigger.comment || null)}`;

function alterTrigger(from: Trigger, to: Trigger, server: Server): readonly string[] | undefined {
  const [before, now] = [canonicalTrigger(from, server), canonicalTrigger(to, server)];
  if (before === undefined || now === undefined || !isAlterable(before, now)) return undefined;
  return [
    ...(enabledOf(from) === enabledOf(to) ? [] : [switchTrigger(to)]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnTrigger(to)]),
  ];
}

/** Triggers of tables and views. */
export const triggerSupport: ObjectSupport<'trigger'> = {
  canonicalise: canonicalTrigger,
  create: createTrigger,
  drop: (trigger) => [`DROP TRIGGER ${quoteIdentifier(trigger.name)} ON ${quoteTable(tableOf(trigger))}`],
  alter: alterTrigger,
};

const stub = `pg_temp.${thrownAway}`;

/** Only the condition is put to the server: on a temporary form of the table, with a function that does nothing. */
export const triggerAsking: Asking<'trigger'> = {
  stands: (trigger) => (trigger.when === undefined ? [] : [tableOf(trigger)]),
  make: (trigger, place) => {
    const when = sqlOn('postgresql', trigger.when);
    if (when === undefined) return [];
    const { postgresql: _, comment: __, ...rest } = trigger;
    const probe = { ...rest, name: thrownAway, when: place.text(when), body: `${stub}()` };
    return [
      `CREATE FUNCTION ${stub}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      triggerSql(probe, place.relation(tableOf(trigger)), place.server),
    ];
  },
  read: ({ when }) =>
    when === undefined
      ? "SELECT ''"
      : `SELECT pg_catalog.pg_get_triggerdef(g.oid) FROM pg_catalog.pg_trigger g WHERE g.tgname = '${thrownAway}'
          AND g.tgrelid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = pg_catalog.pg_my_temp_schema())`,
  printed: (answer, trigger) => {
    const { when } = answer === '' ? {} : textsIn(answer, true);
    return when === undefined ? trigger : { ...trigger, when };
  },
};
