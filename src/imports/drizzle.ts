import { UnreadableMigration } from './errors.ts';
import { editedNotes, type Ledger, type LedgerRow, numberIn, textIn } from './ledger.ts';
import { appliedInRow } from './linear-ledger.ts';
import {
  type ForeignHistory,
  type ForeignMigration,
  fingerprintsOf,
  inRow,
  isUnedited,
  momentOf,
  type UnplacedMigration,
} from './migration.ts';
import { type SourceFile, textOf } from './source-files.ts';

/** The migrations of drizzle-kit: SQL files with a journal, or since 1.0 a folder for each with its SQL. */
export const isDrizzleFile = (path: string): boolean =>
  path === journalPath || /^[^/]+\.sql$/.test(path) || /^[^/]+\/(?:migration\.sql|snapshot\.json)$/.test(path);

const journalPath = 'meta/_journal.json';

/**
 * Reads the folder that drizzle-kit writes.
 *
 * @throws UnreadableMigration
 */
export function readDrizzle(files: readonly SourceFile[]): ForeignHistory {
  const byPath = new Map(files.map((source) => [source.path, source]));
  const journal = byPath.get(journalPath);
  return journal === undefined ? readFolders(files) : readJournal(journal, byPath);
}

interface JournalEntry {
  readonly idx: number;
  readonly when: number;
  readonly tag: string;
}

function readJournal(source: SourceFile, byPath: ReadonlyMap<string, SourceFile>): ForeignHistory {
  const { dialect, entries } = parse(source) as { readonly dialect?: unknown; readonly entries?: unknown };
  if (!Array.isArray(entries) || !entries.every(isEntry)) {
    throw new UnreadableMigration("the journal has no 'entries' with idx, when and tag", { file: source.file });
  }
  const listed = new Set(entries.map(({ tag }) => `${tag}.sql`));
  const strays = [...byPath.keys()].filter((path) => /^[^/]+\.sql$/.test(path) && !listed.has(path));
  const migrations = entries.map(({ tag, when }): UnplacedMigration => {
    const script = byPath.get(`${tag}.sql`);
    if (script === undefined) {
      throw new UnreadableMigration(`the journal lists ${tag}, and there is no file ${tag}.sql`, {
        file: source.file,
        hint: 'get the missing file; drizzle-kit would not run without it either',
      });
    }
    return { ...migrationIn(script, tag), at: new Date(when), ordinal: when };
  });
  return {
    migrations: inRow(migrations),
    order: 'linear',
    ...(typeof dialect === 'string' ? { madeFor: dialect } : {}),
    notes: strays.map((path) => `${path} is not in the journal, so that drizzle-kit does not run it: passed over`),
  };
}

const isEntry = (entry: unknown): entry is JournalEntry =>
  typeof entry === 'object' &&
  entry !== null &&
  'when' in entry &&
  typeof entry.when === 'number' &&
  'tag' in entry &&
  typeof entry.tag === 'string' &&
  /^[^/\\]+$/.test(entry.tag);

/** Folders are named by their date, down to the second, and their name. */
function readFolders(files: readonly SourceFile[]): ForeignHistory {
  const scripts = files.filter(({ path }) => path.endsWith('/migration.sql'));
  const snapshot = files.findLast(({ path }) => path.endsWith('/snapshot.json'));
  const { dialect } = (snapshot === undefined ? {} : parse(snapshot)) as { readonly dialect?: unknown };
  const named = scripts.map((script) => ({ script, name: script.path.split('/')[0] ?? '' }));
  const ordered = named.toSorted((a, b) => a.name.localeCompare(b.name));
  const migrations = ordered.map(({ script, name }): UnplacedMigration => {
    const at = momentOf(name);
    return { ...migrationIn(script, name), ...(at === undefined ? {} : { at, ordinal: at.getTime() }) };
  });
  return {
    migrations: inRow(migrations),
    order: 'linear',
    ...(typeof dialect === 'string' ? { madeFor: dialect } : {}),
    notes: [],
  };
}

function parse(source: SourceFile): object {
  try {
    const data: unknown = JSON.parse(textOf(source));
    return typeof data === 'object' && data !== null ? data : {};
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new UnreadableMigration(`this is no JSON: ${cause.message}`, { file: source.file, cause });
  }
}

function migrationIn(script: SourceFile, name: string): UnplacedMigration {
  const text = textOf(script);
  return { name, file: script.file, up: withoutBreakpoints(text), fingerprints: fingerprintsOf(text) };
}

/** The marks between statements are no SQL, and to MySQL not even a comment. */
function withoutBreakpoints(text: string): string {
  const statements = text.split('--> statement-breakpoint').map((statement) => statement.trim());
  return statements
    .filter((statement) => statement !== '')
    .map(terminated)
    .join('\n\n');
}

function terminated(statement: string): string {
  if (/;\s*(?:--[^\n]*\s*)*$/.test(statement)) return statement;
  const endsInComment = /--[^\n]*$/.test(statement);
  return endsInComment ? `${statement}\n;` : `${statement};`;
}

/** Since 1.0 a row has the migration's name; before, the number in its journal. */
export const drizzleLedger: Ledger = {
  tables: [{ schema: 'drizzle', name: '__drizzle_migrations' }, { name: '__drizzle_migrations' }],
  columns: ['hash', 'created_at'],
  read: (rows, migrations) => {
    const known = rows.map((row) => ({ row, migration: migrationOf(row, migrations) }));
    const named = known.map(({ row, migration }) => ({
      name: migration?.name ?? (textIn(row, 'name') || `the migration of ${numberIn(row, 'created_at')}`),
      migration,
    }));
    const applied = appliedInRow('drizzle-kit', named, migrations);
    const edited = known.filter(
      ({ row, migration }) => migration !== undefined && !isUnedited(migration, textIn(row, 'hash')),
    );
    return {
      applied: applied.map(({ header }) => header.id),
      notes: editedNotes(edited.flatMap(({ migration }) => migration?.name ?? [])),
    };
  },
};

function migrationOf(row: LedgerRow, migrations: readonly ForeignMigration[]): ForeignMigration | undefined {
  const name = textIn(row, 'name');
  const hash = textIn(row, 'hash');
  if (name !== '') return migrations.find((one) => one.name === name);
  const sameHash = migrations.filter((one) => isUnedited(one, hash));
  const sameDate = migrations.filter(({ ordinal }) => ordinal === numberIn(row, 'created_at'));
  return (
    sameDate.find((one) => sameHash.includes(one)) ?? sameDate[0] ?? (sameHash.length === 1 ? sameHash[0] : undefined)
  );
}
