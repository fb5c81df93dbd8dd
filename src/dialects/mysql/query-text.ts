import type { Token } from '../ansi/lexer.ts';
import { nameOfToken, readTokens } from './expression.ts';

interface Piece {
  readonly text: string;
  /** The name before the dot. */
  readonly qualifier?: string;
}

/**
 * Whether a query as the server prints it is one as it was written, as far as text can tell: without quotes, names of columns
 * that repeat themselves, and parentheses around what binds most. A name that has a qualifier on both sides has the same one.
 * Never true for queries that differ in meaning; often false for queries that do not.
 */
export function isSameQueryText(one: string, other: string): boolean {
  const [first, second] = [piecesOf(one), piecesOf(other)];
  return (
    first.length === second.length &&
    first.every(({ text, qualifier }, at) => {
      const match = second[at];
      if (match?.text !== text) return false;
      return qualifier === undefined || match.qualifier === undefined || match.qualifier === qualifier;
    })
  );
}

function piecesOf(sql: string): readonly Piece[] {
  const tokens = readTokens(sql).filter(({ text }, at, all) => !(text === ';' && at === all.length - 1));
  return withoutRepeatedNames(withoutParentheses(qualified(tokens)));
}

const textOf = (token: Token): string =>
  token.kind === 'word' || token.kind === 'identifier' ? nameOfToken(token).toLowerCase() : token.text;

/** `users.id` as one piece, `id` with its qualifier. */
function qualified(tokens: readonly Token[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const isPart = tokens[at + 1]?.text === '.' && tokens[at + 2] !== undefined;
    if (!isPart) pieces.push({ text: textOf(token) });
    else {
      pieces.push({ text: textOf(tokens[at + 2] as Token), qualifier: textOf(token) });
      at += 2;
    }
  }
  return pieces;
}

/** `id as id` is `id`. */
const withoutRepeatedNames = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.filter(({ text }, at) => {
    const isAs = text === 'as' && pieces[at - 1]?.text === pieces[at + 1]?.text;
    const isName = pieces[at - 1]?.text === 'as' && pieces[at - 2]?.text === text;
    return !isAs && !isName;
  });

const clauses = new Set(['where', 'on', 'having']);
const loose = new Set([
  'and',
  'or',
  'xor',
  '||',
  '&&',
  '+',
  '-',
  '*',
  '/',
  '%',
  'div',
  'mod',
  'not',
  'select',
  ',',
  ':=',
  '|',
  '&',
  '^',
]);

/** Without pairs that enclose one comparison behind a word of a clause, or behind AND and OR. */
function withoutParentheses(pieces: readonly Piece[]): readonly Piece[] {
  const open: number[] = [];
  const dropped = new Set<number>();
  pieces.forEach(({ text }, at) => {
    if (text === '(') open.push(at);
    const from = text === ')' ? open.pop() : undefined;
    if (from === undefined) return;
    const before = pieces[from - 1]?.text ?? '';
    const inside = pieces.slice(from + 1, at);
    const isPlain = !inside.some((piece) => loose.has(piece.text));
    const isComparison = isPlain && (clauses.has(before) || before === 'and' || before === 'or' || before === '(');
    const after = pieces[at + 1]?.text;
    const isClause = clauses.has(before) && !inside.some((piece) => piece.text === 'select') && endsClause(after);
    if (isComparison || isClause) dropped.add(from).add(at);
  });
  return pieces.filter((_, at) => !dropped.has(at));
}

const endsClause = (word: string | undefined): boolean =>
  word === undefined ||
  ['group', 'order', 'limit', 'having', 'union', 'where', 'join', 'left', 'right', ')'].includes(word);
