import type { SqlByDialect } from '../../operations/sql-by-dialect.ts';
import type { DialectName } from '../../schema/type.ts';

/** The text that is meant for a database; undefined where there is none. MariaDB takes MySQL's where it has none of its own. */
export function sqlOn(dialect: DialectName, sql: SqlByDialect | undefined): string | undefined {
  if (sql === undefined || typeof sql === 'string') return sql;
  return sql[dialect] ?? (dialect === 'mariadb' ? sql.mysql : undefined);
}
