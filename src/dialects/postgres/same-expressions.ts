import { isText } from '../../schema/expression.ts';
import type { ExpressionQuestion } from '../../schema/expression-question.ts';
import type { Connection, ExpressionAnswers, Server } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { canonicalDefault, canonicalType, defaultedType } from './canonical-column.ts';
import { PostgresConnection } from './connection.ts';
import { canonicalExpression, mentions } from './expression-text.ts';
import { type Printed, printPlanned } from './planned-expressions.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral } from './quoting.ts';
import { quoteQualified } from './spelling.ts';
import { formatType } from './types.ts';

/**
 * Has the server print both spellings of every question as its catalog would, on temporary tables that are gone before
 * the statement ends. Two round trips at most: what is printed for `IN` over a varchar prints otherwise when it is read
 * again, so what differs after the first is printed once more. Where no temporary table can be made, the planner prints them.
 */
export async function sameExpressions(
  connection: Connection,
  questions: readonly ExpressionQuestion[],
): Promise<ExpressionAnswers> {
  if (questions.length === 0) return { same: [] };
  const canonical = canonicalOn(connection.server);
  try {
    const first = await print(connection, questions);
    const same = questions.map((question, at) => isSame(question, first[at], canonical));
    const open = questions.flatMap((question, at) => reask(question, same[at], first[at], at));
    if (open.length === 0) return { same };
    const second = await print(connection, open);
    for (const [at, { position, ...question }] of open.entries())
      same[position] = isSame(question, second[at], canonical);
    return { same };
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    const planned = await printPlanned(connection, questions).catch(() => undefined);
    if (planned !== undefined) return { same: questions.map((one, at) => isSame(one, planned[at], canonical)) };
    return {
      same: questions.map((one) => canonical(one, one.reflected) === canonical(one, one.declared)),
      fallback: `expressions were compared as text, since the server did neither make a temporary table nor plan them (${error.message})`,
    };
  }
}

const isSame = (question: ExpressionQuestion, printed: Printed | undefined, canonical: Canonical): boolean => {
  const { reflected, declared } = printed ?? { reflected: null, declared: null };
  if (declared === null) return false;
  const text = canonical(question, declared);
  return (
    (reflected !== null && text === canonical(question, reflected)) || text === canonical(question, question.reflected)
  );
};

type Canonical = (question: ExpressionQuestion, text: string) => string;

/** The one spelling of an expression at its place, as canonical schemas have it. */
const canonicalOn =
  (server: Server): Canonical =>
  ({ place, column, table }, text) => {
    const type = table.columns.find(({ name }) => name === column)?.type;
    if (place !== 'default' || type === undefined) return canonicalExpression(text);
    const value = canonicalDefault({ text }, defaultedType(canonicalType(type, server)), server);
    return isText(value) ? value.text : 'NULL';
  };

/** A question whose declared spelling is what the server printed for it. */
function reask(
  question: ExpressionQuestion,
  same: boolean | undefined,
  printed: Printed | undefined,
  position: number,
): readonly (ExpressionQuestion & { readonly position: number })[] {
  if (same === true || printed === undefined || printed.declared === null || printed.reflected === null) return [];
  return [{ ...question, declared: printed.declared, position }];
}

/**
 * The function makes a temporary table, reads what the catalog says about it, and undoes the table by failing inside a
 * block of its own, which also keeps the locks of thousands of tables from adding up.
 */
const printer = `
CREATE FUNCTION pg_temp.athanor_print(definition text) RETURNS text LANGUAGE plpgsql AS $print$
DECLARE
  printed text;
BEGIN
  BEGIN
    EXECUTE definition;
    EXECUTE $query$
      SELECT coalesce(
        (SELECT pg_catalog.pg_get_expr(k.conbin, k.conrelid) FROM pg_catalog.pg_constraint k
         WHERE k.conrelid = t.oid AND k.contype = 'c'),
        (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = t.oid),
        'NULL')
      FROM pg_catalog.pg_class t WHERE t.oid = 'pg_temp.athanor_expression'::regclass
    $query$ INTO printed;
    RAISE EXCEPTION USING errcode = 'ATHAN';
  EXCEPTION
    WHEN SQLSTATE 'ATHAN' THEN NULL;
    WHEN OTHERS THEN RETURN NULL;
  END;
  RETURN printed;
END
$print$`;

async function print(connection: Connection, questions: readonly ExpressionQuestion[]): Promise<readonly Printed[]> {
  const rows = questions.map((question, at) => {
    const [reflected, declared] = [question.reflected, question.declared].map((text) => definitionOf(question, text));
    return `(${at}, ${quoteLiteral(reflected)}, ${quoteLiteral(declared)})`;
  });
  const nested = connection instanceof PostgresConnection && connection.inTransaction;
  const script = [
    nested ? 'SAVEPOINT athanor_print' : 'BEGIN READ WRITE',
    printer,
    `SELECT pg_temp.athanor_print(q.reflected) AS reflected, pg_temp.athanor_print(q.declared) AS declared
      FROM (VALUES ${rows.join(',\n')}) q(place, reflected, declared) ORDER BY q.place`,
    nested ? 'ROLLBACK TO SAVEPOINT athanor_print; RELEASE SAVEPOINT athanor_print' : 'ROLLBACK',
  ];
  try {
    return await connection.query<Printed>(script.join(';\n'));
  } catch (error) {
    await connection.execute(nested ? 'ROLLBACK TO SAVEPOINT athanor_print' : 'ROLLBACK');
    throw error;
  }
}

/** The temporary table that has one expression at its place, and no columns but those that it mentions. */
function definitionOf(question: ExpressionQuestion, expression: string): string {
  const { table, place, column: name } = question;
  const names = mentions(expression);
  const column = table.columns.find((one) => one.name === name);
  const mentioned = table.columns.filter((one) => names.has(one.name) && one !== column);
  const parts = mentioned.map((one) => columnOf(one));
  if (column === undefined) {
    const check = place === 'key' ? `(${expression}) IS NOT NULL` : expression;
    parts.push(`CONSTRAINT athanor_expression CHECK (${check}\n)`);
  } else {
    const value = place === 'computed' ? `GENERATED ALWAYS AS (${expression}\n) STORED` : `DEFAULT ${expression}\n`;
    parts.push(`${columnOf(column)} ${value}`);
  }
  return `CREATE TEMPORARY TABLE athanor_expression (${parts.join(', ')})`;
}

const columnOf = ({ name, type, collation }: ExpressionQuestion['table']['columns'][number]): string => {
  const collate = collation === undefined ? '' : ` COLLATE ${quoteQualified(collation)}`;
  return `${quoteIdentifier(clipIdentifier(name))} ${formatType(type)}${collate}`;
};
