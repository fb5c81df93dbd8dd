import type { Token } from '../../ansi/lexer.ts';
import type { Server } from '../../dialect.ts';
import { canonicalExpression } from '../expression-text.ts';
import {
  canonicalTypeName,
  foldName,
  isWord,
  spellName,
  splitList,
  textOf,
  tokensOf,
  typeLength,
} from './type-name.ts';

/** One of the arguments that a routine is declared with. */
export interface Parameter {
  readonly mode: 'IN' | 'OUT' | 'INOUT' | 'VARIADIC';
  readonly name?: string;
  /** As it was written. */
  readonly type: string;
  /** As it was written. */
  readonly byDefault?: string;
}

/** Reads what stands between the parentheses after the name of a routine. https://www.postgresql.org/docs/current/sql-createfunction.html */
export function readParameters(sql: string | undefined): readonly Parameter[] {
  if (sql === undefined) return [];
  return splitList(tokensOf(sql)).map((tokens) => readParameter(sql, tokens));
}

function readParameter(sql: string, all: readonly Token[]): Parameter {
  const start = defaultStart(all);
  const tokens = start < 0 ? all : all.slice(0, start);
  const byDefault = start < 0 ? {} : { byDefault: textOf(sql, all.slice(start + 1)) };
  const [leading, afterMode] = readMode(tokens);
  if (typeLength(afterMode) === afterMode.length) {
    return { mode: leading ?? 'IN', type: textOf(sql, afterMode), ...byDefault };
  }
  const [first, ...rest] = afterMode;
  const [following, type] = leading === undefined ? readMode(rest) : [undefined, rest];
  const name = first === undefined ? {} : { name: foldName(first) };
  return { mode: leading ?? following ?? 'IN', ...name, type: textOf(sql, type), ...byDefault };
}

/** Where DEFAULT or an equals sign stands outside of parentheses. */
function defaultStart(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    return depth === 0 && (isWord(token, 'default') || token.text === '=' || token.text === ':=');
  });
}

function readMode(tokens: readonly Token[]): readonly [Parameter['mode'] | undefined, readonly Token[]] {
  const [first, second] = tokens;
  if (isWord(first, 'in') && isWord(second, 'out')) return ['INOUT', tokens.slice(2)];
  // a word alone is the type
  if (tokens.length < 2 || !isWord(first, 'in', 'out', 'inout', 'variadic')) return [undefined, tokens];
  return [first?.text.toUpperCase() as Parameter['mode'], tokens.slice(1)];
}

/** A type of an argument as the server keeps it: without the length or precision that it was given. */
export const argumentType = (type: string, server: Server): string =>
  canonicalTypeName(type, server)
    .replace(/\([^()]*\)/, '')
    .replace(/^interval .*?(\[\])?$/, 'interval$1');

/** What tells routines of one name apart: the types that they are called with. */
export const signatureOf = (parameters: readonly Parameter[], server: Server): string =>
  parameters
    .filter(({ mode }) => mode !== 'OUT')
    .map(({ type }) => argumentType(type, server))
    .join(', ');

/** All arguments in one spelling, without defaults. */
export const canonicalArguments = (parameters: readonly Parameter[], server: Server): string =>
  parameters
    .map(({ mode, name, type }) =>
      [mode === 'IN' ? [] : mode, name === undefined ? [] : spellName(name), argumentType(type, server)]
        .flat()
        .join(' '),
    )
    .join(', ');

/** The defaults in one spelling; they belong to the last of the arguments. */
export const canonicalDefaults = (parameters: readonly Parameter[]): readonly string[] =>
  parameters.flatMap(({ byDefault }) => (byDefault === undefined ? [] : [canonicalExpression(byDefault)]));

/** The arguments as DROP and COMMENT name a function by them: the types that it is called with, as they were written. */
export const identityArguments = (sql: string | undefined): string =>
  readParameters(sql)
    .filter(({ mode }) => mode !== 'OUT')
    .map(({ mode, type }) => (mode === 'VARIADIC' ? `VARIADIC ${type}` : type))
    .join(', ');

/** The same for a procedure, which is found by all its arguments, those that it returns with them. */
export const procedureArguments = (sql: string | undefined): string =>
  readParameters(sql)
    .map(({ mode, type }) => (mode === 'IN' ? type : `${mode} ${type}`))
    .join(', ');
