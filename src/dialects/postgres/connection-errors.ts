import type { DatabaseError } from 'pg';
import { ConnectionFailed, StatementFailed } from '../errors.ts';

/** What is known of a connection when it fails: where it went, as people write it, without secrets. */
export interface Destination {
  readonly label: string;
  /** `localhost:5432`, or the path of a socket. */
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
  () => 'give the authority that signed it with sslrootcert=<file>',
);

/** By the code of the system, of the TLS library, or the SQLSTATE. */
const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: reason(
    ({ address }) => `nothing listens on ${address}`,
    () => 'start the server, or correct host and port',
  ),
  ENOENT: reason(
    ({ address }) => `there is no socket ${address}`,
    () => 'start the server, or correct the folder of its socket (host=/path)',
  ),
  ENOTFOUND: reason(
    ({ address }) => `there is no host ${address}`,
    () => 'correct the host name',
  ),
  EAI_AGAIN: reason(
    ({ address }) => `the name of the host ${address} cannot be looked up`,
    () => 'check the network and its name service, and try again',
  ),
  ETIMEDOUT: reason(
    ({ address }) => `${address} does not answer`,
    () => 'check host, port and firewall, or wait longer with connect_timeout=<seconds>',
  ),
  ECONNRESET: reason(
    ({ address }) => `${address} closed the connection`,
    () => 'check that a PostgreSQL server listens there, and read its log',
  ),
  EHOSTUNREACH: reason(
    ({ address }) => `there is no way to ${address} in the network`,
    () => 'check the host and the network',
  ),
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
    () => 'use the host name that the certificate is for, or sslmode=verify-ca',
  ),
  '28P01': reason(
    ({ user }) => `the server refused the password of user '${user}'`,
    () => 'correct the password; special characters in a URL are percent-encoded (@ is %40)',
  ),
  '28000': reason(
    ({ user }) => `the server does not let user '${user}' in`,
    () => 'check the user, the database and the rules in pg_hba.conf',
  ),
  '3D000': reason(
    ({ database }) => `there is no database '${database}'`,
    ({ database }) => `create it (createdb ${database}), or correct its name`,
  ),
  '42501': reason(
    ({ user, database }) => `user '${user}' may not connect to database '${database}'`,
    ({ user, database }) => `GRANT CONNECT ON DATABASE ${database} TO ${user}`,
  ),
  '53300': reason(
    () => 'the server has no connection left',
    () => 'close other connections, or raise max_connections',
  ),
  '57P03': reason(
    () => 'the server is starting up or shutting down',
    () => 'try again in a moment',
  ),
};

const noPassword = reason(
  ({ user }) => `the server asks for the password of user '${user}', and there is none`,
  () => 'put it into the URL, into PGPASSWORD, or into ~/.pgpass',
);

const noTls = reason(
  () => 'the server does not speak TLS',
  () => 'turn TLS on at the server, or connect without it: sslmode=disable',
);

/** By what the driver says where it gives no code. */
const spoken: readonly (readonly [RegExp, Reason | undefined])[] = [
  [/password must be a (?:non-empty )?string/, noPassword],
  [/does not support SSL/, noTls],
  [/timeout expired|timed out/i, reasons.ETIMEDOUT],
  [/terminated unexpectedly/, reasons.ECONNRESET],
];

/** Turns what the driver threw while connecting into what happened, why, and what to do. */
export function connectionFailed(cause: unknown, to: Destination): ConnectionFailed {
  const code = codeOf(cause);
  const message = messageOf(cause);
  const known =
    spoken.find(([pattern]) => pattern.test(message))?.[1] ?? (code === undefined ? undefined : reasons[code]);
  const why = known?.why(to) ?? message;
  return new ConnectionFailed(`cannot connect to ${to.label}: ${why}`, {
    hint: known?.hint(to) ?? 'check the URL and the server',
    cause,
  });
}

/** Turns what the driver threw on a statement into what the server said, or into the loss of the connection. */
export function statementFailed(cause: unknown, sql: string, to: Destination): StatementFailed | ConnectionFailed {
  if (!isDatabaseError(cause) || cause.code === '57P01') {
    return new ConnectionFailed(`the connection to ${to.label} was lost: ${messageOf(cause)}`, {
      hint: 'what was not committed is rolled back by the server; check its log, and run the command again',
      cause,
    });
  }
  const { message, detail, code, position, internalPosition } = cause;
  const hint = dependants(code, message) ?? cause.hint ?? advice[code ?? '']?.(to);
  return new StatementFailed(detail === undefined ? message : `${message}: ${detail}`, {
    sql,
    hint,
    sqlState: code,
    position: position === undefined || internalPosition !== undefined ? undefined : Number(position),
    cause,
  });
}

/** What leans on a column or table and is not modelled, such as a view: the server would advise to drop all of it. */
const dependants = (code: string | undefined, message: string): string | undefined =>
  code === '2BP01' || (code === '0A000' && /\bused (?:by|in) a\b/.test(message))
    ? 'what depends on it is not modelled: drop it before with op.execute({ sql, undo }), and make it again after'
    : undefined;

/** What to do about a refused statement where the server does not say, by SQLSTATE. */
const advice: Readonly<Record<string, (to: Destination) => string>> = {
  '25006': () =>
    'the session can only read, as on a standby or under default_transaction_read_only: connect to the primary, as a role that may write',
  '3F000': () =>
    'no schema of the search path exists, or this role may not use it: create one, or name one with ?schema=… in the URL',
  '42501': ({ user }) => `grant role '${user}' the right, or connect as the owner`,
  '55P03': () => 'another session held a lock for longer than lock_timeout: end it, or try again when it is done',
  '57014': () => 'give statements more time with statement_timeout=<milliseconds> in the URL, or 0 for any',
};

/** The driver's classes may come from another copy of it, so an error is known by what it has. */
const isDatabaseError = (error: unknown): error is DatabaseError =>
  typeof error === 'object' && error !== null && 'severity' in error && typeof codeOf(error) === 'string';

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether trying again with (or without) TLS could help, as `sslmode=prefer` and `allow` ask for. */
export const isAboutTls = (error: unknown): boolean =>
  /does not support SSL|no encryption|SSL off/.test(messageOf(error));
