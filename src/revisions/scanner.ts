/** Where reading a source text stopped making sense. */
export class SourceProblem extends Error {
  /** Counted in characters from the start of the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Data that a literal can say. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainObject;

/** An object literal: its values by key, and where each key stands. */
export interface PlainObject {
  readonly entries: ReadonlyMap<string, { readonly value: Plain; readonly offset: number }>;
}

const identifierStart = /[\p{ID_Start}$_]/u;
const identifier = /[$\p{ID_Continue}]+/uy;
const blank = /\s*/y;
const number = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** Reads JavaScript token by token, as far as is needed to find and read an object literal without running anything. */
export class Scanner {
  readonly text: string;
  position: number;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  /** @throws SourceProblem */
  fail(message: string, offset = this.position): never {
    throw new SourceProblem(message, offset);
  }

  /** The next character, after blanks and comments; empty at the end of the text. */
  peek(): string {
    for (;;) {
      blank.lastIndex = this.position;
      blank.exec(this.text);
      this.position = blank.lastIndex;
      if (this.text.startsWith('//', this.position)) this.#skipTo('\n');
      else if (this.text.startsWith('/*', this.position)) this.#skipBlockComment();
      else return this.text.charAt(this.position);
    }
  }

  /** Takes the next character if it is this one. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position++;
    return true;
  }

  /** Takes a name, if one stands here. */
  word(): string | undefined {
    if (!identifierStart.test(this.peek())) return undefined;
    identifier.lastIndex = this.position;
    const found = identifier.exec(this.text)?.[0];
    this.position += found?.length ?? 0;
    return found;
  }

  /** Reads one value of plain data. @throws SourceProblem */
  value(): Plain {
    const next = this.peek();
    const start = this.position;
    if (next === '') this.fail('the file ends in the middle of the header');
    if (next === '{') return this.object();
    if (next === '[') return this.#list();
    if (next === '"' || next === "'" || next === '`') return this.string();
    number.lastIndex = start;
    const digits = number.exec(this.text)?.[0];
    if (digits !== undefined) {
      this.position += digits.length;
      return Number(digits.replaceAll('_', ''));
    }
    const word = this.word();
    const constant = constants.get(word ?? '');
    if (constant === undefined) this.fail(`the header has to be plain data, but here is ${word ?? `'${next}'`}`, start);
    return constant.value;
  }

  /** Reads an object literal. @throws SourceProblem */
  object(): PlainObject {
    const start = this.position;
    const entries = new Map<string, { value: Plain; offset: number }>();
    this.position++;
    while (!this.accept('}')) {
      this.peek();
      const offset = this.position;
      const key = this.#key(start);
      if (entries.has(key)) this.fail(`'${key}' is there twice`, offset);
      if (!this.accept(':')) this.fail(this.peek() === '' ? unfinished : `after '${key}' a colon is missing`);
      entries.set(key, { value: this.value(), offset });
      this.#skipAssertion();
      if (!this.accept(',') && this.peek() !== '}') this.fail(this.#separatorMissing());
    }
    return { entries };
  }

  /** Takes a string of any quote. @throws SourceProblem */
  string(): string {
    const start = this.position;
    const quote = this.text.charAt(this.position++);
    let content = '';
    for (;;) {
      const next = this.text.charAt(this.position++);
      if (next === '' || (next === '\n' && quote !== '`')) this.fail('a string is not closed', start);
      if (next === quote) return content;
      if (next === '$' && quote === '`' && this.text.charAt(this.position) === '{') {
        this.fail('the header has to be plain data, but here is a computed string', start);
      }
      content += next === '\\' ? this.#escape() : next;
    }
  }

  /** Skips a template with all that stands in its `${}`, a string, or a regular expression. */
  skipQuoted(): void {
    const quote = this.text.charAt(this.position);
    const start = this.position++;
    let inClass = false;
    for (;;) {
      const next = this.text.charAt(this.position++);
      if (next === '' || (next === '\n' && quote !== '`')) this.fail('a string is not closed', start);
      if (next === '\\') this.position++;
      else if (quote === '/' && next === '[') inClass = true;
      else if (quote === '/' && next === ']') inClass = false;
      else if (next === quote && !inClass) return;
      else if (quote === '`' && next === '$' && this.text.charAt(this.position) === '{') this.#skipBraces();
    }
  }

  #list(): readonly Plain[] {
    const items: Plain[] = [];
    this.position++;
    while (!this.accept(']')) {
      items.push(this.value());
      this.#skipAssertion();
      if (!this.accept(',') && this.peek() !== ']') this.fail(this.#separatorMissing());
    }
    return items;
  }

  #key(start: number): string {
    const next = this.peek();
    if (next === '') this.fail(unfinished, start);
    if (next === '"' || next === "'") return this.string();
    return this.word() ?? this.fail(`the header has to be plain data, but here is '${next}'`);
  }

  #separatorMissing(): string {
    const next = this.peek();
    return next === '' ? unfinished : `the header has to be plain data with commas between, but here is '${next}'`;
  }

  /** TypeScript's `as const` says nothing about the value. */
  #skipAssertion(): void {
    const assertion = /\s*as\s+const\b/y;
    assertion.lastIndex = this.position;
    if (assertion.test(this.text)) this.position = assertion.lastIndex;
  }

  #escape(): string {
    const next = this.text.charAt(this.position++);
    if (next === '\r' && this.text.charAt(this.position) === '\n') this.position++;
    if (next === '\n' || next === '\r') return '';
    if (next !== 'x' && next !== 'u') return escapes[next] ?? next;
    const pattern = next === 'x' ? /([\da-fA-F]{2})/y : /\{([\da-fA-F]{1,6})\}|([\da-fA-F]{4})/y;
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    const point = Number.parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (match === null || point > 0x10ffff) this.fail('this escape is not complete');
    this.position = pattern.lastIndex;
    return String.fromCodePoint(point);
  }

  #skipBraces(): void {
    const start = this.position++;
    for (let depth = 1; depth > 0; ) {
      const next = this.peek();
      if (next === '') this.fail('a brace is not closed', start);
      if (next === '`' || next === '"' || next === "'") this.skipQuoted();
      else {
        depth += next === '{' ? 1 : next === '}' ? -1 : 0;
        this.position++;
      }
    }
  }

  #skipBlockComment(): void {
    const start = this.position;
    const end = this.text.indexOf('*/', start + 2);
    if (end < 0) this.fail('a comment is not closed', start);
    this.position = end + 2;
  }

  #skipTo(end: string): void {
    const at = this.text.indexOf(end, this.position);
    this.position = at < 0 ? this.text.length : at;
  }
}

const unfinished = 'the file ends in the middle of the header';

const constants: ReadonlyMap<string, { readonly value: Plain }> = new Map<string, { readonly value: Plain }>([
  ['null', { value: null }],
  ['undefined', { value: undefined }],
  ['true', { value: true }],
  ['false', { value: false }],
]);
