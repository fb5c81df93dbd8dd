import { isSignificant, type LexicalRules, scan, type Token } from './lexer.ts';

/**
 * Cuts a script into its statements, without the semicolons (or whatever `DELIMITER` says) that end them. What a
 * parenthesis or a body encloses (`BEGIN ATOMIC … END`, a trigger's `BEGIN … END`) stays together; pieces that hold
 * nothing but comments are left out. Linear in the length of the script.
 */
export function splitStatements(sql: string, rules: LexicalRules): readonly string[] {
  const statements: string[] = [];
  let delimiter = ';';
  for (let at = 0; at < sql.length; ) {
    const piece = readPiece(sql, at, delimiter, rules);
    if (piece.delimiter !== undefined) delimiter = piece.delimiter;
    else if (piece.meaningful) statements.push(sql.slice(at, piece.end).trim());
    at = piece.next;
  }
  return statements;
}

interface Piece {
  readonly meaningful: boolean;
  readonly end: number;
  readonly next: number;
  /** The piece was a command that sets this delimiter. */
  readonly delimiter?: string;
}

const delimiterLine = /delimiter[ \t]+(\S+)[^\n]*(?:\n|$)/iy;

function readPiece(sql: string, from: number, delimiter: string, rules: LexicalRules): Piece {
  const nesting = new Nesting(rules);
  let meaningful = false;
  for (const token of scan(sql, rules, from)) {
    if (!meaningful && rules.delimiterCommand && token.kind === 'word') {
      delimiterLine.lastIndex = token.at;
      const command = delimiterLine.exec(sql);
      if (command?.[1] !== undefined) {
        return { meaningful, end: token.at, next: delimiterLine.lastIndex, delimiter: command[1] };
      }
    }
    const end = delimiter === ';' && nesting.isOpen() ? undefined : findDelimiter(sql, token, delimiter);
    if (end !== undefined) return { meaningful: meaningful || end > token.at, end, next: end + delimiter.length };
    if (!isSignificant(token)) continue;
    meaningful = true;
    nesting.see(token);
  }
  return { meaningful, end: sql.length, next: sql.length };
}

/** Where in an unquoted token the delimiter starts: `END//` and `END$$` read as one word with it. */
function findDelimiter(sql: string, { kind, text, at }: Token, delimiter: string): number | undefined {
  if (kind === 'string' || kind === 'identifier' || kind === 'comment' || kind === 'space') return undefined;
  for (let place = at; place < at + text.length; place += 1) if (sql.startsWith(delimiter, place)) return place;
  return undefined;
}

/** How a statement has to start, in words, for `BEGIN` to open a body in it. */
const bodies: Readonly<Record<LexicalRules['blocks'], RegExp>> = {
  atomic: /^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) /,
  triggers: /^CREATE (?:TEMP |TEMPORARY )?TRIGGER /,
  routines:
    /^CREATE (?:OR REPLACE )?(?:DEFINER (?:\S+ ){0,3}?)?(?:AGGREGATE )?(?:FUNCTION|PROCEDURE|TRIGGER|EVENT|PACKAGE) |^BEGIN NOT ATOMIC /,
};

/** The most words that say what a statement is. */
const headLength = 9;

/** Follows a statement word by word and knows whether a semicolon would end it here. */
class Nesting {
  readonly #rules: LexicalRules;
  #head = '';
  #words = 0;
  #parentheses = 0;
  #blocks = 0;
  #previous = '';

  constructor(rules: LexicalRules) {
    this.#rules = rules;
  }

  isOpen(): boolean {
    return this.#blocks > 0 || this.#parentheses > 0;
  }

  see({ kind, text }: Token): void {
    const now = kind === 'word' ? text.toUpperCase() : text;
    if (kind === 'word' && this.#previous !== '.') this.#seeWord(now);
    // PostgreSQL: CREATE RULE … DO (statement; statement)
    else if (this.#rules.blocks === 'atomic' && text === '(') this.#parentheses += 1;
    else if (text === ')' && this.#parentheses > 0) this.#parentheses -= 1;
    this.#previous = now;
  }

  #seeWord(now: string): void {
    if (this.#words < headLength) {
      this.#words += 1;
      this.#head += `${now} `;
    }
    if (this.#opens(now)) this.#blocks += 1;
    else if (now === 'END' && this.#blocks > 0) this.#blocks -= 1;
    // MySQL: END IF, END LOOP and their like close what is not counted as a block
    else if (this.#previous === 'END' && this.#isRoutineLoop(now)) this.#blocks += 1;
  }

  #opens(now: string): boolean {
    if (now === 'CASE') return this.#blocks > 0 && this.#previous !== 'END';
    if (this.#rules.blocks === 'atomic') {
      return now === 'ATOMIC' && this.#previous === 'BEGIN' && bodies.atomic.test(this.#head);
    }
    const opener = now === 'BEGIN' || (now === 'ATOMIC' && this.#head === 'BEGIN NOT ATOMIC ');
    return opener && bodies[this.#rules.blocks].test(this.#head);
  }

  #isRoutineLoop(now: string): boolean {
    return (
      this.#rules.blocks === 'routines' && /^(?:IF|LOOP|WHILE|REPEAT)$/.test(now) && bodies.routines.test(this.#head)
    );
  }
}
