import type { Database } from '../dialects/registry.ts';
import { UsageError } from '../errors.ts';
import { LedgerMismatch, LedgerMissing } from '../imports/errors.ts';
import type { Ledger, LedgerReading, LedgerRow } from '../imports/ledger.ts';
import type { ForeignMigration } from '../imports/migration.ts';
import type { Tool } from '../imports/tools.ts';
import { checksum } from '../revisions/checksum.ts';
import { readText } from '../revisions/files.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import type { Report } from '../runner/events.ts';
import { type Stamp, type StampDecision, stampVersions } from '../runner/stamp.ts';
import type { Table } from '../schema/table.ts';
import { type TableName, tableLabel } from '../schema/table-name.ts';
import type { ProjectDatabase } from './project.ts';
import { toolVersion } from './tool-version.ts';
import { readPosition, requireKnown } from './version-state.ts';

/** What an import declared on a database. */
export interface ImportedState {
  /** The database, without secrets. */
  readonly database: string;
  /** The table in which the tool noted what it applied. */
  readonly ledger: string;
  /** What the version table held before and holds now. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The revisions that are declared to be applied, and were not before. */
  readonly declared: readonly string[];
}

/** A ledger that was read, and the table it is in. */
export interface LedgerState extends LedgerReading {
  readonly table: string;
}

/**
 * Reads what a tool noted of the database. Changes nothing.
 *
 * @param named the table, where it is not called as the tool calls it: `table` or `schema.table`
 * @throws LedgerMissing, LedgerMismatch
 */
export async function readLedger(
  database: Database,
  tool: Tool,
  migrations: readonly ForeignMigration[],
  named: string | undefined,
): Promise<LedgerState> {
  const { ledger } = tool;
  const table = await findLedger(database, tool, named);
  const missing = ledger.columns.filter((name) => !table.columns.some((column) => column.name === name));
  if (missing.length > 0) {
    throw new LedgerMissing(
      `${tableLabel(table)} has no column ${missing.join(', ')}: it is no ledger of ${tool.name}`,
      {
        hint: '--ledger names another table',
      },
    );
  }
  if (ledger.lock !== undefined) await requireUnlocked(database, tool, table, ledger.lock);
  const reading = ledger.read(await rowsOf(database, table), migrations);
  return { ...reading, table: tableLabel(table) };
}

async function findLedger(database: Database, tool: Tool, named: string | undefined): Promise<Table> {
  const { schemas } = database.dialect.capabilities;
  const candidates = named === undefined ? tool.ledger.tables : [parseTable(named)];
  for (const candidate of candidates.filter(({ schema }) => schema === undefined || schemas)) {
    const found = await reflected(database, candidate);
    if (found !== undefined) return found;
  }
  const names = candidates.map(tableLabel).join(' or ');
  throw new LedgerMissing(
    `${database.connection.label} has no table ${names}, where ${tool.name} notes what it applied`,
    {
      hint: 'is this the right database? --ledger names another table; `migrate upgrade head` fills a new database',
    },
  );
}

function parseTable(text: string): TableName {
  const [first = '', second, ...others] = text.split('.');
  if (first === '' || second === '' || others.length > 0) {
    throw new UsageError(`'${text}' is no name of a table`, { hint: 'write TABLE or SCHEMA.TABLE' });
  }
  return second === undefined ? { name: first } : { schema: first, name: second };
}

async function reflected({ dialect, connection }: Database, name: TableName): Promise<Table | undefined> {
  const scope = name.schema === undefined ? {} : { schemas: [name.schema] };
  const { tables } = await dialect.reflect(connection, { ...scope, tables: [name] });
  return tables.find((table) => table.name === name.name);
}

const rowsOf = ({ dialect, connection }: Database, table: TableName): Promise<readonly LedgerRow[]> =>
  connection.query<LedgerRow>(`SELECT * FROM ${dialect.quoteTable(table)}`);

async function requireUnlocked(
  database: Database,
  tool: Tool,
  ledger: TableName,
  { suffix, column }: NonNullable<Ledger['lock']>,
): Promise<void> {
  const name = { ...ledger, name: `${ledger.name}${suffix}` };
  if ((await reflected(database, name)) === undefined) return;
  const rows = await rowsOf(database, name);
  if (rows.every((row) => Number(row[column] ?? 0) === 0)) return;
  throw new LedgerMismatch(
    `${tableLabel(name)} is locked: ${tool.name} is migrating, or was cut off while it did`,
    [],
    `wait for it; where it was cut off, look at what it left, and unlock with ${tool.name}'s own command`,
  );
}

/** How the declaring is done. */
export interface ImportStampOptions {
  readonly lockTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly report?: Report | undefined;
  /** Only say what would be declared. */
  readonly dryRun: boolean;
}

/**
 * Declares what a ledger says is applied, beside what is applied already: whatever went on top of it stays.
 *
 * @throws UnknownVersion, LockNotAcquired, VersionTableChanged
 */
export async function stampImported(
  open: ProjectDatabase,
  graph: RevisionGraph,
  { applied, table }: LedgerState,
  { dryRun, ...run }: ImportStampOptions,
): Promise<ImportedState> {
  const { database, own } = open;
  const { label } = database.connection;
  const { state, heads } = await readPosition(open, graph);
  const declared = declaredBy(graph, heads, applied);
  const after = headsWith(graph, heads, applied);
  const planned = { database: label, ledger: table, before: state.versions, after, declared };
  if (dryRun || declared.length === 0) return planned;
  const decide = (versions: readonly string[]): StampDecision => {
    requireKnown(versions, graph, label);
    const stamps = declaredBy(graph, versions, applied).map((id) => stampOf(graph, id));
    return { heads: headsWith(graph, versions, applied), stamps };
  };
  const result = await stampVersions({ database, own, decide, toolVersion: toolVersion(), ...run });
  return { ...planned, ...result };
}

const headsWith = (graph: RevisionGraph, current: readonly string[], applied: readonly string[]): readonly string[] =>
  graph.headsOf(graph.ancestors([...current, ...applied]));

function declaredBy(graph: RevisionGraph, current: readonly string[], applied: readonly string[]): readonly string[] {
  const before = graph.ancestors(current);
  return graph.sort(graph.ancestors(applied)).filter((id) => !before.has(id));
}

function stampOf(graph: RevisionGraph, id: string): Stamp {
  const { message, path } = graph.get(id);
  return { revision: id, message, checksum: checksum(readText(path)) };
}
