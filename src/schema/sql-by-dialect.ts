import type { DialectName } from './type.ts';

/** SQL by hand: one text, or one for each database that needs one. MariaDB takes MySQL's where it has none of its own. */
export type SqlByDialect = string | { readonly [D in DialectName]?: string };

/** The text that is meant for a database; undefined where there is none. MariaDB takes MySQL's where it has none of its own. */
export function sqlOn(dialect: DialectName, sql: SqlByDialect | undefined): string | undefined {
  if (sql === undefined || typeof sql === 'string') return sql;
  return sql[dialect] ?? (dialect === 'mariadb' ? sql.mysql : undefined);
}

/** All texts that there are, for whichever database. */
export const textsOf = (sql: SqlByDialect | undefined): readonly string[] =>
  sql === undefined ? [] : typeof sql === 'string' ? [sql] : Object.values(sql);
