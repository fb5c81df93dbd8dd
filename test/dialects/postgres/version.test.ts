import { expect, it } from 'vitest';
import { readVersion, requireSupported } from '../../../src/dialects/postgres/version.ts';

it('the number of a version is read', () => {
  expect([180004, 150013, 130000, 120022, 90624, 80002].map(readVersion)).toEqual([
    [18, 4, 0],
    [15, 13, 0],
    [13, 0, 0],
    [12, 22, 0],
    [9, 6, 24],
    [8, 0, 2],
  ]);
});

it('versions from 13 on are supported', () => {
  for (const number of [130000, 150013, 180004, 190000]) requireSupported(readVersion(number), 'db');
});

it.each([
  [120022, '12.22'],
  [90624, '9.6.24'],
])('%i is refused with what would do', (number, version) => {
  const refuse = () => requireSupported(readVersion(number), 'postgresql://me@old/app');
  expect(refuse).toThrow(
    expect.objectContaining({
      code: 'server_too_old',
      exitCode: 2,
      message: `postgresql://me@old/app is PostgreSQL ${version}, which is too old: nothing was done`,
      hint: 'use PostgreSQL 13 or later',
    }),
  );
});
