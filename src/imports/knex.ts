import { UnreadableMigration } from './errors.ts';
import { literalSql } from './javascript-sql.ts';
import { type Ledger, type LedgerRow, textIn } from './ledger.ts';
import { appliedInRow } from './linear-ledger.ts';
import { type ForeignHistory, inRow, momentOf, type UnplacedMigration } from './migration.ts';
import { type SourceFile, textOf } from './source-files.ts';

const program = /^[^/]+\.(?:[cm]?[jt]s)$/;
const script = /^([^/]+?)(?:[./](up|down))?\.sql$/;

/** The migrations of Knex: programs, or SQL in `NAME.sql`, `NAME.up.sql` and `NAME.down.sql`, `NAME/up.sql` and `NAME/down.sql`. */
export const isKnexFile = (path: string): boolean =>
  (program.test(path) || script.test(path) || /^[^/]+\/(?:up|down)\.sql$/.test(path)) && !/\.d\.[cm]?ts$/.test(path);

/**
 * Reads a folder of Knex migrations. SQL stands as it is; a program whose functions hold no more than `knex.raw` of plain
 * strings is read as that SQL, and any other is kept as a comment.
 *
 * @throws UnreadableMigration where one migration has two files that say what it does
 */
export function readKnex(files: readonly SourceFile[]): ForeignHistory {
  const parts = new Map<string, Parts>();
  for (const source of files) {
    const { name, role } = partOf(source.path);
    const known = parts.get(name) ?? {};
    if (known[role] !== undefined) {
      throw new UnreadableMigration(`there are two files for ${name}`, {
        file: source.file,
        hint: 'remove one of them',
      });
    }
    parts.set(name, { ...known, [role]: source });
  }
  const names = [...parts.keys()].sort();
  const migrations = names.map((name) => migrationOf(name, parts.get(name) ?? {}));
  return { migrations: inRow(migrations), order: 'linear', notes: [] };
}

interface Parts {
  readonly program?: SourceFile;
  readonly up?: SourceFile;
  readonly down?: SourceFile;
}

function partOf(path: string): { readonly name: string; readonly role: keyof Parts } {
  const [, name = '', direction] = script.exec(path) ?? /^([^/]+)\/(up|down)\.sql$/.exec(path) ?? [];
  if (name !== '') return { name, role: direction === 'down' ? 'down' : 'up' };
  return { name: path.replace(/\.[cm]?[jt]s$/, ''), role: 'program' };
}

function migrationOf(name: string, { program: code, up, down }: Parts): UnplacedMigration {
  const text = code === undefined ? undefined : textOf(code);
  const upSql = up === undefined ? text && literalSql(text, 'up') : textOf(up).trim();
  const downSql = down === undefined ? text && literalSql(text, 'down') : textOf(down).trim();
  const at = momentOf(name);
  return {
    name,
    file: (up ?? code ?? down)?.file ?? '',
    ...(at === undefined ? {} : { at }),
    ...(upSql === undefined ? {} : { up: upSql }),
    ...(downSql === undefined ? {} : { down: downSql }),
    ...(text === undefined ? {} : { code: { tool: 'Knex', text, goesBack: /\bdown\b/.test(text) } }),
  };
}

/** Knex stores file names with their endings, which change when a project moves from JavaScript to TypeScript. */
export const knexLedger: Ledger = {
  tables: [{ name: 'knex_migrations' }],
  columns: ['name', 'batch'],
  lock: { suffix: '_lock', column: 'is_locked' },
  read: (rows, migrations) => {
    const byName = new Map(migrations.map((migration) => [migration.name, migration]));
    const named = rows.map((row) => ({ name: textIn(row, 'name'), migration: byName.get(nameIn(row)) }));
    return { applied: appliedInRow('Knex', named, migrations).map(({ header }) => header.id), notes: [] };
  },
};

const nameIn = (row: LedgerRow): string =>
  textIn(row, 'name')
    .replace(/\.(?:[cm]?[jt]s|sql)$/, '')
    .replace(/\.up$/, '');
