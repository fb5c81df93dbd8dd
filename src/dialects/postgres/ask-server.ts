import type { Connection } from '../dialect.ts';
import { PostgresConnection } from './connection.ts';
import { quoteLiteral } from './quoting.ts';

/** Statements that make something in the throw-away place, and the query for what the catalog says of it, as one text. */
export interface Probe {
  readonly statements: readonly string[];
  readonly query: string;
}

/**
 * The function makes everything that a probe needs, reads what the catalog says about it, and undoes it all by failing
 * inside a block of its own, which also keeps the locks of thousands of probes from adding up.
 */
const asker = `
CREATE FUNCTION pg_temp.athanor_ask(statements text[], question text) RETURNS text LANGUAGE plpgsql AS $ask$
DECLARE
  statement text;
  answer text;
BEGIN
  BEGIN
    FOREACH statement IN ARRAY statements LOOP
      EXECUTE statement;
    END LOOP;
    EXECUTE question INTO answer;
    RAISE EXCEPTION USING errcode = 'ATHAN';
  EXCEPTION
    WHEN SQLSTATE 'ATHAN' THEN NULL;
    WHEN OTHERS THEN RETURN NULL;
  END;
  RETURN answer;
END
$ask$`;

/**
 * Runs every probe in the temporary schema of the session, all in one round trip that ends by undoing itself. It takes the
 * right to make temporary things, and none on what they are made of. Inside a transaction it undoes itself alone.
 *
 * @returns the answers in order; null for a probe that the server refused
 * @throws StatementFailed where nothing temporary can be made: on a standby, or without the right to
 */
export async function askServer(connection: Connection, probes: readonly Probe[]): Promise<readonly (string | null)[]> {
  if (probes.length === 0) return [];
  const nested = connection instanceof PostgresConnection && connection.inTransaction;
  const rows = probes.map(
    ({ statements, query }, at) =>
      `(${at}, ARRAY[${statements.map(quoteLiteral).join(', ')}]::text[], ${quoteLiteral(query)})`,
  );
  const script = [
    nested ? 'SAVEPOINT athanor_ask' : 'BEGIN READ WRITE',
    asker,
    `SELECT pg_temp.athanor_ask(q.statements, q.question) AS answer
      FROM (VALUES ${rows.join(',\n')}) q(place, statements, question) ORDER BY q.place`,
    nested ? 'ROLLBACK TO SAVEPOINT athanor_ask; RELEASE SAVEPOINT athanor_ask' : 'ROLLBACK',
  ];
  try {
    const answers = await connection.query<{ readonly answer: string | null }>(script.join(';\n'));
    return answers.map(({ answer }) => answer);
  } catch (error) {
    await connection.execute(nested ? 'ROLLBACK TO SAVEPOINT athanor_ask' : 'ROLLBACK');
    throw error;
  }
}
