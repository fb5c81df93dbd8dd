import type { Server } from '../dialect.ts';
import { ConnectionFailed, InvalidUrl } from '../errors.ts';

/** What `target_session_attrs` asks for, as libpq reads it, and what a session must be for that. */
const kinds: Readonly<Record<string, (session: SessionKind) => boolean>> = {
  any: () => true,
  'read-write': ({ isStandby, isReadOnly }) => !isStandby && !isReadOnly,
  'read-only': ({ isStandby, isReadOnly }) => isStandby || isReadOnly,
  primary: ({ isStandby }) => !isStandby,
  standby: ({ isStandby }) => isStandby,
  'prefer-standby': () => true,
};

interface SessionKind {
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
}

/**
 * Holds a session against `target_session_attrs` of the URL.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS
 *
 * @throws InvalidUrl, ConnectionFailed
 */
export function requireSessionKind(wanted: string | undefined, { settings }: Server, label: string): void {
  if (wanted === undefined) return;
  const isMet = Object.hasOwn(kinds, wanted) ? kinds[wanted] : undefined;
  if (isMet === undefined) {
    throw new InvalidUrl(`there is no target_session_attrs '${wanted}'`, {
      hint: `use one of ${Object.keys(kinds).join(', ')}`,
    });
  }
  const isStandby = settings.pg_is_in_recovery === 'true';
  const isReadOnly = settings.default_transaction_read_only === 'on';
  if (isMet({ isStandby, isReadOnly })) return;
  const found = `${isStandby ? 'a standby' : 'a primary'}${isReadOnly ? ', and read-only by default' : ''}`;
  throw new ConnectionFailed(`cannot use ${label}: the URL asks for ${wanted}, and the server is ${found}`, {
    hint: 'give the URL of another server, or leave target_session_attrs out',
  });
}
