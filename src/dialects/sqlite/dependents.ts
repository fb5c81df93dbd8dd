import type { SchemaObject } from '../../schema/objects/object.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import { canonicaliseObject, compileObject } from '../ansi/object-support.ts';
import type { Server } from '../dialect.ts';
import { statementOf } from './create-object.ts';
import { supports } from './objects/supports.ts';
import { foldName, quoteIdentifier as quote, sameName } from './quote.ts';
import { isKeyword, isName, readTokens, unquote } from './tokens.ts';

/** Views and triggers, whether or not they could be read, with the statement that makes each. */
export const dependentsIn = ({ objects = [], unmodelled = [] }: Schema, server: Server): readonly Unmodelled[] => [
  ...unmodelled,
  ...objects.flatMap((object) => dependentOf(object, server)),
];

/** A view, a trigger or a virtual table with its statement; nothing for what SQLite does not have. */
export function dependentOf(object: SchemaObject, server: Server): readonly Unmodelled[] {
  const [canonical] = canonicaliseObject(supports, object, server);
  if (canonical === undefined) return [];
  const [made] = compileObject(supports, { kind: 'createObject', object }, server);
  const definition = statementOf(object) ?? made?.sql ?? '';
  const { kind, name } = object;
  return [
    { kind, name, ...('table' in object && object.table !== undefined ? { table: object.table } : {}), definition },
  ];
}

export const triggersOf = (unmodelled: readonly Unmodelled[], table: string): readonly Unmodelled[] =>
  unmodelled.filter((one) => one.kind === 'trigger' && one.table !== undefined && sameName(one.table, table));

/**
 * Statements that fail if a view or a trigger no longer works: a view is read without a row of it, and the program of a
 * trigger is built for a statement that touches no row. Only what names a changed table, or a view that does, is tried.
 */
export function proveDependents(
  unmodelled: readonly Unmodelled[],
  changed: ReadonlySet<string>,
  tables: readonly Table[],
): readonly string[] {
  const names = new Set(changed);
  const views = reach(
    unmodelled.filter(({ kind }) => kind === 'view'),
    names,
  );
  const triggers = unmodelled.filter(
    (one) =>
      one.kind === 'trigger' &&
      ((one.table !== undefined && names.has(foldName(one.table))) || mentionsAny(one, names)),
  );
  const targets = new Set(triggers.flatMap(({ table }) => (table === undefined ? [] : [foldName(table)])));
  return [
    ...views.map(({ name }) => `SELECT * FROM ${quote(name)} LIMIT 0`),
    ...tables.filter(({ name }) => targets.has(foldName(name))).flatMap(proveTriggers),
    ...triggers.filter(({ table = '' }) => views.some(({ name }) => sameName(name, table))).flatMap(proveInsteadOf),
  ];
}

/** The views that name one of these, or another view that does. Their own names are added. */
function reach(views: readonly Unmodelled[], names: Set<string>): readonly Unmodelled[] {
  const reached = new Set<Unmodelled>();
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const view of views) {
      if (reached.has(view) || !mentionsAny(view, names)) continue;
      reached.add(view);
      names.add(foldName(view.name));
    }
  }
  return views.filter((view) => reached.has(view));
}

const mentionsAny = ({ definition = '' }: Unmodelled, names: ReadonlySet<string>): boolean =>
  readTokens(definition).some(
    (token) => (isName(token) || token.kind === 'string') && names.has(foldName(unquote(token))),
  );

function proveTriggers(table: Table): readonly string[] {
  const name = quote(table.name);
  const columns = table.columns.filter(({ computed }) => computed === undefined).map((column) => quote(column.name));
  const list = columns.join(', ');
  return [
    `INSERT INTO ${name} (${list}) SELECT ${list} FROM ${name} WHERE 0`,
    `UPDATE ${name} SET ${columns.map((column) => `${column} = ${column}`).join(', ')} WHERE 0`,
    `DELETE FROM ${name} WHERE 0`,
  ];
}

function proveInsteadOf({ table = '', definition = '' }: Unmodelled): readonly string[] {
  const event = readTokens(definition).find((token) => isKeyword(token, 'INSERT', 'DELETE', 'UPDATE'));
  if (isKeyword(event, 'INSERT')) return [`INSERT INTO ${quote(table)} SELECT * FROM ${quote(table)} WHERE 0`];
  return isKeyword(event, 'DELETE') ? [`DELETE FROM ${quote(table)} WHERE 0`] : [];
}

/** The views and triggers after a statement written by hand, which may have made or dropped one. */
export function afterStatement(unmodelled: readonly Unmodelled[], sql: string): readonly Unmodelled[] {
  const tokens = readTokens(sql);
  const [verb] = tokens;
  if (!isKeyword(verb, 'CREATE', 'DROP')) return unmodelled;
  const at = isKeyword(tokens[1], 'TEMP', 'TEMPORARY') ? 2 : 1;
  const kind = isKeyword(tokens[at], 'VIEW') ? 'view' : isKeyword(tokens[at], 'TRIGGER') ? 'trigger' : undefined;
  if (kind === undefined) return unmodelled;
  const guarded = isKeyword(tokens[at + 1], 'IF') ? (isKeyword(tokens[at + 2], 'NOT') ? 3 : 2) : 0;
  const start = at + 1 + guarded;
  const named = tokens[start + 1]?.text === '.' ? tokens[start + 2] : tokens[start];
  if (named === undefined) return unmodelled;
  const name = unquote(named);
  const others = unmodelled.filter((one) => one.kind !== kind || !sameName(one.name, name));
  if (isKeyword(verb, 'DROP')) return others;
  if (at === 2 || others.length < unmodelled.length) return unmodelled;
  return [...others, { kind, name, ...(kind === 'trigger' ? tableOf(tokens) : {}), definition: sql }];
}

function tableOf(tokens: ReturnType<typeof readTokens>): { readonly table?: string } {
  const on = tokens.findIndex((token) => isKeyword(token, 'ON'));
  const table = tokens[on + 1];
  return on < 0 || table === undefined ? {} : { table: unquote(table) };
}
