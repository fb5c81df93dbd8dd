import type { Policy } from '../../../schema/objects/policy.ts';
import type { EventTrigger, Trigger, TriggerEvent } from '../../../schema/objects/trigger.ts';
import { type CatalogScope, commentOf, notOfExtension } from '../catalog.ts';
import { stripParentheses } from '../expression-text.ts';
import { textsIn } from './trigger-text.ts';

/** A trigger of the catalog. */
export interface TriggerRow {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  /** `tgtype`: a bit for each of the things that a trigger is. */
  readonly type: number;
  readonly columns: readonly string[];
  readonly has_condition: boolean;
  readonly definition: string;
  readonly constraint: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly from: string | null;
  readonly old_table: string | null;
  readonly new_table: string | null;
  readonly enabled: string;
  readonly comment: string | null;
}

/** Those of a partitioned table stand for the ones that its partitions have of it. */
export const triggersQuery = ({ tables }: CatalogScope): string => `
SELECT g.oid, n.nspname AS schema, c.relname AS table, g.tgname AS name, g.tgtype AS type, g.tgenabled AS enabled,
  g.tgqual IS NOT NULL AS has_condition, pg_catalog.pg_get_triggerdef(g.oid) AS definition,
  g.tgconstraint <> 0 AS constraint, g.tgdeferrable AS deferrable, g.tginitdeferred AS deferred,
  g.tgoldtable AS old_table, g.tgnewtable AS new_table, d.description AS comment,
  CASE WHEN g.tgconstrrelid <> 0 THEN g.tgconstrrelid::pg_catalog.regclass::text END AS from,
  ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(g.tgattr::int2[]) u(number)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = u.number) AS columns
FROM pg_catalog.pg_trigger g
JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
${commentOf('pg_trigger', 'g.oid')}
WHERE ${tables} AND NOT g.tgisinternal AND g.tgparentid = 0 AND ${notOfExtension('pg_trigger', 'g.oid')}
  AND ${notOfExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname, g.tgname`;

/** Bits of `tgtype`, as in src/include/catalog/pg_trigger.h */
const bits = { row: 1, before: 2, insert: 4, delete: 8, update: 16, truncate: 32, instead: 64 } as const;

/** When a trigger fires that does not do so in an ordinary session only. */
const states: Readonly<Record<string, 'DISABLED' | 'REPLICA' | 'ALWAYS'>> = {
  D: 'DISABLED',
  R: 'REPLICA',
  A: 'ALWAYS',
};

/** A trigger in the models' vocabulary. */
export function reflectTrigger(row: TriggerRow, place: { readonly schema?: string }): Trigger {
  const { name, table, type, comment } = row;
  const has = (bit: keyof typeof bits): boolean => (type & bits[bit]) !== 0;
  const { when, body } = textsIn(row.definition, row.has_condition);
  const postgresql = {
    ...(row.constraint ? { constraint: true } : {}),
    ...(row.deferrable ? { deferrable: true } : {}),
    ...(row.deferred ? { initially: 'DEFERRED' } : {}),
    ...(row.from === null ? {} : { from: row.from }),
    ...(row.old_table === null ? {} : { oldTable: row.old_table }),
    ...(row.new_table === null ? {} : { newTable: row.new_table }),
    ...(states[row.enabled] === undefined ? {} : { enabled: states[row.enabled] }),
  };
  const update: TriggerEvent = row.columns.length === 0 ? 'UPDATE' : { update: row.columns };
  return {
    kind: 'trigger',
    name,
    ...place,
    table,
    timing: has('instead') ? 'INSTEAD OF' : has('before') ? 'BEFORE' : 'AFTER',
    events: [
      ...(has('insert') ? ['INSERT' as const] : []),
      ...(has('delete') ? ['DELETE' as const] : []),
      ...(has('update') ? [update] : []),
      ...(has('truncate') ? ['TRUNCATE' as const] : []),
    ],
    ...(has('row') ? { forEach: 'ROW' } : {}),
    ...(when === undefined ? {} : { when }),
    body,
    ...(comment === null ? {} : { comment }),
    ...(Object.keys(postgresql).length === 0 ? {} : { postgresql }),
  };
}

/** An event trigger of the catalog. */
export interface EventTriggerRow {
  readonly oid: number;
  readonly name: string;
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly function: string;
  readonly enabled: string;
  readonly comment: string | null;
}

export const eventTriggersQuery = (): string => `
SELECT g.oid, g.evtname AS name, g.evtevent AS event, g.evttags AS tags, g.evtenabled AS enabled,
  g.evtfoid::pg_catalog.regproc::text AS function, d.description AS comment
FROM pg_catalog.pg_event_trigger g
${commentOf('pg_event_trigger', 'g.oid')}
WHERE ${notOfExtension('pg_event_trigger', 'g.oid')}
ORDER BY g.evtname`;

/** An event trigger in the models' vocabulary. */
export const reflectEventTrigger = (row: EventTriggerRow): EventTrigger => ({
  kind: 'eventTrigger',
  name: row.name,
  event: row.event,
  ...(row.tags === null ? {} : { tags: row.tags }),
  body: `${row.function}()`,
  ...(states[row.enabled] === undefined ? {} : { enabled: states[row.enabled] as 'DISABLED' }),
  ...(row.comment === null ? {} : { comment: row.comment }),
});

/** A policy of the catalog. */
export interface PolicyRow {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly permissive: boolean;
  /** `polcmd`: r, a, w, d or an asterisk. */
  readonly command: string;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly with_check: string | null;
  readonly comment: string | null;
}

export const policiesQuery = ({ tables }: CatalogScope): string => `
SELECT p.oid, n.nspname AS schema, c.relname AS table, p.polname AS name, p.polpermissive AS permissive,
  p.polcmd AS command, pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
  pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS with_check, d.description AS comment,
  ARRAY(SELECT r.rolname::text FROM pg_catalog.pg_roles r WHERE r.oid = ANY (p.polroles) ORDER BY r.rolname) AS roles
FROM pg_catalog.pg_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
${commentOf('pg_policy', 'p.oid')}
WHERE ${tables} AND ${notOfExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname, p.polname`;

const commands: Readonly<Record<string, 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'>> = {
  r: 'SELECT',
  a: 'INSERT',
  w: 'UPDATE',
  d: 'DELETE',
};

/** A policy in the models' vocabulary. */
export function reflectPolicy(row: PolicyRow, place: { readonly schema?: string }): Policy {
  const command = commands[row.command];
  return {
    kind: 'policy',
    name: row.name,
    ...place,
    table: row.table,
    ...(row.permissive ? {} : { restrictive: true }),
    ...(command === undefined ? {} : { command }),
    ...(row.roles.length === 0 ? {} : { roles: row.roles }),
    ...(row.using === null ? {} : { using: stripParentheses(row.using) }),
    ...(row.with_check === null ? {} : { withCheck: stripParentheses(row.with_check) }),
    ...(row.comment === null ? {} : { comment: row.comment }),
  };
}
