import type { Client, ClientConfig } from 'pg';
import { MigrationError } from '../../errors.ts';
import { atLeast, type Connection, type Server } from '../dialect.ts';
import { DriverMissing, InvalidUrl } from '../errors.ts';
import { type DatabaseUrl, urlLabel } from '../url.ts';
import { PostgresConnection } from './connection.ts';
import { connectionFailed, type Destination, isAboutTls } from './connection-errors.ts';
import { quoteLiteral } from './quoting.ts';
import { requireSessionKind } from './session-kind.ts';
import { readTls, type TlsAttempts } from './tls.ts';
import { columnValueParser } from './values.ts';
import { readVersion, requireSupported } from './version.ts';

type Driver = typeof import('pg');

/**
 * Opens a session whose settings do not change how the catalog prints, wherever it runs.
 *
 * @throws DriverMissing, InvalidUrl, ConnectionFailed, ServerTooOld
 */
export async function connect(url: DatabaseUrl): Promise<Connection> {
  const driver = await loadDriver();
  const config = readConfig(url);
  const destination = destinationOf(config, url);
  const tls = await readTls(url.query, config.host ?? '', destination.label);
  const connectAgain = (): Promise<Client> => open(driver, config, tls, destination);
  const client = await connectAgain();
  try {
    const { server, backend } = await pin(client, url.query);
    requireSupported(server.version, destination.label);
    requireSessionKind(url.query.target_session_attrs, server, destination.label);
    const roundTrips = await watchClient(client, server);
    return new PostgresConnection({ client, server, backend, destination, connectAgain, roundTrips });
  } catch (error) {
    await client.end().catch(() => {});
    throw error instanceof MigrationError ? error : connectionFailed(error, destination);
  }
}

async function loadDriver(): Promise<Driver> {
  try {
    return (await import('pg')).default as unknown as Driver;
  } catch (cause) {
    throw new DriverMissing("the driver for PostgreSQL, the package 'pg', is not installed", {
      hint: 'npm install pg',
      cause,
    });
  }
}

async function open(driver: Driver, config: ClientConfig, tls: TlsAttempts, destination: Destination): Promise<Client> {
  let failure: unknown;
  for (const ssl of tls) {
    const client = new driver.Client({ ...config, ssl, types: { getTypeParser: columnValueParser(driver) } });
    // without a listener, a connection that breaks while nothing runs would end the process
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      failure ??= error;
      await client.end().catch(() => {});
      if (!isAboutTls(error)) {
        failure = error;
        break;
      }
    }
  }
  throw connectionFailed(failure, destination);
}

/** Options of a URL that the driver or this file understands. */
const knownOptions = new Set([
  ...[
    'host',
    'port',
    'user',
    'password',
    'dbname',
    'application_name',
    'connect_timeout',
    'options',
    'client_encoding',
  ],
  ...['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'channel_binding'],
  ...['statement_timeout', 'lock_timeout', 'keepalives', 'gssencmode', 'target_session_attrs', 'schema'],
  // of connection pools, which there is none of here
  ...['pgbouncer', 'connection_limit', 'pool_timeout', 'statement_cache_size', 'prepared_statement_cache_size'],
]);

function readConfig(url: DatabaseUrl): ClientConfig {
  const { query } = url;
  const unknown = Object.keys(query).find((option) => !knownOptions.has(option));
  if (unknown !== undefined) {
    throw new InvalidUrl(`${urlLabel(url)} has an option that Athanor does not know: '${unknown}'`, {
      hint: `known are ${[...knownOptions].join(', ')}`,
    });
  }
  const port = url.port ?? numeric(url, 'port');
  const timeout = numeric(url, 'connect_timeout') ?? Number(process.env.PGCONNECT_TIMEOUT ?? 30);
  const texts = { user: url.user ?? query.user, password: url.password ?? query.password, options: query.options };
  const given = Object.entries(texts).filter(([, value]) => value !== undefined && value !== '');
  const database = url.database ?? query.dbname;
  return {
    ...Object.fromEntries(given),
    host: query.host ?? url.host ?? process.env.PGHOST ?? 'localhost',
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    application_name: query.application_name ?? 'athanor',
    connectionTimeoutMillis: timeout * 1000,
    keepAlive: true,
    ...milliseconds(url, 'statement_timeout'),
    ...milliseconds(url, 'lock_timeout'),
  };
}

function numeric(url: DatabaseUrl, option: string): number | undefined {
  const text = url.query[option];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidUrl(`${option} of ${urlLabel(url)} is '${text}', which is not a number`);
}

const milliseconds = (url: DatabaseUrl, option: 'statement_timeout' | 'lock_timeout'): ClientConfig => {
  const value = numeric(url, option);
  return value === undefined ? {} : { [option]: value };
};

function destinationOf({ host = '', port, user, database }: ClientConfig, url: DatabaseUrl): Destination {
  const number = port ?? Number(process.env.PGPORT ?? 5432);
  const role = user ?? process.env.PGUSER ?? process.env.USER ?? '';
  return {
    label: urlLabel(url),
    address: host.startsWith('/') ? `${host}/.s.PGSQL.${number}` : `${host}:${number}`,
    user: role,
    database: database ?? process.env.PGDATABASE ?? role,
  };
}

/** The settings that change what the catalog prints, or what a literal means. */
const pinned = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  quote_all_identifiers: 'off',
  extra_float_digits: '1',
  client_min_messages: 'warning',
};

interface Facts {
  readonly version: string;
  readonly backend: number;
  readonly schema: string | null;
  readonly recovering: boolean;
  readonly readonly: string;
}

/** The statements that pin a session. */
export function sessionSettings(query: Readonly<Record<string, string>>): readonly string[] {
  const settings = query.schema === undefined ? pinned : { ...pinned, search_path: quotePath(query.schema) };
  return Object.entries(settings).map(
    ([name, value]) => `SET ${name} = ${name === 'search_path' ? value : quoteLiteral(value)}`,
  );
}

/**
 * The catalog is searched first unless the search path names it: where that puts it behind other schemas, tables and
 * functions in these could stand in for its own.
 */
const catalogFirst = `SELECT pg_catalog.set_config('search_path', pg_catalog.ltrim(pg_catalog.regexp_replace(
  pg_catalog.current_setting('search_path'), '(^|,)\\s*"?pg_catalog"?\\s*(?=,|$)', '', 'g'), ', '), false)
  WHERE pg_catalog.current_setting('search_path') OPERATOR(pg_catalog.~) 'pg_catalog'`;

async function pin(
  client: Client,
  query: Readonly<Record<string, string>>,
): Promise<{ readonly server: Server; readonly backend: string }> {
  const script = [
    ...sessionSettings(query),
    catalogFirst,
    `SELECT pg_catalog.current_setting('server_version_num') AS version, pg_catalog.pg_backend_pid() AS backend,
      pg_catalog.current_schema() AS schema, pg_catalog.pg_is_in_recovery() AS recovering,
      pg_catalog.current_setting('default_transaction_read_only') AS readonly`,
  ];
  const results = (await client.query(script.join(';\n'))) as unknown as readonly { readonly rows: readonly Facts[] }[];
  const facts = results.at(-1)?.rows[0] as Facts;
  const server: Server = {
    dialect: 'postgresql',
    version: readVersion(Number(facts.version)),
    defaultSchema: facts.schema ?? undefined,
    settings: {
      pg_is_in_recovery: String(facts.recovering),
      default_transaction_read_only: facts.readonly,
    },
  };
  return { server, backend: String(facts.backend) };
}

const quotePath = (schema: string): string => `"${schema.replaceAll('"', '""')}"`;

/**
 * A client that is killed leaves its statement running until it would answer. Since PostgreSQL 14 the server can look
 * whether the client is still there; not on every operating system. Returns how often the server was asked so far.
 */
async function watchClient(client: Client, { version }: Server): Promise<number> {
  if (!atLeast(version, 14)) return 1;
  await client.query("SET client_connection_check_interval = '2s'").catch(() => {});
  return 2;
}
