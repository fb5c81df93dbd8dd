import { isFunctionCall, isText } from '../schema/expression.ts';
import type { SqlType } from '../schema/type.ts';
import { positionalParameters } from '../schema/type-signature.ts';
import { array, atom, call, type Layout, object, pair, stringAtom } from './layout.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * The source text of a value that an operation holds, in the vocabulary of the models: types as `sa.String(320)`, SQL as
 * `sa.text('…')`, functions as `sa.func.now()`. Properties come in one order, so that equal values give the same text.
 */
export function literal(value: unknown): Layout {
  if (Array.isArray(value)) return array(value.map(literal));
  if (typeof value === 'string') return stringAtom(quoted(value));
  if (typeof value === 'bigint') return atom(`${value}n`);
  if (value instanceof Date) return call('new Date', [stringAtom(quoted(value.toISOString()))]);
  if (value instanceof Uint8Array) return call('Uint8Array.of', [...value].map(literal));
  if (typeof value !== 'object' || value === null)
    return atom(Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e'));
  if (isText(value)) return call('sa.text', [literal(value.text)]);
  if (isFunctionCall(value)) return call(`sa.func${member(value.function)}`, (value.arguments ?? []).map(literal));
  return object(properties(value as Properties).map(([key, part]) => property(key, part)));
}

/** The source text of a column type. */
function typeLiteral(type: SqlType): Layout {
  const { variants, ...plain } = type as SqlType & Properties;
  const base = plainTypeLiteral(plain as SqlType & Properties);
  if (variants === undefined) return base;
  const others = Object.entries(variants).flatMap(([dialect, variant]) =>
    variant === undefined ? [] : [pair(keyText(dialect), typeLiteral(variant))],
  );
  return call('sa.withVariant', [base, object(others)]);
}

/** A property whose value may be a type, as `type: sa.Integer`. */
const property = (key: string, value: unknown): Layout => pair(keyText(key), propertyValue(key, value));

function propertyValue(key: string, value: unknown): Layout {
  if (key === 'type' && isTypeData(value)) return typeLiteral(value);
  if (key === 'rows' && Array.isArray(value)) return array(value.map(dictionary));
  return dictionaries.includes(key) && isDictionary(value) ? dictionary(value) : literal(value);
}

function plainTypeLiteral({ type, ...parameters }: SqlType & Properties): Layout {
  const names = positionalParameters(type);
  const given = names.map((name) => parameters[name]);
  const options = properties(parameters).filter(([name]) => !names.includes(name));
  const last = options.length > 0 ? given.length : given.findLastIndex((value) => value !== undefined) + 1;
  const values = given.slice(0, last).map((value) => (isTypeData(value) ? typeLiteral(value) : literal(value)));
  if (values.length === 0 && options.length === 0) return atom(`sa.${type}`);
  return call(`sa.${type}`, options.length === 0 ? values : [...values, optionsLiteral(options)]);
}

const optionsLiteral = (options: readonly (readonly [string, unknown])[]): Layout =>
  object(
    options.map(([key, value]) => (isTypeData(value) ? pair(keyText(key), typeLiteral(value)) : property(key, value))),
  );

const isTypeData = (value: unknown): value is SqlType =>
  typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';

/** Keys under which people's own names are keys: their order is theirs. */
const dictionaries = ['set', 'renamedFrom', 'sql', 'undo', 'postgresql', 'mysql', 'sqlite', 'with'];

/** An object whose keys stay in their order and mean nothing to us. */
const dictionary = (value: Properties): Layout =>
  object(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => pair(keyText(key), isDictionary(part) ? dictionary(part) : literal(part))),
  );

const isDictionary = (value: unknown): value is Properties =>
  Object.prototype.toString.call(value) === '[object Object]' && !isText(value) && !isFunctionCall(value);

/** What a person would read first comes first; what has no place in the list follows in alphabetical order. */
const order = [
  ...['kind', 'name', 'schema', 'table', 'kindOf', 'object', 'constraint', 'index', 'column', 'from', 'to'],
  ...['expression', 'type', 'columns', 'references', 'values', 'nullable', 'autoincrement', 'identity', 'computed'],
  ...['serverDefault', 'serverOnupdate', 'unique', 'using', 'where', 'include', 'always', 'persisted', 'dataType'],
  ...['start', 'increment', 'minValue', 'maxValue', 'cache', 'cycle', 'order', 'nulls', 'operatorClass', 'length'],
  ...[
    'nullsNotDistinct',
    'onDelete',
    'onUpdate',
    'match',
    'deferrable',
    'initially',
    'useAlter',
    'notValid',
    'noInherit',
  ],
  ...['notEnforced', 'concurrently', 'set', 'rows', 'batchSize', 'sql', 'undo', 'constraints', 'indexes', 'collation'],
  ...['comment', 'postgresql', 'mysql', 'sqlite'],
];
const ranks: ReadonlyMap<string, number> = new Map(order.map((key, at) => [key, at]));
const rank = (key: string): number => ranks.get(key) ?? order.length;

const properties = (value: Properties): readonly (readonly [string, unknown])[] =>
  Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));

const namePattern = /^[\p{ID_Start}$_][$\p{ID_Continue}]*$/u;

/** A plain `__proto__` key would set the prototype. */
const keyText = (key: string): string =>
  key === '__proto__' ? "['__proto__']" : namePattern.test(key) ? key : quotedOnOneLine(key);

const member = (name: string): string => (namePattern.test(name) ? `.${name}` : `[${quotedOnOneLine(name)}]`);

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What cannot be seen, or turns text round, is written as an escape. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

function visible(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return escapes[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
}

/** A string literal: over several lines as a template, as SQL is best read. */
function quoted(text: string): string {
  const lines = text.split('\n');
  if (lines.length > 2 || (lines.length === 2 && text.length > 60)) {
    const escaped = text.replaceAll(/[\\`]|\$(?=\{)/g, '\\$&');
    return `\`${escaped.replaceAll(invisible, (found) => (/[\n\t]/.test(found) ? found : visible(found)))}\``;
  }
  return quotedOnOneLine(text);
}

/** The source text of a string, on one line whatever is in it. */
export const textLiteral = (text: string): Layout => stringAtom(quotedOnOneLine(text));

/** A string literal in single quotes, or in double quotes where that saves escapes. */
function quotedOnOneLine(text: string): string {
  const quote = count(text, "'") > count(text, '"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped.replaceAll(invisible, visible)}${quote}`;
}

const count = (text: string, character: string): number => text.split(character).length - 1;
