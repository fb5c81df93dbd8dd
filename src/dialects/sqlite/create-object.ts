import type { SchemaObject } from '../../schema/objects/object.ts';
import type { Trigger, TriggerEvent } from '../../schema/objects/trigger.ts';
import type { View } from '../../schema/objects/view.ts';
import type { VirtualTable } from '../../schema/objects/virtual-table.ts';
import type { CatalogRow } from './catalog.ts';
import { TokenReader } from './token-reader.ts';
import { splitAtCommas, unquote } from './tokens.ts';

/** The statements that objects were read from, as long as they are the same objects. */
const statements = new WeakMap<SchemaObject, string>();

/** The statement that an object was read from, byte by byte. */
export const statementOf = (object: SchemaObject): string | undefined => statements.get(object);

/**
 * Reads the statement of a view, a trigger or a virtual table.
 *
 * @throws UnreadableStatement
 */
export function parseCreateObject({ type, sql, tableName }: CatalogRow & { readonly sql: string }): SchemaObject {
  const reader = new TokenReader(sql);
  reader.expect('CREATE');
  const object =
    type === 'view' ? readView(reader) : type === 'trigger' ? readTrigger(reader, tableName) : readVirtual(reader);
  statements.set(object, sql);
  return object;
}

function readName(reader: TokenReader): string {
  reader.take('IF', 'NOT', 'EXISTS');
  const first = reader.takeName();
  return reader.takeSymbol('.') ? reader.takeName() : first;
}

function readView(reader: TokenReader): View {
  reader.expect('VIEW');
  const name = readName(reader);
  const columns = reader.sees('AS') ? [] : namesIn(reader);
  reader.expect('AS');
  const definition = reader.takeRest();
  return { kind: 'view', name, ...(columns.length === 0 ? {} : { columns }), definition };
}

const namesIn = (reader: TokenReader): readonly string[] =>
  splitAtCommas(reader.takeParenthesisedTokens()).flatMap(([token]) => (token === undefined ? [] : [unquote(token)]));

function readTrigger(reader: TokenReader, table: string): Trigger {
  reader.expect('TRIGGER');
  const name = readName(reader);
  const insteadOf = reader.take('INSTEAD', 'OF');
  const timing = insteadOf ? 'INSTEAD OF' : (reader.takeOneOf('BEFORE', 'AFTER') ?? 'BEFORE');
  const event = readEvent(reader);
  reader.expect('ON');
  reader.takeName();
  reader.take('FOR', 'EACH', 'ROW');
  const when = reader.take('WHEN') ? readCondition(reader) : undefined;
  return {
    kind: 'trigger',
    name,
    table,
    timing,
    events: [event],
    ...(when === undefined ? {} : { when }),
    body: reader.takeRest(),
  };
}

function readEvent(reader: TokenReader): TriggerEvent {
  const event = reader.takeOneOf('INSERT', 'DELETE', 'UPDATE');
  if (event === undefined) reader.expect('INSERT');
  if (event !== 'UPDATE' || !reader.take('OF')) return event ?? 'INSERT';
  const columns = [reader.takeName()];
  while (reader.takeSymbol(',')) columns.push(reader.takeName());
  return { update: columns };
}

/** The condition ends where BEGIN stands outside of parentheses; no expression holds that word. */
function readCondition(reader: TokenReader): string {
  const tokens = [reader.takeToken()];
  while (!reader.sees('BEGIN')) tokens.push(reader.takeToken());
  return reader.source(tokens);
}

function readVirtual(reader: TokenReader): VirtualTable {
  reader.expect('VIRTUAL', 'TABLE');
  const name = readName(reader);
  reader.expect('USING');
  const module = reader.takeName();
  const options =
    reader.next?.text === '('
      ? splitAtCommas(reader.takeParenthesisedTokens()).map((tokens) => reader.source(tokens))
      : [];
  const given = options.filter((option) => option !== '');
  return { kind: 'virtualTable', name, module, ...(given.length === 0 ? {} : { options: given }) };
}
