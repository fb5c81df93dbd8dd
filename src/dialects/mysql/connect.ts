import type { Connection as Client, ConnectionOptions } from 'mysql2/promise';
import type { Connection, Server } from '../dialect.ts';
import { DriverMissing, InvalidUrl, ServerTooOld } from '../errors.ts';
import { type DatabaseUrl, urlLabel } from '../url.ts';
import { MysqlConnection } from './connection.ts';
import { codeOf, connectionFailed, type Destination } from './connection-errors.ts';
import { readTls, type TlsAttempts } from './tls.ts';
import { type Product, readProduct, requireSupported } from './version.ts';

type Driver = typeof import('mysql2/promise');

/**
 * Opens a session whose settings do not change what statements mean or how the catalog prints. Which server of the family
 * answered stands in `server.dialect`.
 *
 * @throws DriverMissing, InvalidUrl, ConnectionFailed, ServerTooOld
 */
export async function connect(url: DatabaseUrl): Promise<Connection> {
  const driver = await loadDriver();
  const query = readOptions(url);
  const config = readConfig(url, query);
  const destination = destinationOf(config, url);
  const tls = await readTls(query, config.socketPath === undefined ? config.host : undefined, destination.label);
  const connectAgain = (): Promise<Client> => open(driver, config, tls, destination);
  const client = await connectAgain();
  try {
    const { server, backend } = await pinSupported(client, query, destination);
    return new MysqlConnection({ client, server, backend, destination, connectAgain, roundTrips: 2 });
  } catch (error) {
    client.destroy();
    throw error instanceof ServerTooOld ? error : connectionFailed(error, destination);
  }
}

async function loadDriver(): Promise<Driver> {
  try {
    return await import('mysql2/promise');
  } catch (cause) {
    throw new DriverMissing("the driver for MySQL and MariaDB, the package 'mysql2', is not installed", {
      hint: 'npm install mysql2',
      cause,
    });
  }
}

async function open(
  driver: Driver,
  config: ConnectionOptions,
  tls: TlsAttempts,
  destination: Destination,
): Promise<Client> {
  let failure: unknown;
  for (const ssl of tls) {
    try {
      return await driver.createConnection({ ...config, ...(ssl === undefined ? {} : { ssl }) });
    } catch (error) {
      failure = error;
      if (codeOf(error) !== 'HANDSHAKE_NO_SSL_SUPPORT') break;
    }
  }
  throw connectionFailed(failure, destination);
}

/** Options of a URL, by the one name that this file knows them by; the same under other drivers' names. */
const knownOptions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'host port user password database unix_socket connect_timeout lock_wait_timeout charset ssl ssl_mode ssl_ca ssl_cert ssl_key'
      .split(' ')
      .map((name) => [name.replaceAll('_', ''), name]),
  ),
  socket: 'unix_socket',
  socketpath: 'unix_socket',
  sslcapath: 'ssl_ca',
  passwd: 'password',
  db: 'database',
};

/** Options of pools and other drivers that mean nothing for one connection. */
const ignoredOptions = new Set(
  'connectionlimit pooltimeout poolsize autocommit timezone useunicode serverversion parsetime allowpublickeyretrieval'.split(
    ' ',
  ),
);

function readOptions(url: DatabaseUrl): Readonly<Record<string, string>> {
  const options: Record<string, string> = {};
  for (const [name, value] of Object.entries(url.query)) {
    const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
    const option = knownOptions[plain];
    if (option !== undefined) options[option] = value;
    else if (!ignoredOptions.has(plain)) {
      throw new InvalidUrl(`${urlLabel(url)} has an option that Athanor does not know: '${name}'`, {
        hint: `known are ${[...new Set(Object.values(knownOptions))].join(', ')}`,
      });
    }
  }
  if (options.charset !== undefined && !/^utf8(?:mb[34])?(?:_\w+)?$/i.test(options.charset)) {
    throw new InvalidUrl(`charset of ${urlLabel(url)} is '${options.charset}'`, {
      hint: 'the session speaks utf8mb4, whatever the tables are in: leave charset out',
    });
  }
  return options;
}

function readConfig(url: DatabaseUrl, query: Readonly<Record<string, string>>): ConnectionOptions {
  const database = url.database ?? query.database;
  if (database === undefined || database === '') {
    throw new InvalidUrl(`${urlLabel(url)} does not say which database is meant`, {
      hint: `write its name behind the slash: ${urlLabel(url).replace(/\/$/, '')}/my_database`,
    });
  }
  const password = url.password ?? query.password;
  const { unix_socket: socketPath } = query;
  return {
    database,
    user: url.user ?? query.user ?? 'root',
    ...(password === undefined ? {} : { password }),
    ...(socketPath === undefined
      ? {
          host: (url.host ?? query.host ?? 'localhost').replace(/^\[(.*)\]$/, '$1'),
          port: url.port ?? number(url, query, 'port') ?? 3306,
        }
      : { socketPath }),
    connectTimeout: (number(url, query, 'connect_timeout') ?? 30) * 1000,
    charset: 'utf8mb4',
    timezone: 'Z',
    supportBigNumbers: true,
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
  };
}

function number(
  url: DatabaseUrl,
  query: Readonly<Record<string, string>>,
  option: 'port' | 'connect_timeout' | 'lock_wait_timeout',
): number | undefined {
  const text = query[option];
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidUrl(`${option} of ${urlLabel(url)} is '${text}', which is not a number`);
}

const destinationOf = (config: ConnectionOptions, url: DatabaseUrl): Destination => ({
  label: urlLabel(url),
  address: config.socketPath ?? `${config.host}:${config.port}`,
  user: config.user ?? '',
  database: config.database ?? '',
});

/**
 * Strict, without the modes that change how SQL is read (`ANSI_QUOTES`, `NO_BACKSLASH_ESCAPES`, `IGNORE_SPACE`, …). Whether a
 * date may be zero stays as the server has it: where it may not, no table with such a default can be altered (1067).
 */
const sqlMode = `CONCAT_WS(',', 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    IF(FIND_IN_SET('NO_ZERO_DATE', @@sql_mode), 'NO_ZERO_DATE', NULL),
    IF(FIND_IN_SET('NO_ZERO_IN_DATE', @@sql_mode), 'NO_ZERO_IN_DATE', NULL))`;

/** MySQL 8.0.30 and later can add a primary key of its own to tables without one; it is not part of what was declared. */
const hideGeneratedKeys = '/*!80030 SESSION show_gipk_in_create_table_and_information_schema = OFF, */';

/** The statement that pins a session. */
export const sessionSettings = (query: Readonly<Record<string, string>>): string =>
  `SET NAMES utf8mb4, ${hideGeneratedKeys} SESSION sql_mode = ${sqlMode}, SESSION time_zone = '+00:00',
  SESSION lock_wait_timeout = ${Number(query.lock_wait_timeout ?? 60)}, SESSION group_concat_max_len = 1048576,
  SESSION sql_quote_show_create = 1, SESSION foreign_key_checks = 1, SESSION unique_checks = 1, SESSION autocommit = 1`;

/** An old server may not know a setting that is pinned: what it says of its version is worth more than that. */
async function pinSupported(
  client: Client,
  query: Readonly<Record<string, string>>,
  { label }: Destination,
): Promise<Pinned> {
  try {
    const pinned = await pin(client, query);
    requireSupported(pinned.product, label);
    return pinned;
  } catch (error) {
    if (error instanceof ServerTooOld) throw error;
    const [rows] = await client.query('SELECT VERSION() AS version');
    requireSupported(readProduct(String((rows as [{ readonly version: unknown }])[0].version)), label);
    throw error;
  }
}

interface Pinned {
  readonly product: Product;
  readonly server: Server;
  readonly backend: string;
}

async function pin(client: Client, query: Readonly<Record<string, string>>): Promise<Pinned> {
  await client.query(sessionSettings(query));
  const [rows] = await client.query(serverQuery);
  const [{ version, backend, schema, ...settings }] = rows as [Record<string, unknown>];
  const product = readProduct(String(version));
  return {
    product,
    backend: String(backend),
    server: {
      ...product,
      defaultSchema: String(schema),
      settings: Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    },
  };
}

/** What a server is, and what decides the meaning of a declaration on it. */
const serverQuery = `SELECT VERSION() AS version, CONNECTION_ID() AS backend, DATABASE() AS \`schema\`,
  @@character_set_database AS character_set_database, @@collation_database AS collation_database,
  @@explicit_defaults_for_timestamp AS explicit_defaults_for_timestamp,
  @@lower_case_table_names AS lower_case_table_names, @@default_storage_engine AS default_storage_engine,
  @@innodb_default_row_format AS innodb_default_row_format, @@sql_mode AS sql_mode,
  (SELECT GROUP_CONCAT(CHARACTER_SET_NAME, '=', DEFAULT_COLLATE_NAME ORDER BY CHARACTER_SET_NAME)
    FROM information_schema.CHARACTER_SETS) AS default_collations`;
