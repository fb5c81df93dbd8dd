import { derive } from '../../../schema/canonical.ts';
import type { RewriteRule } from '../../../schema/objects/trigger.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { tableOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalQuery, queryText } from '../query-text.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral, quoteTable } from '../quoting.ts';
import { type Asking, thrownAway } from './asking.ts';

const definitionOf = ({ definition }: RewriteRule): string | undefined => {
  const sql = sqlOn('postgresql', definition);
  return sql === undefined ? undefined : queryText(sql);
};

function canonicalRule(rule: RewriteRule, server: Server): RewriteRule | undefined {
  const definition = definitionOf(rule);
  if (definition === undefined) return undefined;
  const table = canonicalName(tableOf(rule), server);
  return derive(rule, {
    name: clipIdentifier(rule.name),
    table: table.name,
    schema: table.schema,
    definition: canonicalQuery(definition),
    comment: rule.comment || undefined,
  });
}

const createRule = (rule: RewriteRule, verb: 'CREATE' | 'CREATE OR REPLACE'): string =>
  `${verb} RULE ${quoteIdentifier(rule.name)} ${definitionOf(rule)}`;

const states = { DISABLED: 'DISABLE RULE', REPLICA: 'ENABLE REPLICA RULE', ALWAYS: 'ENABLE ALWAYS RULE' } as const;

const enable = (rule: RewriteRule): string =>
  `ALTER TABLE ${quoteTable(tableOf(rule))} ${rule.enabled === undefined ? 'ENABLE RULE' : states[rule.enabled]} ${quoteIdentifier(rule.name)}`;

const commentOn = (rule: RewriteRule): string =>
  `COMMENT ON RULE ${quoteIdentifier(rule.name)} ON ${quoteTable(tableOf(rule))} IS ${quoteLiteral(rule.comment || null)}`;

/** Rewrite rules, but for those that make views. */
export const ruleSupport: ObjectSupport<'rule'> = {
  canonicalise: canonicalRule,
  create: (rule) => [
    createRule(rule, 'CREATE'),
    ...(rule.enabled === undefined ? [] : [enable(rule)]),
    ...(rule.comment ? [commentOn(rule)] : []),
  ],
  drop: (rule) => [`DROP RULE ${quoteIdentifier(rule.name)} ON ${quoteTable(tableOf(rule))}`],
  alter: (from, to, server) => [
    ...(canonicalRule(from, server)?.definition === canonicalRule(to, server)?.definition
      ? []
      : [createRule(to, 'CREATE OR REPLACE')]),
    ...(from.enabled === to.enabled ? [] : [enable(to)]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOn(to)]),
  ],
};

/** A rule is asked about on a temporary form of its table. */
export const ruleAsking: Asking<'rule'> = {
  stands: (rule) => [tableOf(rule)],
  make: (rule, place) => [`CREATE RULE ${thrownAway} ${place.text(definitionOf(rule) ?? '')}`],
  read: () => `SELECT pg_catalog.pg_get_ruledef(r.oid, true) FROM pg_catalog.pg_rewrite r
    WHERE r.rulename = '${thrownAway}' AND r.ev_class IN
      (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = pg_catalog.pg_my_temp_schema())`,
  printed: (answer, rule) => ({ ...rule, definition: ruleText(answer) }),
};

/** What follows the name in what the server prints of a rule. */
export const ruleText = (printed: string): string =>
  queryText(printed).replace(/^CREATE RULE (?:"(?:[^"]|"")*"|\S+)\s+/, '');
