import { atLeast, type ServerVersion } from '../dialect.ts';
import { ServerTooOld } from '../errors.ts';

/** Which server of the family, and which version of it. */
export interface Product {
  readonly dialect: 'mysql' | 'mariadb';
  readonly version: ServerVersion;
}

/** The first versions whose catalog and statements these dialects rely on: MySQL 8.0.16 has checks, MariaDB 10.6 the rest. */
const oldest: Readonly<Record<Product['dialect'], readonly [name: string, version: ServerVersion]>> = {
  mysql: ['MySQL', [8, 0, 16]],
  mariadb: ['MariaDB', [10, 6, 0]],
};

/** Reads what `VERSION()` says: `9.4.0`, `8.0.36-0ubuntu1`, `10.11.6-MariaDB-1`; proxies put `5.5.5-` in front of MariaDB's. */
export function readProduct(text: string): Product {
  const dialect = /mariadb/i.test(text) ? 'mariadb' : 'mysql';
  const [, major, minor, patch = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.replace(/^5\.5\.5-(?=\d)/, '')) ?? [];
  return { dialect, version: [Number(major), Number(minor), Number(patch)] };
}

/** @throws ServerTooOld */
export function requireSupported({ dialect, version }: Product, label: string): void {
  const [product, minimum] = oldest[dialect];
  if (atLeast(version, ...minimum)) return;
  throw new ServerTooOld({
    label,
    product,
    version: version.join('.'),
    minimum: minimum.join('.').replace(/^(\d+\.\d+)\.0$/, '$1'),
  });
}
