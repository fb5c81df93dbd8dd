import { LedgerMismatch } from './errors.ts';
import { editedNotes, type Ledger, type LedgerRow, textIn } from './ledger.ts';
import { appliedInRow } from './linear-ledger.ts';
import {
  type ForeignHistory,
  fingerprintsOf,
  inRow,
  isUnedited,
  momentOf,
  type UnplacedMigration,
} from './migration.ts';
import { type SourceFile, textOf } from './source-files.ts';

/** The migrations of Prisma: a folder for each, with its SQL; teams that can go back put a `down.sql` beside it. */
export const isPrismaFile = (path: string): boolean =>
  path === lockPath || /^[^/]+\/(?:migration|down)\.sql$/.test(path);

const lockPath = 'migration_lock.toml';

/** Reads the folder `prisma/migrations`. */
export function readPrisma(files: readonly SourceFile[]): ForeignHistory {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const lock = byPath.get(lockPath);
  const provider = lock === undefined ? undefined : /^\s*provider\s*=\s*"([^"]*)"/m.exec(textOf(lock))?.[1];
  const scripts = files.filter(({ path }) => path.endsWith('/migration.sql'));
  const migrations = scripts.map((script): UnplacedMigration => {
    const name = script.path.split('/')[0] ?? '';
    const down = byPath.get(`${name}/down.sql`);
    const at = momentOf(name);
    return {
      name,
      file: script.file,
      up: textOf(script).trim(),
      ...(down === undefined ? {} : { down: textOf(down).trim() }),
      ...(at === undefined ? {} : { at }),
      fingerprints: fingerprintsOf(textOf(script)),
    };
  });
  return {
    migrations: inRow(migrations),
    order: 'linear',
    ...(provider === undefined ? {} : { madeFor: provider }),
    notes: [],
  };
}

/** A row that was rolled back says nothing; a row that is neither finished nor rolled back is a migration that failed. */
export const prismaLedger: Ledger = {
  tables: [{ name: '_prisma_migrations' }],
  columns: ['migration_name', 'checksum', 'finished_at', 'rolled_back_at'],
  read: (rows, migrations) => {
    const standing = rows.filter((row) => isEmpty(row, 'rolled_back_at'));
    const failed = standing.filter((row) => isEmpty(row, 'finished_at')).map((row) => textIn(row, 'migration_name'));
    if (failed.length > 0) {
      throw new LedgerMismatch(
        `Prisma began ${failed.join(', ')}, and never finished: the database may hold a half of it`,
        failed,
        `look at the database, then: npx prisma migrate resolve --rolled-back ${failed[0]} (or --applied)`,
      );
    }
    const byName = new Map(migrations.map((migration) => [migration.name, migration]));
    const known = standing.map((row) => ({ row, name: textIn(row, 'migration_name') }));
    const named = known.map(({ name }) => ({ name, migration: byName.get(name) }));
    const applied = appliedInRow('Prisma', named, migrations);
    const checksums = new Map(known.map(({ row, name }) => [name, textIn(row, 'checksum')]));
    const edited = applied.filter((migration) => !isUnedited(migration, checksums.get(migration.name) ?? ''));
    return { applied: applied.map(({ header }) => header.id), notes: editedNotes(edited.map(({ name }) => name)) };
  },
};

const isEmpty = (row: LedgerRow, column: string): boolean => row[column] === null || row[column] === undefined;
