import { reportedKinds as ofMysql, reportedKindsOfMariadb } from '../../src/dialects/mysql/reported-kinds.ts';
import { reportedKinds as ofPostgres } from '../../src/dialects/postgres/reported-kinds.ts';
import { reportedKinds as ofSqlite } from '../../src/dialects/sqlite/reported-kinds.ts';
import type { DialectName } from '../../src/schema/type.ts';

/** What each database can have that is only reported, and when. */
export const reportedOn: Readonly<Record<DialectName, Readonly<Record<string, string>>>> = {
  postgresql: ofPostgres,
  mysql: ofMysql,
  mariadb: reportedKindsOfMariadb,
  sqlite: ofSqlite,
};
