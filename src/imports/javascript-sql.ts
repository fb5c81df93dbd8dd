import { Scanner, SourceProblem } from '../revisions/scanner.ts';

/**
 * The SQL of a migration that is a program, where its function does no more than hand over plain strings, as in
 * `await knex.raw('…')`, `knex.schema.raw('…')` or `pgm.sql('…')`.
 *
 * @returns the statements; empty where the function does nothing; `undefined` where only running it tells
 */
export function literalSql(text: string, direction: 'up' | 'down'): string | undefined {
  try {
    const start = [...text.matchAll(definition(direction))].find((found) => isCode(text, found.index + 1));
    if (start === undefined) return undefined;
    const scanner = new Scanner(text, start.index + start[0].length);
    return goToBody(scanner) ? statements(scanner) : expression(scanner);
  } catch (problem) {
    if (problem instanceof SourceProblem) return undefined;
    throw problem;
  }
}

/** `exports.up =`, `export const up =`, `export async function up`, `module.exports = { up:` in what they have in common. */
const definition = (name: string): RegExp =>
  new RegExp(
    `(?:^|\\s)(?:(?:module\\.)?exports\\.${name}\\s*=|export\\s+(?:const|let|var)\\s+${name}\\b[^=\\n]*=|(?:export\\s+)?(?:async\\s+)?function\\s+${name}(?=\\s*\\()|${name}\\s*:|(?:async\\s+)?${name}(?=\\s*\\([^)]*\\)\\s*\\{))`,
    'gm',
  );

/** Whether a place is neither within a comment nor within a string. */
function isCode(text: string, place: number): boolean {
  const scanner = new Scanner(text);
  while (scanner.position < place) {
    const next = scanner.peek();
    if (next === '' || scanner.position >= place) return text.slice(place, scanner.position).trim() === '';
    if (next === "'" || next === '"' || next === '`') scanner.skipQuoted();
    else scanner.position += 1;
  }
  return scanner.position === place;
}

/** Past `async`, `function`, the parameters and their types. False where a single expression follows. */
function goToBody(scanner: Scanner): boolean {
  for (let word = scanner.word(); word !== undefined; word = scanner.word()) {
    if (word !== 'async' && word !== 'function' && scanner.peek() !== '=') scanner.fail('not a function');
  }
  if (scanner.peek() === '(') skipBracket(scanner);
  while (scanner.peek() !== '{') {
    if (scanner.peek() === '') scanner.fail('the function has no body');
    if (scanner.text.startsWith('=>', scanner.position)) {
      scanner.position += 2;
      return scanner.accept('{');
    }
    if (scanner.word() === undefined) scanner.position += 1;
  }
  return scanner.accept('{');
}

function skipBracket(scanner: Scanner): void {
  let depth = 0;
  do {
    const next = scanner.peek();
    if (next === '') scanner.fail('a bracket is not closed');
    if (next === "'" || next === '"' || next === '`') scanner.skipQuoted();
    else scanner.position += 1;
    depth += '([{'.includes(next) ? 1 : ')]}'.includes(next) ? -1 : 0;
  } while (depth > 0);
}

function statements(scanner: Scanner): string {
  const found: string[] = [];
  while (!scanner.accept('}')) {
    found.push(...handedOver(scanner, /^[;}\w]?$/));
    while (scanner.accept(';'));
  }
  return joined(found);
}

const expression = (scanner: Scanner): string => joined(handedOver(scanner, /^[;,})\w]?$/));

/** `await knex.schema.raw('…').raw('…')`, or `return Promise.resolve()`, which hands over nothing. */
function handedOver(scanner: Scanner, end: RegExp): readonly string[] {
  let word = scanner.word();
  while (word === 'await' || word === 'return') word = scanner.word();
  if (word === undefined) return scanner.peek() === ';' || scanner.peek() === '}' ? [] : scanner.fail('not plain SQL');
  const found: string[] = [];
  while (scanner.accept('.')) {
    const method = scanner.word();
    if (method === 'schema' || (word === 'Promise' && method === 'resolve')) {
      if (method === 'resolve' && !(scanner.accept('(') && scanner.accept(')'))) scanner.fail('not plain SQL');
      continue;
    }
    if ((method !== 'raw' && method !== 'sql') || !scanner.accept('(')) scanner.fail('not plain SQL');
    if (!/['"`]/.test(scanner.peek())) scanner.fail('not plain SQL');
    found.push(scanner.string());
    scanner.accept(',');
    if (!scanner.accept(')')) scanner.fail('not plain SQL');
  }
  if (found.length === 0 && word !== 'Promise') scanner.fail('not plain SQL');
  if (!end.test(scanner.peek())) scanner.fail('not plain SQL');
  return found;
}

/** Knex takes a bare `?` for a parameter, so that one that is meant is written `\?`. */
const joined = (found: readonly string[]): string =>
  found
    .map((sql) => sql.replaceAll('\\?', '?').trim())
    .filter((sql) => sql !== '')
    .map((sql) => (sql.endsWith(';') ? sql : `${sql};`))
    .join('\n\n');
