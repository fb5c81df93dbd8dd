import type { Token } from '../ansi/lexer.ts';
import { depths, isName, keywordOf, readTokens, sourceOf, unquote } from './tokens.ts';

/** A statement that cannot be read. It never leaves the reflection: what cannot be read is reported as not modelled. */
export class UnreadableStatement extends Error {}

/** Reads a statement token by token. Every `take` either moves on or leaves the place as it is. */
export class TokenReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  readonly #keywords: readonly string[];
  readonly #depths: readonly number[];
  #at = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = readTokens(sql);
    this.#keywords = this.#tokens.map(keywordOf);
    this.#depths = depths(this.#tokens);
  }

  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  isAtEnd(): boolean {
    return this.#at >= this.#tokens.length || this.next?.text === ';';
  }

  /** Whether these keywords come next. */
  sees(...keywords: readonly string[]): boolean {
    return keywords.every((keyword, offset) => this.#keywords[this.#at + offset] === keyword);
  }

  take(...keywords: readonly string[]): boolean {
    if (!this.sees(...keywords)) return false;
    this.#at += keywords.length;
    return true;
  }

  /** The one of these keywords that comes next. */
  takeOneOf<K extends string>(...keywords: readonly K[]): K | undefined {
    return keywords.find((keyword) => this.take(keyword));
  }

  takeSymbol(symbol: string): boolean {
    if (this.next?.text !== symbol || this.next.kind === 'string' || this.next.kind === 'identifier') return false;
    this.#at += 1;
    return true;
  }

  expect(...keywords: readonly string[]): void {
    if (!this.take(...keywords)) throw this.#unreadable(keywords.join(' '));
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.#unreadable(symbol);
  }

  /** A name: a word, a quoted name, or a string, which SQLite takes for a name where only a name can stand. */
  takeName(): string {
    const { next } = this;
    if (next === undefined || !(isName(next) || next.kind === 'string')) throw this.#unreadable('a name');
    this.#at += 1;
    return unquote(next);
  }

  takeToken(): Token {
    const { next } = this;
    if (next === undefined) throw this.#unreadable('more');
    this.#at += 1;
    return next;
  }

  /** What a pair of parentheses encloses, as it was written. */
  takeParenthesised(): string {
    return sourceOf(this.#sql, this.takeParenthesisedTokens());
  }

  takeParenthesisedTokens(): readonly Token[] {
    this.expectSymbol('(');
    const outside = (this.#depths[this.#at - 1] ?? 0) as number;
    const start = this.#at;
    while (this.#at < this.#tokens.length && this.#depths[this.#at] !== outside) this.#at += 1;
    const inside = this.#tokens.slice(start, this.#at);
    this.expectSymbol(')');
    return inside;
  }

  /** The source of the tokens from here to the end. */
  takeRest(): string {
    const rest = this.#tokens.slice(this.#at);
    this.#at = this.#tokens.length;
    return sourceOf(this.#sql, rest.at(-1)?.text === ';' ? rest.slice(0, -1) : rest);
  }

  source(tokens: readonly Token[]): string {
    return sourceOf(this.#sql, tokens);
  }

  #unreadable(wanted: string): UnreadableStatement {
    const found = this.next === undefined ? 'the end' : `'${this.next.text}'`;
    return new UnreadableStatement(`expected ${wanted}, found ${found}`);
  }
}
