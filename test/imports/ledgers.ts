import { createHash } from 'node:crypto';
import type { DialectName } from '../../src/schema/type.ts';

/** A migration as its tool notes it. */
export interface Noted {
  /** As the ledger calls it. */
  readonly name: string;
  /** The text of its file. */
  readonly text: string;
  /** The number that orders it, where the tool stores one. */
  readonly ordinal?: number;
}

type Dialects = Partial<Readonly<Record<DialectName, string>>>;

/** The tables that each tool makes to note what it applied, word for word. */
const tables = {
  /** drizzle-orm 0.45 */
  drizzle: {
    postgresql:
      'CREATE SCHEMA IF NOT EXISTS "drizzle"; CREATE TABLE IF NOT EXISTS "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)',
    mysql:
      'create table if not exists `__drizzle_migrations` (id serial primary key, hash text not null, created_at bigint)',
    sqlite:
      'CREATE TABLE IF NOT EXISTS "__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
  },
  /** drizzle-orm 1.0 */
  folders: {
    postgresql:
      'CREATE SCHEMA IF NOT EXISTS "drizzle"; CREATE TABLE IF NOT EXISTS "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint, name text, applied_at timestamp with time zone DEFAULT now())',
  },
  /** Prisma 7 */
  prisma: {
    postgresql:
      'CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)',
    mysql:
      'CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at DATETIME(3), migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at DATETIME(3), started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
    sqlite:
      'CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)',
  },
  /** Knex 3 */
  knex: {
    postgresql:
      'create table "knex_migrations" ("id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz); create table "knex_migrations_lock" ("index" serial primary key, "is_locked" integer)',
    mysql:
      'create table `knex_migrations` (`id` int unsigned not null auto_increment primary key, `name` varchar(255), `batch` int, `migration_time` timestamp); create table `knex_migrations_lock` (`index` int unsigned not null auto_increment primary key, `is_locked` int)',
    sqlite:
      'create table `knex_migrations` (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, `migration_time` datetime); create table `knex_migrations_lock` (`index` integer not null primary key autoincrement, `is_locked` integer)',
  },
  /** node-pg-migrate 8 */
  'node-pg-migrate': {
    postgresql:
      'CREATE TABLE "public"."pgmigrations" (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)',
  },
  /** Alembic 1.8 and later */
  alembic: {
    postgresql:
      'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))',
    mysql:
      'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))',
    sqlite:
      'CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))',
  },
} satisfies Readonly<Record<string, Dialects>>;

/** The tools whose ledgers are known. */
export type LedgerName = keyof typeof tables;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The row that a tool adds for a migration. */
const rows: Readonly<Record<LedgerName, (noted: Noted, dialect: DialectName) => string>> = {
  drizzle: ({ text, ordinal }, dialect) =>
    dialect === 'postgresql'
      ? `insert into "drizzle"."__drizzle_migrations" ("hash", "created_at") values('${sha256(text)}', ${ordinal})`
      : `insert into __drizzle_migrations (hash, created_at) values('${sha256(text)}', ${ordinal})`,
  folders: ({ text, name, ordinal }) =>
    `insert into "drizzle"."__drizzle_migrations" ("hash", "created_at", "name") values('${sha256(text)}', ${ordinal}, '${name}')`,
  prisma: ({ name, text }) =>
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, logs, rolled_back_at, started_at, applied_steps_count) VALUES ('${sha256(name).slice(0, 36)}', '${sha256(text)}', '2024-03-02 18:00:01', '${name}', NULL, NULL, '2024-03-02 18:00:00', 1)`,
  knex: ({ name }) =>
    `insert into knex_migrations (batch, migration_time, name) values (1, '2023-02-01 12:00:00', '${name}')`,
  'node-pg-migrate': ({ name }) => `INSERT INTO "public"."pgmigrations" (name, run_on) VALUES ('${name}', NOW())`,
  alembic: ({ name }) => `INSERT INTO alembic_version (version_num) VALUES ('${name}')`,
};

/** What a tool leaves of itself in a database where it applied migrations; undefined where it does not know the database. */
export function ledgerScript(tool: LedgerName, dialect: DialectName, noted: readonly Noted[]): string | undefined {
  const known: Dialects = tables[tool];
  const table = known[dialect === 'mariadb' ? 'mysql' : dialect];
  if (table === undefined) return undefined;
  const unlocked = tool === 'knex' ? ['insert into knex_migrations_lock (is_locked) values (0)'] : [];
  return `${[table, ...unlocked, ...noted.map((one) => rows[tool](one, dialect))].join(';\n')};\n`;
}
