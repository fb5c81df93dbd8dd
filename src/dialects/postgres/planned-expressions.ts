import type { ExpressionQuestion } from '../../schema/expression-question.ts';
import type { Connection } from '../dialect.ts';
import { anonymousBlock } from './anonymous-block.ts';
import { mentions, stripParentheses } from './expression-text.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral } from './quoting.ts';
import { quoteQualified } from './spelling.ts';
import { formatType } from './types.ts';

/** Both spellings of a question as the server prints them; null for one that it cannot read. */
export interface Printed {
  readonly reflected: string | null;
  readonly declared: string | null;
}

/**
 * Has the planner print both spellings of every question. This makes nothing, so that it works on a standby and for a role
 * that may only read. The planner simplifies as it goes, which makes more spellings the same, and none of them wrongly.
 * One round trip. https://www.postgresql.org/docs/current/sql-explain.html
 *
 * @throws StatementFailed where the server does not run anonymous blocks for this role
 */
export async function printPlanned(
  connection: Connection,
  questions: readonly ExpressionQuestion[],
): Promise<readonly Printed[]> {
  const statements = questions.flatMap((question) =>
    [question.reflected, question.declared].map((text) => statementOf(question, text)),
  );
  const rows = await connection.query<{ readonly printed: string | null }>(
    `${printer(statements)};
SELECT p.printed FROM pg_catalog.json_array_elements_text(pg_catalog.current_setting('athanor.printed')::json)
  WITH ORDINALITY p(printed, place) ORDER BY p.place`,
  );
  return questions.map((_, at) => ({
    reflected: rows[at * 2]?.printed ?? null,
    declared: rows[at * 2 + 1]?.printed ?? null,
  }));
}

/** What cannot be planned is printed as null. The answers leave the block in a setting of the session. */
const printer = (statements: readonly string[]): string =>
  anonymousBlock(
    [
      'DECLARE',
      '  spelling text;',
      '  plan json;',
      "  printed text[] := '{}';",
      'BEGIN',
      `  FOREACH spelling IN ARRAY ARRAY[${statements.map(quoteLiteral).join(', ')}]::text[] LOOP`,
      '    plan := NULL;',
      '    BEGIN',
      "      EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ' || spelling INTO plan;",
      '    EXCEPTION WHEN OTHERS THEN NULL;',
      '    END;',
      "    printed := pg_catalog.array_append(printed, plan #>> '{0,Plan,Output,0}');",
      '  END LOOP;',
      "  PERFORM pg_catalog.set_config('athanor.printed', pg_catalog.to_json(printed)::text, false);",
      'END',
    ].join('\n'),
  );

/**
 * A query that has one expression at its only place, over columns of the right types. OFFSET keeps the planner from taking
 * the columns for the nulls that they are, and ROW from leaving out a query that returns nothing but a column.
 */
function statementOf({ table, place, column: name }: ExpressionQuestion, expression: string): string {
  if (!isWhole(expression)) return '';
  const column = table.columns.find((one) => one.name === name);
  const value =
    column !== undefined && place === 'default' ? `(${expression}\n)::${formatType(column.type)}` : expression;
  const names = mentions(expression);
  const columns = table.columns.filter((one) => names.has(one.name)).map(columnOf);
  return `SELECT ROW((${value}\n)) FROM (SELECT ${columns.join(', ')} OFFSET 0) t`;
}

/** Whether all its parentheses are its own, so that it cannot end those that are put around it. */
function isWhole(expression: string): boolean {
  const enclosed = `(${expression}\n)`;
  return stripParentheses(enclosed) !== enclosed;
}

const columnOf = ({ name, type, collation }: ExpressionQuestion['table']['columns'][number]): string => {
  const collate = collation === undefined ? '' : ` COLLATE ${quoteQualified(collation)}`;
  return `NULL::${formatType(type)}${collate} AS ${quoteIdentifier(clipIdentifier(name))}`;
};
