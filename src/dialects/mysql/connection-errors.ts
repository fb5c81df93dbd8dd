import { ConnectionFailed, StatementFailed } from '../errors.ts';

/** What is known of a connection when it fails: where it went, as people write it, without secrets. */
export interface Destination {
  readonly label: string;
  /** `localhost:3306`, or the path of a socket. */
  readonly address: string;
  readonly user: string;
  readonly database: string;
}

interface Reason {
  readonly why: (to: Destination) => string;
  readonly hint: (to: Destination) => string;
}

const reason = (why: Reason['why'], hint: Reason['hint']): Reason => ({ why, hint });

const untrusted = reason(
  () => 'the certificate of the server is not one that this machine trusts',
  () => 'give the authority that signed it with ssl-ca=<file>',
);

const silent = reason(
  ({ address }) => `${address} does not answer`,
  () => 'check host, port and firewall, or wait longer with connect_timeout=<seconds>',
);

const refused = reason(
  ({ user }) => `the server refused user '${user}' or the password`,
  ({ user, database }) =>
    `correct them (special characters in a URL are percent-encoded, @ is %40), or GRANT ALL ON \`${database}\`.* TO '${user}'`,
);

/** By the code of the system, of the TLS library, or of the server. */
const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: reason(
    ({ address }) => `nothing listens on ${address}`,
    () => 'start the server, or correct host and port',
  ),
  ENOENT: reason(
    ({ address }) => `there is no socket ${address}`,
    () => 'start the server, or correct the path of its socket (unix_socket=/path)',
  ),
  ENOTFOUND: reason(
    ({ address }) => `there is no host ${address}`,
    () => 'correct the host name',
  ),
  EAI_AGAIN: reason(
    ({ address }) => `the name of the host ${address} cannot be looked up`,
    () => 'check the network and its name service, and try again',
  ),
  ETIMEDOUT: silent,
  PROTOCOL_CONNECTION_LOST: reason(
    ({ address }) => `${address} closed the connection`,
    () => 'check that a MySQL or MariaDB server listens there, and read its log',
  ),
  HANDSHAKE_NO_SSL_SUPPORT: reason(
    () => 'the server does not speak TLS',
    () => 'turn TLS on at the server, or connect without it: ssl-mode=disabled',
  ),
  HANDSHAKE_SSL_ERROR: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: reason(
    () => 'the certificate of the server has expired',
    () => 'renew the certificate of the server',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: reason(
    ({ address }) => `the certificate of the server is not for ${address}`,
    () => 'use the host name that the certificate is for, or ssl-mode=verify_ca',
  ),
  ER_ACCESS_DENIED_ERROR: refused,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: refused,
  ER_DBACCESS_DENIED_ERROR: reason(
    ({ user, database }) => `user '${user}' may not use database '${database}'`,
    ({ user, database }) => `GRANT ALL ON \`${database}\`.* TO '${user}'`,
  ),
  ER_BAD_DB_ERROR: reason(
    ({ database }) => `there is no database '${database}'`,
    ({ database }) => `create it (CREATE DATABASE \`${database}\`), or correct its name`,
  ),
  ER_CON_COUNT_ERROR: reason(
    () => 'the server has no connection left',
    () => 'close other connections, or raise max_connections',
  ),
  ER_HOST_NOT_PRIVILEGED: reason(
    () => 'the server lets nobody in from this machine',
    () => 'create a user that may connect from here',
  ),
};

export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Turns what the driver threw while connecting into what happened, why, and what to do. */
export function connectionFailed(cause: unknown, to: Destination): ConnectionFailed {
  const known = reasons[codeOf(innermost(cause)) ?? ''] ?? reasons[codeOf(cause) ?? ''];
  return new ConnectionFailed(`cannot connect to ${to.label}: ${known?.why(to) ?? messageOf(cause)}`, {
    hint: known?.hint(to) ?? 'check the URL and the server',
    cause,
  });
}

/** Of several addresses of a host that all failed, the first failure; of a TLS failure, its reason. */
function innermost(cause: unknown): unknown {
  if (cause instanceof AggregateError) return cause.errors[0];
  return cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
}

interface ServerError {
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
}

/** Sessions that the server ended: shutdown, KILL, and the codes of the driver for a lost connection. */
const lost = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE', 'ER_SERVER_SHUTDOWN', 'ER_CONNECTION_KILLED']);

/** Turns what the driver threw on a statement into what the server said, or into the loss of the connection. */
export function statementFailed(cause: unknown, sql: string, to: Destination): StatementFailed | ConnectionFailed {
  const code = codeOf(cause) ?? '';
  if (!isServerError(cause) || lost.has(code)) {
    return new ConnectionFailed(`the connection to ${to.label} was lost: ${messageOf(cause)}`, {
      hint: 'a statement that was running may have gone on and taken effect; run the command again',
      cause,
    });
  }
  const { errno, sqlState, message } = cause;
  const position = positionOf(message, sql);
  return new StatementFailed(`${shorten(message)} (error ${errno})`, {
    sql,
    sqlState,
    position,
    hint: hints[errno],
    cause,
  });
}

/** The driver's classes may come from another copy of it, so an error is known by what it has. */
const isServerError = (error: unknown): error is ServerError =>
  typeof error === 'object' && error !== null && 'errno' in error && 'sqlState' in error && Boolean(error.sqlState);

const hints: Readonly<Record<number, string>> = {
  1067: 'if a column of the table defaults to a date of zeros, the sql_mode of the server has to do without NO_ZERO_DATE and NO_ZERO_IN_DATE',
  1205: 'somebody else holds a lock on the table: wait for them, or give more time with lock_wait_timeout=<seconds> in the URL',
  1142: 'grant the user the right that is missing',
  1227: 'grant the user the privilege that is missing',
};

/** The server repeats its advice about the manual in every syntax error. */
const shorten = (message: string): string =>
  message.replace(/You have an error in your SQL syntax; check the manual.*? to use near /s, 'syntax error near ');

/** A syntax error quotes the statement from where the server stumbled on, and counts its lines. */
function positionOf(message: string, sql: string): number | undefined {
  const match = /near '(.*)' at line (\d+)$/s.exec(message);
  if (match === null) return undefined;
  const [, rest = '', line = '1'] = match;
  const start = sql
    .split('\n')
    .slice(0, Number(line) - 1)
    .join('\n').length;
  const at = rest === '' ? sql.length : sql.indexOf(rest, start);
  return at < 0 ? undefined : at + 1;
}
