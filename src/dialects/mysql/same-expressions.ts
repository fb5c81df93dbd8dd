import { randomBytes } from 'node:crypto';
import type { ServerDefault } from '../../schema/expression.ts';
import type { ExpressionQuestion } from '../../schema/expression-question.ts';
import { tableKey } from '../../schema/table-name.ts';
import type { Connection, ExpressionAnswers } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { mentionsColumn, normaliseExpression, renameInExpression } from './expression.ts';
import { quoteIdentifier } from './quote.ts';

/** How the throw-away table spells what the questions are about. */
export interface Speller {
  /** Name, type and collation of a column, nothing else. */
  readonly bareColumn: (question: ExpressionQuestion, column: string, as: string) => string;
  readonly defaultSql: (question: ExpressionQuestion, value: ServerDefault) => string;
}

/**
 * Puts both spellings of every question into temporary tables and compares what the server prints of them. A temporary table
 * commits nothing, nobody else sees it, and it is dropped at once. A few round trips for all questions; where the server
 * refuses some of them, a few for each.
 */
export async function sameExpressions(
  connection: Connection,
  questions: readonly ExpressionQuestion[],
  speller: Speller,
): Promise<ExpressionAnswers> {
  const same = questions.map(isSameText);
  const open = questions.map((question, at) => ({ question, at })).filter(({ at }) => same[at] === false);
  const failures: StatementFailed[] = [];
  for (const batch of batches(open.filter(({ question }) => question.place !== 'predicate'))) {
    const answers = await askTogether(
      connection,
      batch.map(({ question }) => question),
      speller,
      failures,
    );
    answers.forEach((answer, position) => {
      const at = batch[position]?.at;
      if (at !== undefined) same[at] = answer;
    });
  }
  const [first] = failures;
  return first === undefined
    ? { same }
    : { same, fallback: `the server could not compare some expressions, so their text was: ${first.message}` };
}

const isSameText = ({ table, reflected, declared }: ExpressionQuestion): boolean => {
  const columns = table.columns.map(({ name }) => name);
  return normaliseExpression(reflected, columns) === normaliseExpression(declared, columns);
};

interface Open {
  readonly question: ExpressionQuestion;
  readonly at: number;
}

/** A table takes 64 keys and rows of 65,535 bytes; both sides of a question are in one. */
function batches(open: readonly Open[]): readonly (readonly Open[])[] {
  const result: Open[][] = [];
  let [keys, bytes] = [0, 0];
  for (const one of open) {
    const size = sizeOf(one.question);
    const isKey = one.question.place === 'key';
    if (
      result.length === 0 ||
      bytes + size > 50_000 ||
      keys + (isKey ? 2 : 0) > 60 ||
      (result.at(-1)?.length ?? 0) >= 100
    ) {
      result.push([]);
      [keys, bytes] = [0, 0];
    }
    result.at(-1)?.push(one);
    keys += isKey ? 2 : 0;
    bytes += size;
  }
  return result;
}

/** The most bytes that a question adds to a row. */
function sizeOf({ table, place, column, reflected, declared }: ExpressionQuestion): number {
  return table.columns
    .map(({ name, type }) => {
      const length = (type as { readonly length?: number }).length ?? 20;
      const own = place !== 'check' && name === column ? 2 : 0;
      const read = mentionsColumn(reflected, name) || mentionsColumn(declared, name) ? 1 : 0;
      return (own + read) * (4 * Math.min(length, 16_000) + 2);
    })
    .reduce((sum, size) => sum + size, 0);
}

async function askTogether(
  connection: Connection,
  questions: readonly ExpressionQuestion[],
  speller: Speller,
  failures: StatementFailed[],
): Promise<readonly boolean[]> {
  try {
    return await ask(connection, questions, speller);
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    if (questions.length === 1 || isAboutRights(error)) {
      failures.push(error);
      return questions.map(() => false);
    }
    const answers: boolean[] = [];
    for (const question of questions) answers.push(...(await askTogether(connection, [question], speller, failures)));
    return answers;
  }
}

/** SQLSTATE 42000 with "denied", or a server that is read only (HY000). */
const isAboutRights = ({ message }: StatementFailed): boolean => /denied|read.only/i.test(message);

async function ask(
  connection: Connection,
  questions: readonly ExpressionQuestion[],
  speller: Speller,
): Promise<readonly boolean[]> {
  const name = quoteIdentifier(`athanor_${randomBytes(6).toString('hex')}`);
  const parts = tableParts(questions, speller);
  await connection.execute(`CREATE TEMPORARY TABLE ${name} (\n  ${parts.join(',\n  ')}\n)`);
  try {
    const [row] = await connection.query<Record<string, string>>(`SHOW CREATE TABLE ${name}`);
    const printed = readPrinted(row?.['Create Table'] ?? '');
    return questions.map((_, at) => {
      const [reflected, declared] = [printed.get(`r${at}`), printed.get(`d${at}`)];
      return reflected !== undefined && reflected === declared;
    });
  } finally {
    await connection.execute(`DROP TEMPORARY TABLE IF EXISTS ${name}`);
  }
}

/** What the server prints behind the names that were given, by these. */
function readPrinted(statement: string): ReadonlyMap<string, string> {
  const lines = statement.matchAll(/^ *(?:CONSTRAINT |KEY )?`([rd]\d+)` (.*?),?$/gm);
  return new Map([...lines].map(([, name = '', text = '']) => [name, text]));
}

/** The columns that the expressions read, each under a name of its own, and both sides of every question. */
function tableParts(questions: readonly ExpressionQuestion[], speller: Speller): readonly string[] {
  const tables = new Map<string, ReadonlyMap<string, string>>();
  const columns = new Map<string, string>();
  const stand = standIns();
  const sides = questions.flatMap((question, at) => {
    const key = tableKey(question.table);
    const names = tables.get(key) ?? namesFor(question, tables.size);
    tables.set(key, names);
    const side = (prefix: 'r' | 'd', text: string): string => {
      for (const { name } of question.table.columns) {
        const as = names.get(name.toLowerCase());
        if (as !== undefined && mentionsColumn(text, name)) columns.set(as, speller.bareColumn(question, name, as));
      }
      return partSql(question, `${prefix}${at}`, renameInExpression(stand(text), names), speller);
    };
    return [side('r', question.reflected), side('d', question.declared)];
  });
  return ['`no_row` int', ...columns.values(), ...sides];
}

const namesFor = ({ table }: ExpressionQuestion, number: number): ReadonlyMap<string, string> =>
  new Map(table.columns.map(({ name }, at) => [name.toLowerCase(), `t${number}_c${at}`]));

/**
 * `SHOW CREATE TABLE` prints letters beyond the basic plane as question marks, alike for all of them: others, which nobody
 * uses, stand in for them.
 */
function standIns(): (text: string) => string {
  const letters = new Map<string, string>();
  return (text) =>
    text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, (letter) => {
      const known = letters.get(letter) ?? String.fromCharCode(0xe000 + letters.size);
      letters.set(letter, known);
      return known;
    });
}

function partSql(question: ExpressionQuestion, name: string, sql: string, speller: Speller): string {
  const column = question.column ?? '';
  switch (question.place) {
    case 'computed':
      return `${speller.bareColumn(question, column, name)} GENERATED ALWAYS AS (${sql}) VIRTUAL`;
    case 'default':
      return `${speller.bareColumn(question, column, name)} DEFAULT ${speller.defaultSql(question, { text: sql })}`;
    case 'key':
      return `KEY ${quoteIdentifier(name)} ((${sql}))`;
    default:
      return `CONSTRAINT ${quoteIdentifier(name)} CHECK (${sql})`;
  }
}
