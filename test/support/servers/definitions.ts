import type { DialectName } from '../../../src/schema/type.ts';
import type { RunningServer } from './launch.ts';
import { startMariadb } from './mariadb.ts';
import { startMysql } from './mysql.ts';
import { startNewestPostgres, startPostgres15 } from './postgres.ts';

export type ServerKey = 'sqlite' | 'postgresql' | 'postgresql15' | 'mariadb' | 'mysql';

export interface ServerDefinition {
  readonly dialect: DialectName;
  /** The variable that names a server to use instead of one of our own. Absent where nothing has to run. */
  readonly variable?: string;
  readonly start?: () => Promise<RunningServer>;
}

/** Every server that tests run on. */
export const definitions: Readonly<Record<ServerKey, ServerDefinition>> = {
  sqlite: { dialect: 'sqlite' },
  postgresql: { dialect: 'postgresql', variable: 'ATHANOR_TEST_POSTGRES_URL', start: startNewestPostgres },
  postgresql15: { dialect: 'postgresql', variable: 'ATHANOR_TEST_POSTGRES15_URL', start: startPostgres15 },
  mariadb: { dialect: 'mariadb', variable: 'ATHANOR_TEST_MARIADB_URL', start: startMariadb },
  mysql: { dialect: 'mysql', variable: 'ATHANOR_TEST_MYSQL_URL', start: startMysql },
};

export const serverKeys = Object.keys(definitions) as readonly ServerKey[];
