import type { Connection } from '../dialect.ts';

export interface CatalogRow {
  readonly type: 'table' | 'index' | 'view' | 'trigger';
  readonly name: string;
  readonly tableName: string;
  /** The statement that made it, as it was written, with later renames worked in; none for an index that a constraint made. */
  readonly sql: string | null;
  /** What sort of table it is: `table`, `virtual`, or `shadow` for one that belongs to a virtual table. */
  readonly sort: string | null;
  /** The table's columns as SQLite read them, as a JSON list: what the statement's own reading is held against. */
  readonly columns: string | null;
}

/**
 * SQLite's whole catalog in one query, and so from one moment. Columns are asked of tables only: a view whose table is gone
 * and a virtual table whose module is not there are errors to ask about.
 */
const catalogSql = `WITH sorts AS MATERIALIZED (SELECT name, type FROM pragma_table_list WHERE schema = 'main')
SELECT s.type, s.name, s.tbl_name AS "tableName", s.sql, sorts.type AS sort,
  CASE WHEN s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%'
    THEN (SELECT json_group_array(x.name) FROM pragma_table_xinfo(s.name, 'main') AS x) END AS columns
FROM main.sqlite_schema AS s LEFT JOIN sorts ON s.type = 'table' AND sorts.name = s.name
WHERE s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.rowid`;

export const readCatalog = (connection: Connection): Promise<readonly CatalogRow[]> =>
  connection.query<CatalogRow>(catalogSql);
