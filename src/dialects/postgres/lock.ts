import { createHash } from 'node:crypto';
import type { Connection, LockAttempt } from '../dialect.ts';
import { SessionShared } from '../errors.ts';
import { PostgresConnection } from './connection.ts';
import { quoteLiteral } from './quoting.ts';

/** The number that stands for a key among the advisory locks of a database. */
const lockNumber = (key: string): bigint =>
  createHash('sha256').update(`athanor:lock:v1\0${key}`).digest().readBigInt64BE(0);

/**
 * Takes the lock if it is free. It belongs to the session and goes with it.
 *
 * @throws SessionShared where the session is not ours alone, so that the lock would be worth nothing.
 */
export async function tryLock(connection: Connection, key: string): Promise<LockAttempt> {
  if (connection instanceof PostgresConnection && !(await connection.isOwnSession())) throw sharedSession(connection);
  const number = lockNumber(key);
  const [row] = await connection.query<{ acquired: boolean }>(
    `SELECT pg_catalog.pg_try_advisory_lock(${number}) AS acquired`,
  );
  if (row?.acquired === true) {
    if (await hasLock(connection, number)) return { acquired: true };
    await unlock(connection, key);
    throw sharedSession(connection);
  }
  const holder = await findHolder(connection, number);
  return { acquired: false, ...(holder === undefined ? {} : { holder }) };
}

/** Seen from a later transaction, the lock is there, and this session has it. */
async function hasLock(connection: Connection, number: bigint): Promise<boolean> {
  const [row] = await connection.query(
    `SELECT FROM pg_catalog.pg_locks l
WHERE l.pid = ${quoteLiteral(connection.backend)}::int AND l.pid = pg_catalog.pg_backend_pid() AND ${isLock(number)}`,
  );
  return row !== undefined;
}

const sharedSession = ({ label }: Connection): SessionShared =>
  new SessionShared(
    `${label} does not give us a session of our own, as a pooler in transaction mode does not: a lock taken there keeps nobody out. Nothing was changed`,
    {
      hint: 'give the URL of the server itself, or of a pool in session mode (PgBouncer often listens on port 6432, the server behind it on 5432)',
    },
  );

/** False where the session did not have the lock any more. */
export async function unlock(connection: Connection, key: string): Promise<boolean> {
  const [row] = await connection.query<{ released: boolean }>(
    `SELECT pg_catalog.pg_advisory_unlock(${lockNumber(key)}) AS released`,
  );
  return row?.released === true;
}

interface Session {
  readonly pid: number;
  readonly application: string | null;
  readonly role: string | null;
  readonly since: string | null;
}

/** PostgreSQL shows an advisory lock of 64 bits as two halves, in `classid` and `objid`, with `objsubid` 1. */
function isLock(number: bigint): string {
  const bits = BigInt.asUintN(64, number);
  return `l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.classid = ${bits >> 32n}::oid AND l.objid = ${bits & 0xffffffffn}::oid`;
}

async function findHolder(connection: Connection, number: bigint): Promise<string | undefined> {
  const [holder] = await connection.query<Session>(
    `SELECT l.pid, a.application_name AS application, a.usename AS role, ${moment('a.backend_start')} AS since
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_database d ON d.oid = l.database AND d.datname = pg_catalog.current_database()
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
WHERE ${isLock(number)}`,
  );
  return holder === undefined
    ? undefined
    : `${sessionLabel(holder)}, connected since ${holder.since ?? 'an unknown time'}`;
}

const moment = (column: string): string => `pg_catalog.to_char(${column}, 'YYYY-MM-DD HH24:MI:SS TZ')`;

const sessionLabel = ({ pid, application, role }: Omit<Session, 'since'>): string => {
  const name = application === null || application === '' ? '' : ` '${application}'`;
  return `session ${pid}${name}${role === null ? '' : ` of ${role}`}`;
};

interface Blocker extends Session {
  readonly state: string | null;
  readonly lock: string | null;
  readonly mode: string | null;
  readonly relation: string | null;
  /** The table whose row is waited for: who waits holds a lock on its place, and waits for a transaction to end. */
  readonly table: string | null;
}

/** What another session waits for: which lock, on what, held by whom. Never the text of a query, which may hold secrets. */
export async function explainWait(monitor: Connection, backend: string): Promise<string | undefined> {
  const pid = `${quoteLiteral(backend)}::int`;
  const [blocker] = await monitor.query<Blocker>(
    `SELECT a.pid, a.application_name AS application, a.usename AS role, a.state, ${moment('coalesce(a.xact_start, a.query_start)')} AS since,
  w.locktype AS lock, w.mode, CASE WHEN w.relation IS NOT NULL THEN w.relation::regclass::text END AS relation,
  (SELECT r.relation::regclass::text FROM pg_catalog.pg_locks r
    WHERE r.pid = ${pid} AND r.locktype = 'tuple' AND r.granted LIMIT 1) AS "table"
FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(${pid})) b(pid)
LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
LEFT JOIN pg_catalog.pg_locks w ON w.pid = ${pid} AND NOT w.granted
ORDER BY a.xact_start NULLS LAST LIMIT 1`,
  );
  if (blocker === undefined) return undefined;
  const { relation, table, lock, mode, state, since } = blocker;
  const what =
    relation !== null
      ? `a lock on ${relation}`
      : table !== null
        ? `a row of ${table}`
        : `a lock (${lock ?? 'unknown'})`;
  const how =
    mode === null || (relation === null && table !== null)
      ? ''
      : ` (${mode
          .replace(/Lock$/, '')
          .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
          .toLowerCase()})`;
  const doing = state === null ? '' : `, ${state}${since === null ? '' : ` since ${since}`}`;
  return `waiting for ${what}${how}, held by ${sessionLabel(blocker)}${doing}`;
}
