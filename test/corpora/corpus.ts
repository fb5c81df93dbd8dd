import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerKey } from '../support/servers/definitions.ts';

/** Two states of a database, and where they can be loaded. */
export interface CorpusCase {
  /** By the manifest; with `server` it names one run. */
  readonly id: string;
  readonly server: ServerKey;
  /** `T0_core` … `T3_admin` of a pair; `history` and `schema` otherwise. */
  readonly tier: string;
  /** Files that make the first state, in order; none for an empty database. */
  readonly a: readonly string[];
  readonly b: readonly string[];
  /** Both states mean the same. */
  readonly isSame: boolean;
  /** Why the manifest takes it out. */
  readonly skip: readonly string[];
  /** The manifest says that this server loads it; a pair may be written for one of two servers. */
  readonly mustLoad: boolean;
}

interface PairEntry {
  readonly db: Database;
  readonly case: string;
  readonly tier: string;
  readonly same: boolean;
  readonly skip: readonly string[];
}

interface HistoryEntry {
  readonly db: Database;
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

interface SchemaEntry {
  readonly db: Database;
  readonly name: string;
  readonly file: string;
  readonly loads: Readonly<Record<string, boolean>>;
}

type Database = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';

/** What is written for MySQL is tried on MariaDB, too; PostgreSQL is the version that the corpora were made with. */
const serversFor: Readonly<Record<Database, readonly ServerKey[]>> = {
  postgresql: ['postgresql15'],
  mysql: ['mysql', 'mariadb'],
  mariadb: ['mariadb'],
  sqlite: ['sqlite'],
};

/** All cases that a folder of corpora holds, in the order of its manifests. */
export const readCorpora = (folder: string): readonly CorpusCase[] => [
  ...manifest<PairEntry>(folder, 'pairs').flatMap((entry) => pairCases(folder, entry)),
  ...manifest<HistoryEntry>(folder, 'histories').map((entry) => historyCase(folder, entry)),
  ...manifest<SchemaEntry>(folder, 'schemas').flatMap((entry) => schemaCases(folder, entry)),
];

function manifest<Entry>(folder: string, part: string): readonly Entry[] {
  const file = join(folder, part, 'manifest.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[]) : [];
}

function pairCases(folder: string, entry: PairEntry): readonly CorpusCase[] {
  const place = join(folder, 'pairs', entry.case);
  const setup = [join(place, 'setup.sql')].filter((file) => existsSync(file));
  return serversFor[entry.db].map((server) => ({
    id: entry.case,
    server,
    tier: entry.tier,
    a: [...setup, join(place, 'a.sql')],
    b: [...setup, join(place, 'b.sql')],
    // the manifest's MySQL pairs were judged by their tables alone: some of the same tables differ in events
    isSame: entry.same && !(entry.db === 'mysql' && entry.tier === 'T2_code'),
    skip: entry.skip,
    mustLoad: serversFor[entry.db].length === 1,
  }));
}

const historyCase = (folder: string, { id, db, a, b }: HistoryEntry): CorpusCase => ({
  id,
  server: serversFor[db][0] as ServerKey,
  tier: 'history',
  a: [join(folder, a)],
  b: [join(folder, b)],
  isSame: false,
  skip: [],
  mustLoad: true,
});

/** A whole schema is what an empty database becomes. */
const schemaCases = (folder: string, { name, db, file, loads }: SchemaEntry): readonly CorpusCase[] =>
  serversFor[db].map((server) => ({
    id: `schema/${db}/${name}`,
    server,
    tier: 'schema',
    a: [],
    b: [join(folder, file)],
    isSame: false,
    skip: [],
    mustLoad: Object.entries(loads).some(([name, does]) => does && name.startsWith(server.replace(/\d+$/, ''))),
  }));
