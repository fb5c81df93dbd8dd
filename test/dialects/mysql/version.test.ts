import { expect, it } from 'vitest';
import { readProduct, requireSupported } from '../../../src/dialects/mysql/version.ts';

it.each([
  ['9.4.0', 'mysql', [9, 4, 0]],
  ['8.0.36-0ubuntu0.22.04.1', 'mysql', [8, 0, 36]],
  ['8.0.36-28', 'mysql', [8, 0, 36]],
  ['11.8.3-MariaDB-ubu2404-log', 'mariadb', [11, 8, 3]],
  ['5.5.5-10.11.6-MariaDB-1:10.11.6', 'mariadb', [10, 11, 6]],
] as const)('what the server says of itself is read: %s', (text, dialect, version) => {
  expect(readProduct(text)).toEqual({ dialect, version });
});

it.each(['8.0.16', '8.4.6', '9.7.0', '10.6.0-MariaDB', '12.0.2-MariaDB'])('version %s is supported', (text) =>
  requireSupported(readProduct(text), 'db'),
);

it.each([
  ['8.0.15', 'MySQL 8.0.15', 'MySQL 8.0.16'],
  ['5.7.44-log', 'MySQL 5.7.44', 'MySQL 8.0.16'],
  ['10.5.29-MariaDB-0+deb11u1', 'MariaDB 10.5.29', 'MariaDB 10.6'],
])('%s is refused with what would do', (text, found, minimum) => {
  expect(() => requireSupported(readProduct(text), 'mysql://me@old/app')).toThrow(
    expect.objectContaining({
      code: 'server_too_old',
      exitCode: 2,
      message: `mysql://me@old/app is ${found}, which is too old: nothing was done`,
      hint: `use ${minimum} or later`,
    }),
  );
});
