import { SourceProblem } from '../revisions/scanner.ts';
import { importsOf, type PythonImport, submodule } from './python-imports.ts';
import { type PythonToken, pythonTokens, stringValue } from './python-tokens.ts';

/** Data that a Python literal can say. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[];

/** The tokens of one logical line, without those that end it. */
type Line = readonly PythonToken[];

/** Finds the module of a name as an import writes it: `helpers`, `.helpers`, `app.helpers`. */
export type FindModule = (name: string) => PythonModule | undefined;

/** What a Python module says at its top level, as far as that can be known without running it. */
export class PythonModule {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #assigned = new Map<string, Line>();
  readonly #imported = new Map<string, PythonImport>();
  readonly #find: FindModule;

  /**
   * @param find where modules that it imports are looked for
   * @throws SourceProblem where the text stops making sense
   */
  constructor(text: string, find: FindModule = () => undefined) {
    this.#text = text;
    this.#find = find;
    this.#lines = linesOf(text);
    for (const line of this.#lines) {
      if (!this.#isTopLevel(line)) continue;
      for (const [name, one] of importsOf(line)) {
        this.#imported.set(name, one);
        this.#assigned.delete(name);
      }
      this.#assign(line);
    }
  }

  /** The string that the module begins with. */
  docstring(): string | undefined {
    const [first = []] = this.#lines;
    return first.length > 0 && first.every(({ kind }) => kind === 'string')
      ? first.map(stringValue).join('')
      : undefined;
  }

  /** Whether something of that name is assigned at the top level. */
  assigns(name: string): boolean {
    return this.#assigned.has(name) || this.#imported.has(name);
  }

  /** Whether the module defines a function of that name. */
  defines(name: string): boolean {
    return this.#lines.some((line) => this.#isDefinition(line, name));
  }

  /** Where a name is assigned, for messages; the start of the text where it is not. */
  offsetOf(name: string): number {
    return this.#assigned.get(name)?.[0]?.offset ?? this.#imported.get(name)?.offset ?? 0;
  }

  /**
   * What is assigned to a name, last of all; `undefined` where nothing is.
   *
   * @throws SourceProblem where that is more than plain data
   */
  value(name: string): PythonValue | undefined {
    const tokens = this.#assigned.get(name);
    return tokens === undefined ? this.#importedValue(name) : new Expression(tokens, name, this, []).whole();
  }

  /** `from .ids import revision` assigns as well. */
  #importedValue(name: string): PythonValue | undefined {
    const source = this.#imported.get(name);
    if (source === undefined) return undefined;
    return this.#resolveImported({ kind: 'name', text: name, offset: source.offset, depth: 0 }, source, undefined, []);
  }

  /** The same, on the way through other names: of `helpers.LATEST`, `member` is `LATEST`. */
  resolve(token: PythonToken, member: string | undefined, seen: readonly Line[]): PythonValue {
    const tokens = this.#assigned.get(token.text);
    const source = this.#imported.get(token.text);
    if (tokens === undefined && source !== undefined) return this.#resolveImported(token, source, member, seen);
    if (tokens === undefined || member !== undefined || seen.includes(tokens)) throw notPlain(token, member);
    return new Expression(tokens, token.text, this, [...seen, tokens]).whole();
  }

  #resolveImported(
    token: PythonToken,
    { module, name }: PythonImport,
    member: string | undefined,
    seen: readonly Line[],
  ): PythonValue {
    const place = name === undefined || member === undefined ? module : submodule(module, name);
    const wanted = member ?? name;
    if (wanted === undefined) throw notPlain(token);
    const label = member === undefined ? token.text : `${token.text}.${member}`;
    const found = this.#find(place);
    if (found === undefined) throw elsewhere(token, label, `from '${place}', which is not in the folder`);
    try {
      return found.resolve({ ...token, text: wanted }, undefined, seen);
    } catch (problem) {
      if (!(problem instanceof SourceProblem)) throw problem;
      throw elsewhere(token, label, `from '${place}', where it is more than plain data`);
    }
  }

  /** Whether a function does nothing: it holds no more than `pass`, `...`, `return` and strings. */
  isEmpty(name: string): boolean {
    const start = this.#lines.findLastIndex((line) => this.#isDefinition(line, name));
    if (start < 0) return false;
    const after = this.#lines.slice(start + 1);
    const end = after.findIndex((line) => this.#isTopLevel(line));
    const head = this.#lines[start] ?? [];
    const colon = head.findIndex(({ text, depth }, at) => text === ':' && depth === 0 && at > 1);
    return [head.slice(colon + 1), ...after.slice(0, end < 0 ? after.length : end)].every(doesNothing);
  }

  #isDefinition(line: Line, name: string): boolean {
    const words = line.slice(0, 3).map(({ text }) => text);
    const at = words[0] === 'async' ? 1 : 0;
    return words[at] === 'def' && words[at + 1] === name && this.#isTopLevel(line);
  }

  /** What stands at the left margin, or after a semicolon on such a line. */
  #isTopLevel(line: Line): boolean {
    const offset = line[0]?.offset ?? 0;
    const lineStart = Math.max(this.#text.lastIndexOf('\n', offset - 1), this.#text.lastIndexOf('\r', offset - 1)) + 1;
    return !/[ \t]/.test(this.#text.charAt(lineStart)) || offset === lineStart;
  }

  #assign(line: Line): void {
    const equals = line.findIndex(({ text, depth }) => text === '=' && depth === 0);
    const [first, second] = line;
    if (first?.kind !== 'name') return;
    // `x += y`: what x is then, Python knows.
    if (second !== undefined && /^[-+*/%&|^@]=$/.test(second.text)) this.#set(first.text, [first, second]);
    if (equals < 1 || (second?.text !== '=' && second?.text !== ':' && second?.text !== ',')) return;
    const value = line.slice(equals + 1);
    if (second.text === ',') this.#assignEach(line.slice(0, equals), value);
    else this.#set(first.text, value);
    this.#assign(value);
  }

  /** `a, b = 1, 2` */
  #assignEach(targets: Line, value: Line): void {
    const names = targets.filter(({ kind }) => kind === 'name');
    const parts = split(value);
    if (names.length !== parts.length) return;
    for (const [at, { text }] of names.entries()) this.#set(text, parts[at] ?? []);
  }

  #set(name: string, value: Line): void {
    this.#assigned.set(name, value);
    this.#imported.delete(name);
  }
}

function linesOf(text: string): readonly Line[] {
  const lines: PythonToken[][] = [[]];
  for (const token of pythonTokens(text)) {
    if (token.kind === 'newline' || (token.text === ';' && token.depth === 0)) lines.push([]);
    else lines.at(-1)?.push(token);
  }
  return lines.filter((line) => line.length > 0);
}

function split(tokens: Line): readonly Line[] {
  const parts: PythonToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',' && token.depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

const doesNothing = (line: Line): boolean =>
  line.every(({ kind }) => kind === 'string') || /^(?:pass|\.\.\.|return|return None)$/.test(textOf(line));

const textOf = (line: Line): string => line.map(({ text }) => text).join(' ');

const notPlain = ({ text, offset }: PythonToken, member?: string): SourceProblem =>
  new SourceProblem(
    `here is '${member === undefined ? text : `${text}.${member}`}', which is known only when the file is run`,
    offset,
  );

const elsewhere = ({ offset }: PythonToken, label: string, where: string): SourceProblem =>
  new SourceProblem(`here is '${label}' ${where}`, offset);

const constants: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

/** Reads the right side of an assignment. */
class Expression {
  readonly #tokens: Line;
  readonly #name: string;
  readonly #module: PythonModule;
  readonly #seen: readonly Line[];
  #at = 0;

  constructor(tokens: Line, name: string, module: PythonModule, seen: readonly Line[]) {
    this.#tokens = tokens;
    this.#name = name;
    this.#module = module;
    this.#seen = seen;
  }

  whole(): PythonValue {
    const value = this.#items(undefined);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined && rest.text !== '=') throw notPlain(rest);
    return value;
  }

  /** One value, or a tuple of those that commas part, up to the bracket that closes it. */
  #items(close: string | undefined): PythonValue {
    const items: PythonValue[] = [];
    let isTuple = close === ']' || close === '}';
    while (!this.#isAt(close) && this.#tokens[this.#at]?.text !== '=') {
      items.push(this.#sum());
      if (!this.#isAt(',')) break;
      this.#at += 1;
      isTuple = true;
    }
    if (close !== undefined && !this.#isAt(close)) throw notPlain(this.#token());
    if (close !== undefined) this.#at += 1;
    const [only] = items;
    return only === undefined || isTuple ? items : only;
  }

  /** Strings and lists may be joined with `+`. */
  #sum(): PythonValue {
    let value = this.#item();
    while (this.#isAt('+')) {
      const plus = this.#token();
      this.#at += 1;
      const other = this.#item();
      if (typeof value === 'string' && typeof other === 'string') value += other;
      else if (Array.isArray(value) && Array.isArray(other)) value = [...value, ...other];
      else throw notPlain(plus);
    }
    return value;
  }

  #item(): PythonValue {
    const token = this.#token();
    this.#at += 1;
    switch (token.kind) {
      case 'string':
        return stringValue(token) + this.#moreStrings();
      case 'number':
        return Number(token.text.replaceAll('_', ''));
      case 'name':
        return this.#called(token);
      default:
        return this.#bracketed(token);
    }
  }

  /** Strings that stand side by side are one. */
  #moreStrings(): string {
    let more = '';
    for (let next = this.#tokens[this.#at]; next?.kind === 'string'; next = this.#tokens[this.#at]) {
      more += stringValue(next);
      this.#at += 1;
    }
    return more;
  }

  #called(token: PythonToken): PythonValue {
    const member = this.#member();
    const next = this.#tokens[this.#at]?.text;
    const label = member === undefined ? token.text : `${token.text}.${member}`;
    if (next === '(' || next === '[') throw notPlain({ ...token, text: `${label}${next === '(' ? '(…)' : '[…]'}` });
    if (next === '.') throw notPlain({ ...token, text: `${label}.${this.#tokens[this.#at + 1]?.text ?? ''}` });
    const constant = constants.get(label);
    return constant === undefined ? this.#module.resolve(token, member, this.#seen) : constant;
  }

  /** The name behind a dot. */
  #member(): string | undefined {
    const [dot, name] = this.#tokens.slice(this.#at, this.#at + 2);
    if (dot?.text !== '.' || name?.kind !== 'name') return undefined;
    this.#at += 2;
    return name.text;
  }

  #bracketed(token: PythonToken): PythonValue {
    const close = { '(': ')', '[': ']', '{': '}' }[token.text];
    if (close === undefined) throw notPlain(token);
    return this.#items(close);
  }

  #isAt(text: string | undefined): boolean {
    return text === undefined ? this.#at >= this.#tokens.length : this.#tokens[this.#at]?.text === text;
  }

  #token(): PythonToken {
    const token = this.#tokens[this.#at];
    if (token !== undefined) return token;
    throw new SourceProblem(`nothing is assigned to '${this.#name}'`, this.#tokens.at(-1)?.offset ?? 0);
  }
}
