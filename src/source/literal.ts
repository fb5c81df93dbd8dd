import { isKnownFunction } from '../metadata/expression.ts';
import { isFunctionCall, isText } from '../schema/expression.ts';
import type { SqlType } from '../schema/type.ts';
import { positionalParameters } from '../schema/type-signature.ts';
import { array, atom, call, type Layout, object, pair, sourceAtom, stringAtom } from './layout.ts';
import { defaultRendering, type RenderedItem, type Rendering } from './rendering.ts';

type Properties = Readonly<Record<string, unknown>>;

/**
 * Writes values that operations hold as source text, in the vocabulary of the models: types as `sa.String(320)`, SQL as
 * `sa.text('…')`, functions as `sa.func.now()`. Properties come in one order, so that equal values give the same text.
 */
export class Spelling {
  /** The import lines that the config's `render.item` asked for. */
  readonly imports = new Set<string>();
  /** Something is written in the vocabulary, so that the file has to import it. */
  usesVocabulary = false;
  readonly #rendering: Rendering;
  readonly #types: TypeSpelling;

  constructor(rendering: Rendering = defaultRendering, types: TypeSpelling = {}) {
    this.#rendering = rendering;
    this.#types = types;
  }

  /** What the config says of a part; undefined where it leaves it to us. */
  item(item: RenderedItem): Layout | undefined {
    const given = this.#rendering.item?.(item);
    if (given === undefined) return undefined;
    const { source, imports = [] } = typeof given === 'string' ? { source: given } : given;
    for (const line of imports) this.imports.add(line);
    this.usesVocabulary ||= mentionsName(source, this.#rendering.vocabulary);
    return sourceAtom(source);
  }

  literal(value: unknown): Layout {
    if (Array.isArray(value)) return array(value.map((one) => this.literal(one)));
    if (typeof value === 'string') return stringAtom(quoted(value));
    if (typeof value === 'bigint') return atom(`${value}n`);
    if (value instanceof Date) return call('new Date', [stringAtom(quoted(value.toISOString()))]);
    if (value instanceof Uint8Array)
      return call(
        'Uint8Array.of',
        [...value].map((one) => this.literal(one)),
      );
    if (typeof value !== 'object' || value === null)
      return atom(Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e'));
    if (isText(value)) return call(this.word('text'), [this.literal(value.text)]);
    if (isFunctionCall(value)) {
      const values = (value.arguments ?? []).map((one) => this.literal(one));
      // What the compiler does not know by name would not pass `noUncheckedIndexedAccess`.
      return isKnownFunction(value.function)
        ? call(this.word(`func.${value.function}`), values)
        : call(this.word('func'), [this.literal(value.function), ...values]);
    }
    return object(this.pairs(value));
  }

  /** The properties of an object, in the order in which a person would read them. */
  pairs(value: object): readonly Layout[] {
    return properties(value as Properties).map(([key, part]) => this.#property(key, part));
  }

  /** A name out of the vocabulary. */
  word(name: string): string {
    this.usesVocabulary = true;
    return `${this.#rendering.vocabulary}.${name}`;
  }

  /** The source text of a column type. */
  type(type: SqlType): Layout {
    const declared = this.#types.declared?.(type);
    if (declared !== undefined) return atom(declared);
    const { variants, ...plain } = type as SqlType & Properties;
    const base = this.#plainType(plain as SqlType & Properties);
    if (variants === undefined) return base;
    const others = Object.entries(variants).flatMap(([dialect, variant]) =>
      variant === undefined ? [] : [pair(keyText(dialect), this.type(variant))],
    );
    return call(this.word('withVariant'), [base, object(others)]);
  }

  #plainType({ type, ...parameters }: SqlType & Properties): Layout {
    const names = positionalParameters(type);
    const given = names.map((name) => parameters[name]);
    const options = properties(parameters).filter(([name]) => !names.includes(name));
    const last = options.length > 0 ? given.length : given.findLastIndex((value) => value !== undefined) + 1;
    const values = given.slice(0, last).map((value) => (isTypeData(value) ? this.type(value) : this.literal(value)));
    if (values.length === 0 && options.length === 0) {
      return this.#types.bare === 'called' ? call(this.word(type), []) : atom(this.word(type));
    }
    return call(this.word(type), options.length === 0 ? values : [...values, this.#options(options)]);
  }

  #options(options: readonly (readonly [string, unknown])[]): Layout {
    return object(
      options.map(([key, value]) =>
        isTypeData(value) ? pair(keyText(key), this.type(value)) : this.#property(key, value),
      ),
    );
  }

  /** A property whose value may be a type, as `type: sa.Integer`. */
  #property(key: string, value: unknown): Layout {
    return pair(keyText(key), this.#part(key, value) ?? this.#value(key, value));
  }

  #value(key: string, value: unknown): Layout {
    if (typeKeys.includes(key) && isTypeData(value)) return this.type(value);
    if (key === 'rows' && Array.isArray(value)) return array(value.map((row) => this.#dictionary(row)));
    if (dictionaries.includes(key) && isDictionary(value)) return this.#dictionary(value);
    const one = lists[key];
    if (one !== undefined && Array.isArray(value)) {
      return array(value.map((part) => this.#part(one, part) ?? this.literal(part)));
    }
    return this.literal(value);
  }

  /** A part that the config writes in its own words. */
  #part(key: string, value: unknown): Layout | undefined {
    if (this.#rendering.item === undefined) return undefined;
    const kind = kindOfPart(key, value);
    return kind === undefined ? undefined : this.item({ kind, value } as RenderedItem);
  }

  /** An object whose keys stay in their order and mean nothing to us. */
  #dictionary(value: Properties): Layout {
    return object(
      Object.entries(value)
        .filter(([, part]) => part !== undefined)
        .map(([key, part]) => pair(keyText(key), isDictionary(part) ? this.#dictionary(part) : this.literal(part))),
    );
  }
}

/** How types are written where that is not as usual. */
export interface TypeSpelling {
  /** The name under which the file has declared a type that several columns share. */
  readonly declared?: (type: SqlType) => string | undefined;
  /** A type without parameters is `sa.Integer`; where only data will do, it is `sa.Integer()`. */
  readonly bare?: 'named' | 'called';
}

/** Keys whose values are types. */
const typeKeys: readonly string[] = ['type', 'subtype'];

/** `name.` anywhere in source text, and not as a part of another name. */
const mentionsName = (source: string, name: string): boolean =>
  source
    .split(`${name}.`)
    .slice(0, -1)
    .some((before) => !/[\w$.]$/.test(before));

const isTypeData = (value: unknown): value is SqlType =>
  typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string';

/** What is written at a property, where that can be said in other words; a drop holds names, and no definitions. */
function kindOfPart(key: string, value: unknown): Exclude<RenderedItem['kind'], 'operation'> | undefined {
  if (key === 'serverDefault') return 'serverDefault';
  if (typeof value !== 'object' || value === null) return undefined;
  if (key === 'type') return isTypeData(value) ? 'type' : undefined;
  if (key === 'table' && 'columns' in value) return 'table';
  if (key === 'index' && 'columns' in value) return 'index';
  if (key === 'constraint' && ('columns' in value || 'expression' in value)) return 'constraint';
  const isColumn = ['column', 'from', 'to'].includes(key) && 'type' in value && isTypeData(value.type);
  return isColumn ? 'column' : undefined;
}

/** Lists of parts, and what one of them would be called. */
const lists: Readonly<Record<string, string>> = { columns: 'column', constraints: 'constraint', indexes: 'index' };

/** Keys under which people's own names are keys: their order is theirs. */
const dictionaries = ['set', 'renamedFrom', 'sql', 'undo', 'postgresql', 'mysql', 'sqlite', 'with'];

const isDictionary = (value: unknown): value is Properties =>
  Object.prototype.toString.call(value) === '[object Object]' && !isText(value) && !isFunctionCall(value);

/** What a person would read first comes first; what has no place in the list follows in alphabetical order. */
const order = [
  ...['kind', 'name', 'schema', 'table', 'kindOf', 'object', 'constraint', 'index', 'column', 'position', 'from', 'to'],
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

/** Whether a name can stand in source text as it is, behind a dot or as a key. */
export const isPlainName = (name: string): boolean => namePattern.test(name);

/** The key of an object; a plain `__proto__` would set the prototype. */
export const keyText = (key: string): string =>
  key === '__proto__' ? "['__proto__']" : namePattern.test(key) ? key : quotedOnOneLine(key);

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

/** The same as text. */
export const textSource = (text: string): string => quotedOnOneLine(text);

/** A string literal in single quotes, or in double quotes where that saves escapes. */
function quotedOnOneLine(text: string): string {
  const quote = count(text, "'") > count(text, '"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped.replaceAll(invisible, visible)}${quote}`;
}

const count = (text: string, character: string): number => text.split(character).length - 1;
