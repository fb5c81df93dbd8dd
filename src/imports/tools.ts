import { alembicLedger, isAlembicFile, readAlembic } from './alembic.ts';
import { noScript, readAlembicScripts } from './alembic-script.ts';
import { drizzleLedger, isDrizzleFile, readDrizzle } from './drizzle.ts';
import { isKnexFile, knexLedger, readKnex } from './knex.ts';
import type { Ledger } from './ledger.ts';
import type { ForeignHistory } from './migration.ts';
import { isNodePgMigrateFile, nodePgMigrateLedger, readNodePgMigrate } from './node-pg-migrate.ts';
import { isPrismaFile, prismaLedger, readPrisma } from './prisma.ts';
import type { SourceFile } from './source-files.ts';

/** A script that a tool wrote of its history, and where it is. */
export interface ToolScript {
  readonly file: string;
  readonly text: string;
}

/** Another tool whose history can be taken over. */
export interface Tool {
  readonly name: ToolName;
  /** Folders that people name, though the migrations are in this one below. */
  readonly below: readonly string[];
  readonly isWanted: (path: string) => boolean;
  readonly read: (files: readonly SourceFile[], scripts: readonly ToolScript[]) => ForeignHistory;
  readonly takesScripts: boolean;
  readonly ledger: Ledger;
}

/** The tools whose histories can be taken over, by the names of their commands. */
export type ToolName = 'alembic' | 'drizzle' | 'prisma' | 'knex' | 'node-pg-migrate';

/** Every such tool. */
export const tools: Readonly<Record<ToolName, Tool>> = {
  alembic: {
    name: 'alembic',
    below: ['versions'],
    isWanted: isAlembicFile,
    read: (files, scripts) => readAlembic(files, scripts.length === 0 ? noScript : readAlembicScripts(scripts)),
    takesScripts: true,
    ledger: alembicLedger,
  },
  drizzle: {
    name: 'drizzle',
    below: [],
    isWanted: isDrizzleFile,
    read: readDrizzle,
    takesScripts: false,
    ledger: drizzleLedger,
  },
  prisma: {
    name: 'prisma',
    below: ['migrations', 'prisma/migrations'],
    isWanted: isPrismaFile,
    read: readPrisma,
    takesScripts: false,
    ledger: prismaLedger,
  },
  knex: {
    name: 'knex',
    below: [],
    isWanted: isKnexFile,
    read: readKnex,
    takesScripts: false,
    ledger: knexLedger,
  },
  'node-pg-migrate': {
    name: 'node-pg-migrate',
    below: [],
    isWanted: isNodePgMigrateFile,
    read: readNodePgMigrate,
    takesScripts: false,
    ledger: nodePgMigrateLedger,
  },
};
