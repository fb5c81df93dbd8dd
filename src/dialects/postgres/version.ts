import { atLeast, type ServerVersion } from '../dialect.ts';
import { ServerTooOld } from '../errors.ts';

/** The first version whose catalog and statements this dialect relies on. */
const oldest = 13;

/** `180004` is 18.4; before version 10, `90624` is 9.6.24. */
export const readVersion = (number: number): ServerVersion =>
  number >= 100_000
    ? [Math.floor(number / 10_000), number % 10_000, 0]
    : [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100];

/** @throws ServerTooOld */
export function requireSupported(version: ServerVersion, label: string): void {
  if (atLeast(version, oldest)) return;
  const text = (version[0] < 10 ? version : version.slice(0, 2)).join('.');
  throw new ServerTooOld({ label, product: 'PostgreSQL', version: text, minimum: String(oldest) });
}
