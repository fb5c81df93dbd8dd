import { expect, it } from 'vitest';
import type { Server } from '../../../src/dialects/dialect.ts';
import { requireSessionKind } from '../../../src/dialects/postgres/session-kind.ts';

const serverThat = (recovers: boolean, readOnly: boolean): Server => ({
  dialect: 'postgresql',
  version: [18, 0, 0],
  defaultSchema: 'public',
  settings: { pg_is_in_recovery: String(recovers), default_transaction_read_only: readOnly ? 'on' : 'off' },
});

const primary = serverThat(false, false);
const standby = serverThat(true, false);
const readOnly = serverThat(false, true);

it.each<readonly [string | undefined, Server]>([
  [undefined, standby],
  ['any', standby],
  ['read-write', primary],
  ['primary', readOnly],
  ['read-only', readOnly],
  ['read-only', standby],
  ['standby', standby],
  ['prefer-standby', primary],
])('%s accepts %j', (wanted, server) => {
  requireSessionKind(wanted, server, 'db');
});

it.each<readonly [string, Server, RegExp]>([
  ['read-write', standby, /asks for read-write, and the server is a standby$/],
  ['read-write', readOnly, /the server is a primary, and read-only by default$/],
  ['primary', standby, /the server is a standby$/],
  ['standby', primary, /the server is a primary$/],
  ['read-only', primary, /the server is a primary$/],
])('%s refuses %j', (wanted, server, message) => {
  expect(() => requireSessionKind(wanted, server, 'db')).toThrow(
    expect.objectContaining({ code: 'connection_failed', message: expect.stringMatching(message) }),
  );
});

it('what libpq does not know is refused', () => {
  expect(() => requireSessionKind('toString', primary, 'db')).toThrow("there is no target_session_attrs 'toString'");
});
