import type { DialectName } from '../schema/type.ts';
import type { Connection, Dialect, Purpose } from './dialect.ts';
import { type DatabaseUrl, parseUrl } from './url.ts';

const dialects: Readonly<Record<DialectName, () => Promise<Dialect>>> = {
  postgresql: async () => (await import('./postgres/dialect.ts')).postgresql,
  mysql: async () => (await import('./mysql/dialect.ts')).mysql,
  mariadb: async () => (await import('./mariadb/dialect.ts')).mariadb,
  sqlite: async () => (await import('./sqlite/dialect.ts')).sqlite,
};

/** The dialect of that name. Its code, and no driver, is loaded by the call. */
export const loadDialect = (name: DialectName): Promise<Dialect> => dialects[name]();

export interface Database {
  readonly dialect: Dialect;
  readonly connection: Connection;
}

/**
 * Connects to a database. `mysql://` and `mariadb://` both reach either server: which one answered decides the dialect.
 *
 * @throws InvalidUrl, DriverMissing, ConnectionFailed
 */
export async function openDatabase(url: string | DatabaseUrl, purpose: Purpose = 'write'): Promise<Database> {
  const parsed = typeof url === 'string' ? parseUrl(url) : url;
  const connection = await (await loadDialect(parsed.dialect)).connect(parsed, purpose);
  return { dialect: await loadDialect(connection.server.dialect), connection };
}

/** Two servers of one protocol: a URL that names the one may lead to the other. */
const relatives: ReadonlySet<DialectName> = new Set(['mysql', 'mariadb']);

/** Whether a URL tells which kind of server it leads to; otherwise only a connection does. */
export const namesServer = ({ dialect }: DatabaseUrl): boolean => !relatives.has(dialect);

/** What a project needs to begin with a database. */
export interface Starter {
  /** The driver's npm package. */
  readonly driver: string;
  /** A URL to begin with; `app` stands for the project's name. */
  readonly url: string;
}

/** Beginnings, by database. */
export const starters: Readonly<Record<DialectName, Starter>> = {
  sqlite: { driver: 'better-sqlite3', url: 'sqlite:///./app.db' },
  postgresql: { driver: 'pg', url: 'postgresql://localhost:5432/app' },
  mysql: { driver: 'mysql2', url: 'mysql://root@localhost:3306/app' },
  mariadb: { driver: 'mysql2', url: 'mariadb://root@localhost:3306/app' },
};
