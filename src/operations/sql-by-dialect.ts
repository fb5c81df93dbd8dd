import type { DialectName } from '../schema/type.ts';

/** SQL by hand: one text, or one for each database that needs one. MariaDB takes MySQL's where it has none of its own. */
export type SqlByDialect = string | { readonly [D in DialectName]?: string };

/** The text that is meant for a database; undefined where there is none. */
export function sqlOn(dialect: DialectName, sql: SqlByDialect | undefined): string | undefined {
  if (sql === undefined || typeof sql === 'string') return sql;
  return sql[dialect] ?? (dialect === 'mariadb' ? sql.mysql : undefined);
}
