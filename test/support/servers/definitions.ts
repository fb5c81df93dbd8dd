import type { DialectName } from '../../../src/schema/type.ts';
import type { RunningServer } from './launch.ts';
import { startMariadb } from './mariadb.ts';
import { startMysql } from './mysql.ts';
import { startNewestPostgres, startPostgres15 } from './postgres.ts';

export type ServerKey = 'sqlite' | 'postgresql' | 'postgresql15' | 'mariadb' | 'mysql';

export interface ServerDefinition {
  readonly dialect: DialectName;
  /** What the documentation says that tests run on. */
  readonly version: string;
  /** The variable that names a server to use instead of one of our own. Absent where nothing has to run. */
  readonly variable?: string;
  readonly start?: () => Promise<RunningServer>;
}

/** Every server that tests run on. */
export const definitions: Readonly<Record<ServerKey, ServerDefinition>> = {
  sqlite: { dialect: 'sqlite', version: '3.53' },
  postgresql: {
    dialect: 'postgresql',
    version: '18',
    variable: 'ATHANOR_TEST_POSTGRES_URL',
    start: startNewestPostgres,
  },
  postgresql15: {
    dialect: 'postgresql',
    version: '15',
    variable: 'ATHANOR_TEST_POSTGRES15_URL',
    start: startPostgres15,
  },
  mariadb: { dialect: 'mariadb', version: '11.8', variable: 'ATHANOR_TEST_MARIADB_URL', start: startMariadb },
  mysql: { dialect: 'mysql', version: '9', variable: 'ATHANOR_TEST_MYSQL_URL', start: startMysql },
};

export const serverKeys = Object.keys(definitions) as readonly ServerKey[];
