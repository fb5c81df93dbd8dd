import { createHash } from 'node:crypto';
import type { Connection, LockAttempt } from '../dialect.ts';
import { ConnectionFailed } from '../errors.ts';
import { quoteString } from './quote.ts';

/** A name for the lock that fits into 64 characters and holds the database, as locks are the whole server's. */
export function lockName(database: string, key: string): string {
  const digest = createHash('sha256').update(`${database}\0${key}`).digest();
  return `athanor:${base32(digest).slice(0, 40)}`;
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
}

const nameFor = ({ server }: Connection, key: string): string => quoteString(lockName(server.defaultSchema ?? '', key));

/** @throws ConnectionFailed where the server has no such locks */
export async function tryLock(connection: Connection, key: string): Promise<LockAttempt> {
  const name = nameFor(connection, key);
  const [row] = await connection.query<{ readonly locked: number | null }>(`SELECT GET_LOCK(${name}, 0) AS locked`);
  if (row?.locked === null || row?.locked === undefined) {
    throw new ConnectionFailed(`${connection.label} gave neither the lock nor a refusal`, {
      hint: 'the server does not support GET_LOCK, or the session was interrupted: connect to a server directly',
    });
  }
  if (Number(row.locked) === 1) return { acquired: true };
  const [holder] = await connection.query<Holder>(
    `SELECT ID AS id, USER AS user, HOST AS host, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK(${name})`,
  );
  return holder === undefined ? { acquired: false } : { acquired: false, holder: describe(holder) };
}

interface Holder {
  readonly id: number;
  readonly user: string;
  readonly host: string;
  readonly seconds: number;
}

const describe = ({ id, user, host, seconds }: Holder): string =>
  `session ${id} of ${user}@${host}, in its present state for ${seconds} s`;

export async function unlock(connection: Connection, key: string): Promise<boolean> {
  const name = nameFor(connection, key);
  const [row] = await connection.query<{ readonly released: number | null }>(
    `SELECT RELEASE_LOCK(${name}) AS released`,
  );
  return Number(row?.released) === 1;
}

/** Session states that wait for somebody else. */
const waits = /waiting for|locked/i;

/**
 * What a session waits for: a row, or all of a table. Who holds a table's metadata lock stands in `performance_schema`, which MariaDB does not start by
 * default; without it the sessions with open transactions are named, as one of them it is.
 */
export async function explainWait(monitor: Connection, backend: string): Promise<string | undefined> {
  const rows = await rowLocks(monitor, backend);
  if (rows.length > 0) return rows.join('; ');
  const [session] = await monitor.query<{ readonly state: string | null; readonly seconds: number }>(
    `SELECT STATE AS state, TIME AS seconds FROM information_schema.PROCESSLIST WHERE ID = ${Number(backend)}`,
  );
  if (session?.state === null || session === undefined || !waits.test(session.state)) return undefined;
  const holders = (await metadataLocks(monitor, backend)) ?? (await openTransactions(monitor, backend));
  const waiting = `${session.state.toLowerCase()} for ${session.seconds} s`;
  return holders.length === 0 ? waiting : `${waiting}; ${holders.join('; ')}`;
}

/** A statement that waits for a row says so nowhere but among the locks of InnoDB, which MariaDB lists as MySQL 5.7 did. */
async function rowLocks(monitor: Connection, backend: string): Promise<readonly string[]> {
  const found = async (place: string, from: string): Promise<readonly (Holder & { readonly place: string })[]> =>
    monitor.query(
      `SELECT DISTINCT p.ID AS id, p.USER AS user, p.HOST AS host, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds, ${place} AS place
FROM ${from} JOIN information_schema.PROCESSLIST AS p ON p.ID = t.trx_mysql_thread_id`,
    );
  const ofMysql = `performance_schema.data_lock_waits AS w
JOIN performance_schema.threads AS me ON me.THREAD_ID = w.REQUESTING_THREAD_ID AND me.PROCESSLIST_ID = ${Number(backend)}
JOIN performance_schema.data_locks AS l ON l.ENGINE_LOCK_ID = w.REQUESTING_ENGINE_LOCK_ID
JOIN information_schema.INNODB_TRX AS t ON t.trx_id = w.BLOCKING_ENGINE_TRANSACTION_ID`;
  const ofMariadb = `information_schema.INNODB_LOCK_WAITS AS w
JOIN information_schema.INNODB_TRX AS me ON me.trx_id = w.requesting_trx_id AND me.trx_mysql_thread_id = ${Number(backend)}
JOIN information_schema.INNODB_LOCKS AS l ON l.lock_id = w.requested_lock_id
JOIN information_schema.INNODB_TRX AS t ON t.trx_id = w.blocking_trx_id`;
  const rows = await found("CONCAT(l.OBJECT_SCHEMA, '.', l.OBJECT_NAME)", ofMysql)
    .catch(() => found("REPLACE(l.lock_table, '`', '')", ofMariadb))
    .catch(() => []);
  return rows.map(
    ({ place, id, user, host, seconds }) =>
      `waiting for a row of ${place}, held by session ${id} of ${user}@${host}, whose transaction has been open for ${seconds} s`,
  );
}

async function metadataLocks(monitor: Connection, backend: string): Promise<readonly string[] | undefined> {
  const rows = await monitor
    .query<Holder & { readonly table: string }>(
      `SELECT p.PROCESSLIST_ID AS id, p.PROCESSLIST_USER AS user, p.PROCESSLIST_HOST AS host,
  p.PROCESSLIST_TIME AS seconds, CONCAT(w.OBJECT_SCHEMA, '.', w.OBJECT_NAME) AS \`table\`
FROM performance_schema.metadata_locks AS w
JOIN performance_schema.threads AS me ON me.THREAD_ID = w.OWNER_THREAD_ID AND me.PROCESSLIST_ID = ${Number(backend)}
JOIN performance_schema.metadata_locks AS h ON h.OBJECT_SCHEMA = w.OBJECT_SCHEMA AND h.OBJECT_NAME = w.OBJECT_NAME
  AND h.LOCK_STATUS = 'GRANTED' AND h.OWNER_THREAD_ID <> w.OWNER_THREAD_ID
JOIN performance_schema.threads AS p ON p.THREAD_ID = h.OWNER_THREAD_ID
WHERE w.LOCK_STATUS = 'PENDING'`,
    )
    .catch(() => []);
  if (rows.length === 0) return undefined;
  return [...new Set(rows.map((row) => `${row.table} is held by ${describe(row)}`))];
}

async function openTransactions(monitor: Connection, backend: string): Promise<readonly string[]> {
  const rows = await monitor
    .query<Holder>(
      `SELECT p.ID AS id, p.USER AS user, p.HOST AS host, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds
FROM information_schema.INNODB_TRX AS t JOIN information_schema.PROCESSLIST AS p ON p.ID = t.trx_mysql_thread_id
WHERE p.ID <> ${Number(backend)} ORDER BY t.trx_started LIMIT 5`,
    )
    .catch(() => []);
  return rows.map(
    ({ id, user, host, seconds }) => `session ${id} of ${user}@${host} has had a transaction open for ${seconds} s`,
  );
}
