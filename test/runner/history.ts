import { openDatabase } from '../../src/dialects/registry.ts';
import { RevisionGraph } from '../../src/revisions/graph.ts';
import type { RecordOperations } from '../../src/revisions/load.ts';
import { planDowngradeTo, planUpgradeTo } from '../../src/revisions/plan.ts';
import type { Revision } from '../../src/revisions/revision.ts';
import { parseTarget } from '../../src/revisions/target.ts';
import type { RunOptions, RunResult } from '../../src/runner/context.ts';
import type { RunEvent } from '../../src/runner/events.ts';
import { ownTables } from '../../src/runner/own-tables.ts';
import { run } from '../../src/runner/run.ts';
import { type TrialResult, tryRun } from '../../src/runner/trial.ts';
import type { FreshDatabase } from '../support/databases.ts';

/** A revision without a file. */
export interface Written {
  readonly id: string;
  readonly parents?: readonly string[];
  readonly upgrade: RecordOperations;
  readonly downgrade?: RecordOperations;
  readonly checksum?: string;
}

export type Settings = Partial<
  Pick<RunOptions, 'transaction' | 'lockTimeoutMs' | 'heartbeatMs' | 'signal' | 'interrupted' | 'report'>
>;

/** A history whose revisions are functions, each following the one before it unless it says otherwise. */
export class History {
  readonly graph: RevisionGraph;
  readonly #written: ReadonlyMap<string, Written>;

  constructor(...written: readonly Written[]) {
    this.#written = new Map(written.map((one) => [one.id, one]));
    this.graph = new RevisionGraph(
      written.map(({ id, parents }, at): Revision => {
        const before = written[at - 1];
        const line = before === undefined ? [] : [before.id];
        const header = { id, parents: parents ?? line, dependsOn: [], labels: [], message: `message of ${id}` };
        return { ...header, path: `/migrations/${String(at).padStart(4, '0')}_${id}.ts`, format: 'ts' };
      }),
    );
  }

  upgrade(database: FreshDatabase, target = 'head', settings: Settings = {}): Promise<RunResult> {
    return this.#run(database, (graph, heads) => planUpgradeTo(graph, heads, parseTarget(target)), settings);
  }

  downgrade(database: FreshDatabase, target: string, settings: Settings = {}): Promise<RunResult> {
    return this.#run(database, (graph, heads) => planDowngradeTo(graph, heads, parseTarget(target)), settings);
  }

  tryUpgrade(database: FreshDatabase, target = 'head', settings: Settings = {}): Promise<TrialResult> {
    return tryRun(
      this.#options(database, (graph, heads) => planUpgradeTo(graph, heads, parseTarget(target)), settings),
    );
  }

  #run(database: FreshDatabase, plan: RunOptions['plan'], settings: Settings): Promise<RunResult> {
    return run(this.#options(database, plan, settings));
  }

  #options(database: FreshDatabase, plan: RunOptions['plan'], settings: Settings): RunOptions {
    const { dialect, connection, url } = database;
    return {
      database: { dialect, connection },
      own: ownOf(database),
      graph: this.graph,
      plan,
      requireKnown: () => {},
      load: async ({ id }) => {
        const written = this.#written.get(id) as Written;
        const { checksum = 'c0ffee', downgrade = () => {} } = written;
        const record = { upgrade: written.upgrade, downgrade };
        return { checksum, run: (direction, op) => record[direction](op) };
      },
      transaction: 'per-revision',
      lockTimeoutMs: 20_000,
      toolVersion: '1.2.3',
      openMonitor: async () => (await openDatabase(url)).connection,
      ...settings,
    };
  }
}

export const ownOf = ({ connection }: Pick<FreshDatabase, 'connection'>) =>
  ownTables({ name: 'athanor_version' }, connection.server);

/** What is in the version table, the history and the journal. */
export async function own(database: FreshDatabase): Promise<{
  readonly versions: readonly string[];
  readonly history: readonly string[];
  readonly journal: readonly string[];
}> {
  const rows = async <R>(sql: string): Promise<readonly R[]> => database.connection.query<R>(sql);
  const versions = await rows<{ version_num: string }>('SELECT version_num FROM athanor_version ORDER BY version_num');
  const history = await rows<{ direction: string; revision: string }>(
    'SELECT direction, revision FROM athanor_history ORDER BY id',
  );
  const journal = await rows<{ revision: string; state: string }>(
    'SELECT revision, state FROM athanor_journal ORDER BY number',
  );
  return {
    versions: versions.map((row) => row.version_num),
    history: history.map((row) => `${row.direction} ${row.revision}`),
    journal: journal.map((row) => `${row.revision} ${row.state}`),
  };
}

/** The user's tables that are there, sorted. */
export async function tables({ dialect, connection }: FreshDatabase): Promise<readonly string[]> {
  const { tables: found } = await dialect.reflect(connection, {});
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('athanor_'))
    .sort();
}

/** Collects what a run reports. */
export function listener(): { readonly events: RunEvent[]; readonly report: (event: RunEvent) => void } {
  const events: RunEvent[] = [];
  return { events, report: (event) => void events.push(event) };
}

const id = { name: 'id', type: { type: 'Integer' }, nullable: false, autoincrement: true } as const;
const key = { kind: 'primaryKey', columns: ['id'] } as const;

/** A revision that makes one table, and takes it back. */
export const creates = (revision: string, table: string): Written => ({
  id: revision,
  upgrade: (op) => op.createTable({ table: { name: table, columns: [id], constraints: [key] } }),
  downgrade: (op) => op.dropTable({ table: { name: table } }),
});
