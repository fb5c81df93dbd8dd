import type { DialectName } from '../schema/type.ts';
import { InvalidUrl } from './errors.ts';

/** A database URL, taken apart. SQLAlchemy's spelling and Node's are both read. */
export interface DatabaseUrl {
  readonly dialect: DialectName;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: string;
  /** The database's name; for SQLite the file, or `:memory:`. */
  readonly database?: string;
  readonly query: Readonly<Record<string, string>>;
}

const schemes: Readonly<Record<string, DialectName>> = {
  postgresql: 'postgresql',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  file: 'sqlite',
};

/**
 * Reads a database URL.
 *
 * Accepted: `sqlite:///./app.db`, `sqlite:////abs/app.db`, `sqlite:///:memory:`, `sqlite://` (memory), `file:app.db`,
 * `postgresql+psycopg2://user:p%40ss@host:5432/db?sslmode=require`, `postgres://…`, `mysql+pymysql://…`, `mysql://…`,
 * `mariadb://…`. User, password and database are percent-decoded.
 *
 * @throws InvalidUrl when the scheme is unknown or the rest cannot be read; the message holds no password.
 */
export function parseUrl(url: string): DatabaseUrl {
  const match = /^([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?:(.*)$/is.exec(url.trim());
  const scheme = match?.[1]?.toLowerCase() ?? '';
  const dialect = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (match === null || dialect === undefined) {
    throw new InvalidUrl(`'${redact(url)}' is not the URL of a database that Athanor knows`, {
      hint: 'use sqlite:///./app.db, postgresql://user:password@host/database, mysql://… or mariadb://…',
    });
  }
  return dialect === 'sqlite' ? parseSqlite(scheme, match[2] ?? '') : parseNetwork(dialect, url, match[2] ?? '');
}

function parseSqlite(scheme: string, rest: string): DatabaseUrl {
  const [path = '', search = ''] = splitOnce(rest, '?');
  const file =
    scheme === 'file'
      ? path.replace(/^\/\/(?=\/)/, '')
      : path.startsWith('///')
        ? path.slice(3)
        : path.startsWith('//')
          ? path.slice(2)
          : path;
  return { dialect: 'sqlite', database: decode(file, rest) || ':memory:', query: parseQuery(search) };
}

function parseNetwork(dialect: DialectName, url: string, rest: string): DatabaseUrl {
  const [main = '', search = ''] = splitOnce(rest, '?');
  const match = /^\/\/(?:([^@]*)@)?(\[[^\]]*\]|[^:/]*)(?::(\d*))?(?:\/(.*))?$/s.exec(main);
  if (match === null) {
    throw new InvalidUrl(`'${redact(url)}' cannot be read as a database URL`, {
      hint: `write ${dialect}://user:password@host:port/database, with special characters percent-encoded (@ is %40)`,
    });
  }
  const [, credentials, host, port, database] = match;
  const [user, password] = credentials === undefined ? [] : splitOnce(credentials, ':');
  return {
    dialect,
    ...(host ? { host: host.startsWith('[') ? host.slice(1, -1) : decode(host, url) } : {}),
    ...(port ? { port: Number(port) } : {}),
    ...(user ? { user: decode(user, url) } : {}),
    ...(password === undefined ? {} : { password: decode(password, url) }),
    ...(database ? { database: decode(database, url) } : {}),
    query: parseQuery(search),
  };
}

const splitOnce = (text: string, separator: string): [string, string?] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};

const parseQuery = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

function decode(text: string, url: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidUrl(`'${redact(url)}' holds a '%' that does not start a percent-encoded character`, {
      hint: 'write % itself as %25',
    });
  }
}

const secretOptions = /([?&](?:password|passwd|pwd|token|secret|sslkey|sslpassword|key)=)[^&]*/gi;

/** A URL without its password, for messages. Works on malformed URLs too: whatever stands between `:` and the last `@` goes. */
export const redact = (url: string): string =>
  url.replace(/^([^:]*:\/\/[^:/?#]*:).*@/s, '$1***@').replace(secretOptions, '$1***');

/** How a URL is shown to people: never with a password. */
export function urlLabel(url: DatabaseUrl): string {
  if (url.dialect === 'sqlite') return `sqlite:///${url.database ?? ':memory:'}`;
  const user = url.user === undefined ? '' : `${encodeURIComponent(url.user)}@`;
  const port = url.port === undefined ? '' : `:${url.port}`;
  const host = url.host ?? url.query.host ?? 'localhost';
  const address = host.includes(':') ? `[${host}]` : host;
  return `${url.dialect}://${user}${address}${port}/${url.database ?? ''}`;
}
