import type { Connection } from '../dialect.ts';
import { anonymousBlock } from './anonymous-block.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';

/** A query, and the names of the columns that it has to show. */
export interface PlannedQuery {
  readonly sql: string;
  readonly columns: readonly string[];
}

/**
 * The plans of queries, which are the same for queries that say the same in other words. This makes nothing, so that it works
 * on a standby and for a role that may only read. Null for a query that cannot be planned, or that shows other columns.
 * One round trip. https://www.postgresql.org/docs/current/sql-explain.html
 *
 * @throws StatementFailed where the server does not run anonymous blocks for this role
 */
export async function planQueries(
  connection: Connection,
  queries: readonly PlannedQuery[],
): Promise<readonly (string | null)[]> {
  if (queries.length === 0) return [];
  const rows = await connection.query<{ readonly plan: string | null }>(
    `${planner(queries)};
SELECT p.plan FROM pg_catalog.json_array_elements_text(pg_catalog.current_setting('athanor.plans')::json)
  WITH ORDINALITY p(plan, place) ORDER BY p.place`,
  );
  return rows.map(({ plan }) => plan);
}

/** A query that names its columns has the plan of one that shows all, if these are all. */
const planner = (queries: readonly PlannedQuery[]): string =>
  anonymousBlock(
    [
      'DECLARE',
      '  query record;',
      '  whole json;',
      '  named json;',
      "  plans text[] := '{}';",
      'BEGIN',
      `  FOR query IN SELECT q.all_columns, q.these FROM (VALUES ${queries.map(rowOf).join(', ')}) q(place, all_columns, these) ORDER BY q.place LOOP`,
      '    whole := NULL;',
      '    BEGIN',
      "      EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ' || query.all_columns INTO whole;",
      "      EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ' || query.these INTO named;",
      '      IF whole::text IS DISTINCT FROM named::text THEN whole := NULL; END IF;',
      '    EXCEPTION WHEN OTHERS THEN whole := NULL;',
      '    END;',
      '    plans := pg_catalog.array_append(plans, whole::text);',
      '  END LOOP;',
      "  PERFORM pg_catalog.set_config('athanor.plans', pg_catalog.to_json(plans)::text, false);",
      'END',
    ].join('\n'),
  );

const rowOf = ({ sql, columns }: PlannedQuery, at: number): string => {
  const names = columns.map((column) => `t.${quoteIdentifier(column)}`).join(', ');
  const from = `FROM (${sql}\n) t`;
  return `(${at}, ${quoteLiteral(`SELECT t.* ${from}`)}, ${quoteLiteral(`SELECT ${names} ${from}`)})`;
};
