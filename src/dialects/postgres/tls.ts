import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import { ConnectionFailed, InvalidUrl } from '../errors.ts';

/** How to connect, one attempt after the other: with TLS and these options, or without. */
export type TlsAttempts = readonly (ConnectionOptions | false)[];

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type Mode = (typeof modes)[number];

/**
 * Reads `sslmode` and its companions with libpq's meanings: `require` encrypts and checks the certificate only where
 * `sslrootcert` says by what, `verify-ca` checks it, `verify-full` checks the host name too. When nothing is said, TLS is
 * preferred; on this machine, plain connections are. https://www.postgresql.org/docs/current/libpq-ssl.html
 *
 * @throws InvalidUrl for a mode that does not exist; ConnectionFailed for a file that cannot be read.
 */
export async function readTls(
  query: Readonly<Record<string, string>>,
  host: string,
  label: string,
): Promise<TlsAttempts> {
  const mode = readMode(query.sslmode ?? query.ssl ?? process.env.PGSSLMODE, host);
  // a socket of this machine carries no TLS, whatever the mode
  if (mode === 'disable' || host.startsWith('/')) return [false];
  const options = await readOptions(query, mode, label);
  if (mode === 'allow') return [false, options];
  return mode === 'prefer' ? [options, false] : [options];
}

function readMode(given: string | undefined, host: string): Mode {
  if (given === undefined) return isThisMachine(host) ? 'allow' : 'prefer';
  if (given === 'true' || given === '1') return 'verify-full';
  if (given === 'false' || given === '0') return 'disable';
  const mode = modes.find((one) => one === given);
  if (mode !== undefined) return mode;
  throw new InvalidUrl(`there is no sslmode '${given}'`, { hint: `use one of ${modes.join(', ')}` });
}

const isThisMachine = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|::1|\/.*)$/.test(host);

async function readOptions(
  query: Readonly<Record<string, string>>,
  mode: Mode,
  label: string,
): Promise<ConnectionOptions> {
  const root = query.sslrootcert;
  const authority = root === undefined || root === 'system' ? undefined : await read(root, 'sslrootcert', label);
  const verifies = mode === 'verify-ca' || mode === 'verify-full' || (mode === 'require' && root !== undefined);
  return {
    rejectUnauthorized: verifies,
    ...(authority === undefined ? {} : { ca: authority }),
    ...(query.sslcert === undefined ? {} : { cert: await read(query.sslcert, 'sslcert', label) }),
    ...(query.sslkey === undefined ? {} : { key: await read(query.sslkey, 'sslkey', label) }),
    ...(query.sslpassword === undefined ? {} : { passphrase: query.sslpassword }),
    ...(verifies && mode !== 'verify-full' && root !== 'system' ? { checkServerIdentity: () => undefined } : {}),
  };
}

async function read(path: string, option: string, label: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConnectionFailed(`cannot connect to ${label}: the file that ${option} names, ${path}, cannot be read`, {
      hint: `correct ${option} in the URL`,
      cause,
    });
  }
}
