import { readFile } from 'node:fs/promises';
import type { SslOptions } from 'mysql2/promise';
import { ConnectionFailed, InvalidUrl } from '../errors.ts';

/** How to connect, one attempt after the other: with TLS and these options, or without. */
export type TlsAttempts = readonly (SslOptions | undefined)[];

const modes = ['disabled', 'preferred', 'required', 'verify_ca', 'verify_identity'] as const;
type Mode = (typeof modes)[number];

/** Spellings of other drivers, and of PostgreSQL's URLs. */
const synonyms: Readonly<Record<string, Mode>> = {
  true: 'verify_identity',
  '1': 'verify_identity',
  false: 'disabled',
  '0': 'disabled',
  disable: 'disabled',
  prefer: 'preferred',
  require: 'required',
  verify_full: 'verify_identity',
};

/**
 * Reads `ssl-mode` and its companions with the meanings of the `mysql` client: `required` encrypts and checks the
 * certificate only where `ssl-ca` says by what, `verify_ca` checks it, `verify_identity` checks the host name too. When
 * nothing is said, TLS is preferred; on this machine, plain connections are.
 * https://dev.mysql.com/doc/refman/9.4/en/connection-options.html#option_general_ssl-mode
 *
 * @throws InvalidUrl for a mode that does not exist; ConnectionFailed for a file that cannot be read.
 */
export async function readTls(
  query: Readonly<Record<string, string>>,
  host: string | undefined,
  label: string,
): Promise<TlsAttempts> {
  const mode = readMode(query, host);
  if (mode === 'disabled') return [undefined];
  const ca = query.ssl_ca === undefined ? undefined : await read(query.ssl_ca, 'ssl-ca', label);
  const verifies = mode === 'verify_ca' || mode === 'verify_identity' || (mode === 'required' && ca !== undefined);
  const options: SslOptions = {
    rejectUnauthorized: verifies,
    verifyIdentity: mode === 'verify_identity',
    ...(ca === undefined ? {} : { ca }),
    ...(query.ssl_cert === undefined ? {} : { cert: await read(query.ssl_cert, 'ssl-cert', label) }),
    ...(query.ssl_key === undefined ? {} : { key: await read(query.ssl_key, 'ssl-key', label) }),
  };
  return mode === 'preferred' ? [options, undefined] : [options];
}

function readMode({ ssl_mode, ssl }: Readonly<Record<string, string>>, host: string | undefined): Mode {
  const given = (ssl_mode ?? ssl)?.toLowerCase().replaceAll('-', '_');
  if (given === undefined) return host === undefined || isThisMachine(host) ? 'disabled' : 'preferred';
  const mode = modes.find((one) => one === given) ?? synonyms[given];
  if (mode !== undefined) return mode;
  throw new InvalidUrl(`there is no ssl-mode '${given}'`, { hint: `use one of ${modes.join(', ')}` });
}

const isThisMachine = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);

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
