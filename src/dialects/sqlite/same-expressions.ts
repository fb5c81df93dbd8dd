import { MigrationError } from '../../errors.ts';
import type { ExpressionQuestion } from '../../schema/expression-question.ts';
import type { Connection, ExpressionAnswers } from '../dialect.ts';
import { collationOf } from './canonicalise.ts';
import { columnTypeSql } from './column-type.ts';
import { connect } from './connect.ts';
import { bareExpression, foldedNames, normaliseExpression } from './expression.ts';
import { quoteIdentifier as quote } from './quote.ts';

/**
 * Whether spellings mean the same. SQLite keeps expressions as they were written, but it can show the program that it makes of
 * one: two spellings with the same program do the same. The programs are made in a database in memory, over a table with the
 * same columns; where SQLite cannot make one (a function that only the application knows), the tokens are compared.
 */
export async function sameExpressions(questions: readonly ExpressionQuestion[]): Promise<ExpressionAnswers> {
  if (questions.length === 0) return { same: [] };
  const memory = await connect({ dialect: 'sqlite', database: ':memory:', query: {} });
  try {
    const same: boolean[] = [];
    const unread: string[] = [];
    for (const question of questions) {
      const answer = areSameTokens(question) || (await haveSameProgram(memory, question));
      if (answer === undefined) unread.push(question.declared);
      same.push(answer === true);
    }
    if (unread.length === 0) return { same };
    return { same, fallback: `SQLite alone cannot read ${unread.join('; ')}, so the text was compared` };
  } finally {
    await memory.close();
  }
}

function areSameTokens({ table, reflected, declared }: ExpressionQuestion): boolean {
  const columns = foldedNames(table.columns.map(({ name }) => name));
  return normaliseExpression(reflected, columns) === normaliseExpression(declared, columns);
}

/** Undefined where SQLite cannot read one of the two. */
async function haveSameProgram(memory: Connection, question: ExpressionQuestion): Promise<boolean | undefined> {
  try {
    await memory.begin();
    await memory.execute(standInSql(question));
    const reflected = await program(memory, question, question.reflected);
    const declared = await program(memory, question, question.declared);
    return reflected === declared;
  } catch (error) {
    if (error instanceof MigrationError) return undefined;
    throw error;
  } finally {
    await memory.rollback();
  }
}

/** Only what an expression can see of the columns: their names, affinities and collations. */
function standInSql({ table }: ExpressionQuestion): string {
  const columns = table.columns.map((column) => {
    const collation = collationOf(column);
    const collate = collation === undefined ? '' : ` COLLATE ${quote(collation)}`;
    return `${quote(column.name)} ${columnTypeSql(column, table)}${collate}`;
  });
  return `CREATE TABLE ${quote(table.name)} (${columns.join(', ')})`;
}

async function program(memory: Connection, { table, place }: ExpressionQuestion, expression: string): Promise<string> {
  const from = place === 'default' ? '' : ` FROM ${quote(table.name)}`;
  return JSON.stringify(await memory.query(`EXPLAIN SELECT (${bareExpression(expression)})${from}`));
}
