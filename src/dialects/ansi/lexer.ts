/** How one database reads the characters of SQL. */
export interface LexicalRules {
  /** `$tag$ … $tag$` is a string. */
  readonly dollarQuotes: boolean;
  /** In which strings a backslash takes the next character's meaning away: none, those written `E'…'`, or all. */
  readonly backslashEscapes: 'none' | 'escape strings' | 'all';
  /** A comment may stand inside a comment. */
  readonly nestedComments: boolean;
  /** `#` starts a comment, `--` only before white space, and a comment that opens with `/*!` is run. */
  readonly mysqlComments: boolean;
  /** What encloses a quoted identifier; the other quotes enclose strings. */
  readonly identifierQuotes: readonly ('"' | '`' | '[')[];
  /** `any`: users can define operators, which are read as long as they get. */
  readonly operators: 'any' | 'known';
  /** How a statement may hold others, with semicolons of their own. */
  readonly blocks: 'atomic' | 'triggers' | 'routines';
  /** `DELIMITER //` on a line of its own changes what ends a statement. */
  readonly delimiterCommand: boolean;
}

export const postgresqlRules: LexicalRules = {
  dollarQuotes: true,
  backslashEscapes: 'escape strings',
  nestedComments: true,
  mysqlComments: false,
  identifierQuotes: ['"'],
  operators: 'any',
  blocks: 'atomic',
  delimiterCommand: false,
};

export const mysqlRules: LexicalRules = {
  dollarQuotes: false,
  backslashEscapes: 'all',
  nestedComments: false,
  mysqlComments: true,
  identifierQuotes: ['`'],
  operators: 'known',
  blocks: 'routines',
  delimiterCommand: true,
};

export const sqliteRules: LexicalRules = {
  dollarQuotes: false,
  backslashEscapes: 'none',
  nestedComments: false,
  mysqlComments: false,
  identifierQuotes: ['"', '`', '['],
  operators: 'known',
  blocks: 'triggers',
  delimiterCommand: false,
};

export type TokenKind = 'space' | 'comment' | 'word' | 'identifier' | 'string' | 'number' | 'operator' | 'punctuation';

/** A piece of SQL, exactly as written: the texts of all tokens in a row are the text that was read. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it starts, counted from 0. */
  readonly at: number;
}

const space = /\s+/y;
const lineComment = /--[^\n]*/y;
const mysqlLineComment = /(?:#|--(?=\s|$))[^\n]*/y;
/** Most words: of ASCII alone, and surely not the prefix of a string. */
const plainWord = /[A-Za-z_][\w$]*(?![\w$'&\u0080-\uffff])/y;
const word = /[\p{L}\p{M}_\u{80}-\u{10ffff}][\p{L}\p{M}\p{N}_$\u{80}-\u{10ffff}]*/uy;
const number = /(?:0[xXoObB][0-9A-Fa-f_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const stringPrefix = /(?:[eEbBxXnN]|[uU]&)(?=')/y;
const dollarTag = /\$(?:[\p{L}_\u{80}-\u{10ffff}][\p{L}\p{N}_\u{80}-\u{10ffff}]*)?\$/uy;
const parameter = /\$\d+/y;
const anyOperator = /[-+*/<>=~!@#%^&|`?]+/y;
const knownOperator = /<=>|->>|<<|>>|<=|>=|<>|!=|==|:=|\|\||&&|->|[-+*/<>=~!@%^&|?]/y;
const pairedPunctuation = /::|:=|\.\./y;

/** Cuts SQL into tokens. Never fails: what is not closed reaches to the end. Linear in the length of the text. */
export function tokenize(sql: string, rules: LexicalRules): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < sql.length; ) {
    const token = tokenAt(sql, at, rules);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

/** The tokens one by one, from a place in the text on. */
export function* scan(sql: string, rules: LexicalRules, from = 0): Generator<Token, undefined> {
  for (let at = from; at < sql.length; ) {
    const token = tokenAt(sql, at, rules);
    yield token;
    at += token.text.length;
  }
  return undefined;
}

function tokenAt(sql: string, at: number, rules: LexicalRules): Token {
  const { kind, end } = readToken(sql, at, rules);
  return { kind, text: sql.slice(at, end), at };
}

/** The tokens that mean something: no white space, no comments but those whose content MySQL runs. */
export const significant = (tokens: readonly Token[]): readonly Token[] => tokens.filter(isSignificant);

export const isSignificant = ({ kind, text }: Token): boolean =>
  kind !== 'space' && (kind !== 'comment' || text.startsWith('/*!') || text.startsWith('/*M!'));

/** The first words of a statement in capitals, as far as it starts with words: `CREATE`, `UNIQUE`, `INDEX`. */
export function leadingKeywords(sql: string, rules: LexicalRules, count: number): readonly string[] {
  const keywords: string[] = [];
  for (const token of scan(sql, rules)) {
    if (!isSignificant(token)) continue;
    if (token.kind !== 'word' || keywords.length === count) break;
    keywords.push(token.text.toUpperCase());
  }
  return keywords;
}

interface Extent {
  readonly kind: TokenKind;
  readonly end: number;
}

function readToken(sql: string, at: number, rules: LexicalRules): Extent {
  const common = extent('space', space, sql, at) ?? extent('word', plainWord, sql, at);
  if (common !== undefined) return common;
  const quoted = readQuoted(sql, at, sql[at] ?? '', rules);
  if (quoted !== undefined) return quoted;
  const comment = readComment(sql, at, rules);
  if (comment !== undefined) return { kind: 'comment', end: comment };
  return (
    extent('word', word, sql, at) ??
    extent('number', number, sql, at) ??
    extent('word', parameter, sql, at) ??
    readOperator(sql, at, rules) ??
    extent('punctuation', pairedPunctuation, sql, at) ?? { kind: 'punctuation', end: at + 1 }
  );
}

const extent = (kind: TokenKind, pattern: RegExp, sql: string, at: number): Extent | undefined => {
  const end = endOf(pattern, sql, at);
  return end === undefined ? undefined : { kind, end };
};

function endOf(pattern: RegExp, sql: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(sql) ? pattern.lastIndex : undefined;
}

function readQuoted(sql: string, at: number, first: string, rules: LexicalRules): Extent | undefined {
  if ((rules.identifierQuotes as readonly string[]).includes(first)) {
    return { kind: 'identifier', end: endOfQuoted(sql, at + 1, first === '[' ? ']' : first, false) };
  }
  if (first === "'" || first === '"') {
    return { kind: 'string', end: endOfQuoted(sql, at + 1, first, rules.backslashEscapes === 'all') };
  }
  const opening = endOf(stringPrefix, sql, at);
  if (opening !== undefined) {
    const escapes =
      rules.backslashEscapes === 'all' ||
      (rules.backslashEscapes === 'escape strings' && (first === 'e' || first === 'E'));
    return { kind: 'string', end: endOfQuoted(sql, opening + 1, "'", escapes) };
  }
  const tagEnd = rules.dollarQuotes && first === '$' ? endOf(dollarTag, sql, at) : undefined;
  if (tagEnd === undefined) return undefined;
  const tag = sql.slice(at, tagEnd);
  const close = sql.indexOf(tag, tagEnd);
  return { kind: 'string', end: close < 0 ? sql.length : close + tag.length };
}

/** Where what was opened before `from` ends, behind the closing quote; a doubled quote stands for itself. */
function endOfQuoted(sql: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from; at < sql.length; at += 1) {
    if (escapes && sql[at] === '\\') at += 1;
    else if (sql[at] === quote) {
      if (quote === ']' || sql[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

function readComment(sql: string, at: number, rules: LexicalRules): number | undefined {
  if (!sql.startsWith('/*', at)) return endOf(rules.mysqlComments ? mysqlLineComment : lineComment, sql, at);
  if (!rules.nestedComments) {
    const close = sql.indexOf('*/', at + 2);
    return close < 0 ? sql.length : close + 2;
  }
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  let depth = 0;
  for (let match = edge.exec(sql); match !== null; match = edge.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return sql.length;
}

function readOperator(sql: string, at: number, rules: LexicalRules): Extent | undefined {
  if (rules.operators === 'known') return extent('operator', knownOperator, sql, at);
  const end = endOf(anyOperator, sql, at);
  return end === undefined ? undefined : { kind: 'operator', end: at + operatorLength(sql.slice(at, end)) };
}

/**
 * PostgreSQL: a comment ends an operator, and an operator ends in `+` or `-` only if it holds a character that standard
 * operators do not have, so that `a=-1` reads as it looks. https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
function operatorLength(run: string): number {
  const comment = run.slice(1).search(/--|\/\*/);
  const operator = comment < 0 ? run : run.slice(0, comment + 1);
  if (operator.length === 1 || /[~!@#%^&|`?]/.test(operator)) return operator.length;
  return Math.max(1, operator.replace(/[-+]+$/, '').length);
}
