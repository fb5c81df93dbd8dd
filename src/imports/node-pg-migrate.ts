import { literalSql } from './javascript-sql.ts';
import { type Ledger, textIn } from './ledger.ts';
import { appliedInRow } from './linear-ledger.ts';
import { type ForeignHistory, inRow, momentOf, type UnplacedMigration } from './migration.ts';
import { type SourceFile, textOf } from './source-files.ts';

/** The migrations of node-pg-migrate: SQL with marks for up and down, or programs. */
export const isNodePgMigrateFile = (path: string): boolean =>
  /^[^/]+\.(?:sql|[cm]?[jt]s)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);

/** Reads a folder of node-pg-migrate. A program whose functions hold no more than `pgm.sql` of plain strings is read as that SQL. */
export function readNodePgMigrate(files: readonly SourceFile[]): ForeignHistory {
  const named = files.map((source) => ({ source, name: source.path.replace(/\.\w+$/, '') }));
  const ordered = named.toSorted((a, b) => numberOf(a.name) - numberOf(b.name) || byNumbersWithin(a.name, b.name));
  const migrations = ordered.map(({ source, name }): UnplacedMigration => {
    const at = momentOf(name);
    const base = { name, file: source.file, ...(at === undefined ? {} : { at }) };
    const text = textOf(source);
    return source.path.endsWith('.sql') ? { ...base, ...sections(text) } : { ...base, ...program(text) };
  });
  return { migrations: inRow(migrations), order: 'linear', madeFor: 'postgresql', notes: [] };
}

/** Files are ordered by their time; what has none comes first. */
const numberOf = (name: string): number => {
  const [prefix = ''] = name.split('_');
  if (!/^\d+$/.test(prefix)) return 0;
  return prefix.length === 17 ? (momentOf(prefix)?.getTime() ?? 0) + Number(prefix.slice(14)) : Number(prefix);
};

const byNumbersWithin = (a: string, b: string): number =>
  a.localeCompare(b, undefined, { usage: 'sort', numeric: true, sensitivity: 'variant', ignorePunctuation: true });

/** Without a mark for up the whole file is run, as the tool does; without one for down there is no way back. */
function sections(text: string): Pick<UnplacedMigration, 'up' | 'down'> {
  const up = text.search(/^\s*--[\s-]*up\s+migration/im);
  const down = text.search(/^\s*--[\s-]*down\s+migration/im);
  const part = (start: number, other: number): string =>
    text
      .slice(start, other > start ? other : undefined)
      .replace(/^\s*--[\s-]*(?:up|down)\s+migration[^\n]*/i, '')
      .trim();
  return {
    up: up < 0 ? text.trim() : part(up, down),
    ...(down < 0 ? {} : { down: part(down, up) }),
  };
}

function program(text: string): Pick<UnplacedMigration, 'up' | 'down' | 'code'> {
  const up = literalSql(text, 'up');
  const down = literalSql(text, 'down');
  return {
    ...(up === undefined ? {} : { up }),
    ...(down === undefined ? {} : { down }),
    code: { tool: 'node-pg-migrate', text, goesBack: /\bdown\b(?!\s*=\s*false)/.test(text) },
  };
}

/** Rows hold the names of files without their endings. */
export const nodePgMigrateLedger: Ledger = {
  tables: [{ name: 'pgmigrations' }],
  columns: ['name', 'run_on'],
  read: (rows, migrations) => {
    const byName = new Map(migrations.map((migration) => [migration.name, migration]));
    const named = rows.map((row) => ({ name: textIn(row, 'name'), migration: byName.get(textIn(row, 'name')) }));
    return { applied: appliedInRow('node-pg-migrate', named, migrations).map(({ header }) => header.id), notes: [] };
  },
};
