/**
 * The same jobs done by others, measured on the schema of `ATHANOR_BENCH_DIR` on another day and a busy machine with two
 * cores: CPU seconds of the whole process and its peak memory, medians of three (of one where marked ¹).
 */
export const alternatives: readonly (readonly [job: string, hundred: string, thousand: string])[] = [
  ['Alembic 1.8.1, PostgreSQL 15, compare, in sync (types, defaults too)', '1.7 s, 66 MB', '16.3 s, 176 MB'],
  ['… ten changes', '2.1 s', '17.5 s'],
  ['… revision that creates all', '1.3 s, 87 MB', '12.6 s, 364 MB'],
  ['… upgrade that creates all', '1.4 s', '9.2 s'],
  ['Alembic, SQLite, in sync', '1.2 s (95 imagined changes)', '12.5 s (995 imagined)'],
  ['Alembic, MariaDB 10.11, in sync', '1.1 s (176 imagined)', '9.8 s'],
  ['Alembic, MySQL 9.7, in sync', '1.7 s (176 imagined)', '11.2 s'],
  ['drizzle-kit 0.31 push, PostgreSQL, in sync ¹', '2.2 s', '11.3 s, wall 780 s'],
  ['drizzle-kit 0.31 pull ¹', '2.4 s', '9.1 s, wall 640 s'],
  ['drizzle-kit 0.31 generate, no change, offline ¹', '1.3 s', '3.4 s'],
  ['MikroORM schema diff, PostgreSQL, in sync ¹', '2.6 s, 138 MB', '6.8 s, 231 MB'],
  ['TypeORM schema:log, PostgreSQL ¹', '2.8 s', '18.9 s, 284 MB'],
  ['Prisma 6.19 wasm db push, PostgreSQL, in sync ¹', '2.3 s', '6.1 s, 255 MB'],
];
