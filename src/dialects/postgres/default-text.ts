import { isFunctionCall, isText, type Literal, type ServerDefault } from '../../schema/expression.ts';
import { spell, stringValue, type Word, withoutParentheses, wordsOf } from './expression-text.ts';
import { canonicalSpelling } from './type-spelling.ts';

/** What a default is, once its spelling is set aside. */
export type DefaultMeaning =
  | { readonly kind: 'null' }
  | { readonly kind: 'now' }
  /** A constant of the column's own type. */
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'nextval'; readonly sequence: readonly string[] }
  | { readonly kind: 'expression'; readonly sql: string };

/** The type of a column as far as reading its default needs it: in the catalog's spelling, or the name of its enum. */
export interface DefaultedType {
  readonly spelling: string;
  readonly enumName?: string;
}

/** Understands a default as it was declared. */
export function readDefault(value: ServerDefault, type: DefaultedType): DefaultMeaning {
  if (isText(value)) return readDefaultText(value.text, type);
  if (!isFunctionCall(value)) return { kind: 'literal', value: String(value) };
  const values = value.arguments ?? [];
  if (value.function === 'now' && values.length === 0) return { kind: 'now' };
  if (value.function === 'nextval') return { kind: 'nextval', sequence: values.map(String) };
  return { kind: 'expression', sql: spell(wordsOf(`${value.function}(${values.map(literalSql).join(', ')})`)) };
}

const literalSql = (value: Literal): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

const nowSpellings = new Set(['now ( )', 'current_timestamp', 'transaction_timestamp ( )', 'pg_catalog . now ( )']);

/** Understands a default as SQL: what the catalog printed, or what a user wrote. */
export function readDefaultText(sql: string, type: DefaultedType): DefaultMeaning {
  const words = withoutParentheses(wordsOf(sql));
  const text = spell(words);
  if (nowSpellings.has(text)) return { kind: 'now' };
  const sequence = readNextval(words);
  if (sequence !== undefined) return { kind: 'nextval', sequence };
  return readConstant(words, type) ?? { kind: 'expression', sql: text };
}

/** `nextval ( 'a.b' :: regclass )`, also without the cast. */
function readNextval(words: readonly Word[]): readonly string[] | undefined {
  const text = spell(words.map((word) => (word.kind === 'string' ? { ...word, text: "''" } : word)));
  if (text !== "nextval ( '' :: regclass )" && text !== "nextval ( '' )") return undefined;
  const name = stringValue(words[2]?.text ?? '');
  return name === undefined ? undefined : readQualifiedName(name);
}

/** `analytics."Page views"` as its two names. */
export function readQualifiedName(text: string): readonly string[] {
  return wordsOf(text)
    .filter(({ kind }) => kind === 'word' || kind === 'identifier')
    .map(({ kind, text: part }) => (kind === 'word' ? part : part.slice(1, -1).replaceAll('""', '"')));
}

/** A constant under any number of casts that do not change what it is for a column of this type. */
function readConstant(given: readonly Word[], type: DefaultedType): DefaultMeaning | undefined {
  const words = withoutParentheses(given);
  const cast = words.findLastIndex(({ text }) => text === '::');
  if (cast > 0) {
    const inner = readConstant(words.slice(0, cast), type);
    const target = words.slice(cast + 1);
    if (inner?.kind === 'null') return target.some(({ text }) => text === '(' || text === ')') ? undefined : inner;
    return inner !== undefined && isHarmlessCast(target, type) ? inner : undefined;
  }
  const [first, second, ...rest] = words;
  if (first === undefined || rest.length > 0) return undefined;
  if (second !== undefined) {
    const sign = first.text === '-' ? '-' : first.text === '+' ? '' : undefined;
    return sign === undefined || second.kind !== 'number' ? undefined : literal(sign + second.text);
  }
  if (first.kind === 'number') return literal(first.text);
  if (first.kind === 'word') {
    if (first.text === 'null') return { kind: 'null' };
    return first.text === 'true' || first.text === 'false' ? literal(first.text) : undefined;
  }
  const value = first.kind === 'string' ? stringValue(first.text) : undefined;
  return value === undefined ? undefined : literal(value);
}

const literal = (value: string): DefaultMeaning => ({ kind: 'literal', value });

function isHarmlessCast(target: readonly Word[], type: DefaultedType): boolean {
  if (type.enumName !== undefined) return readQualifiedName(spell(target)).at(-1) === type.enumName;
  const [to, own] = [withoutModifier(canonicalSpelling(spell(target))), withoutModifier(type.spelling)];
  if (to === own) return true;
  return families.some((family) => family.has(to) && family.has(own));
}

const withoutModifier = (spelling: string): string => spelling.replace(/\([^)]*\)/, '');

export const stringTypes = new Set(['text', 'character varying', 'character', 'bpchar']);
export const integerTypes = new Set(['smallint', 'integer', 'bigint']);
export const decimalTypes = new Set(['numeric', 'real', 'double precision']);
const families = [stringTypes, new Set([...integerTypes, ...decimalTypes])];

const trueSpellings = new Set(['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']);
const falseSpellings = new Set(['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0']);

/** A constant in the one form in which the server keeps it, as far as that is certain without asking. */
export function canonicalLiteral(value: string, { spelling }: DefaultedType): number | boolean | string {
  const type = withoutModifier(spelling);
  const trimmed = value.trim();
  if (type === 'boolean') {
    const word = trimmed.toLowerCase();
    return trueSpellings.has(word) ? true : falseSpellings.has(word) ? false : value;
  }
  if (!integerTypes.has(type) && !decimalTypes.has(type)) return value;
  const match = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(trimmed);
  if (match === null || !/\d/.test(trimmed)) return value;
  const [, sign, whole = '', fraction = ''] = match;
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  const canonical = sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
  const number = Number(canonical);
  return String(number) === canonical ? number : canonical;
}
