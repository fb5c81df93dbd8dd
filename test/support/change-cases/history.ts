import { openDatabase } from '../../../src/dialects/registry.ts';
import type { Operation } from '../../../src/operations/operation.ts';
import type { Operations } from '../../../src/operations/recorder.ts';
import { reverseAll } from '../../../src/operations/reverse.ts';
import { RevisionGraph } from '../../../src/revisions/graph.ts';
import { asWritten } from '../../../src/revisions/render.ts';
import type { Revision } from '../../../src/revisions/revision.ts';
import { ownTables } from '../../../src/runner/own-tables.ts';
import { run } from '../../../src/runner/run.ts';
import type { FreshDatabase } from '../fresh-database.ts';

/** A history that is never written to files, on a database that is really migrated. */
export interface MemoryHistory {
  /** Every statement that was run, in order. */
  readonly statements: readonly string[];
  /** Adds a revision of these operations, written as a file would hold them, and upgrades to it. */
  upgrade(operations: readonly Operation[]): Promise<void>;
  /** Takes the last revision back. */
  downgrade(): Promise<void>;
}

/** Starts a history on a database. */
export function memoryHistory({ url, dialect, connection }: FreshDatabase): MemoryHistory {
  const revisions: Revision[] = [];
  const bodies = new Map<string, readonly Operation[]>();
  const statements: string[] = [];
  const migrate = async (plan: (graph: RevisionGraph) => ReturnType<RevisionGraph['planUpgrade']>): Promise<void> => {
    const graph = new RevisionGraph(revisions);
    await run({
      database: { dialect, connection },
      own: ownTables({ name: 'athanor_version' }, connection.server),
      graph,
      requireKnown: () => {},
      plan: () => plan(graph),
      load: async ({ id }) => ({
        checksum: id,
        run: (direction, op) => {
          const forward = bodies.get(id) ?? [];
          record(op, direction === 'upgrade' ? forward : reverseAll(forward));
        },
      }),
      transaction: 'per-revision',
      lockTimeoutMs: 10_000,
      toolVersion: 'test',
      openMonitor: async () => (await openDatabase(url)).connection,
      report: (event) => {
        if (event.kind === 'statementStarted') statements.push(event.sql);
      },
    });
  };
  return {
    statements,
    upgrade: async (operations) => {
      const parents = revisions.slice(-1).map(({ id }) => id);
      const id = `revision${revisions.length + 1}`;
      revisions.push({ id, parents, message: id, labels: [], dependsOn: [], path: `${id}.ts`, format: 'ts' });
      bodies.set(id, operations);
      await migrate((graph) => graph.planUpgrade(parents, [id]));
    },
    downgrade: async () => {
      const last = revisions.at(-1);
      if (last !== undefined) await migrate((graph) => graph.planDowngrade([last.id], last.parents));
    },
  };
}

const record = (op: Operations, operations: readonly Operation[]): void => {
  for (const { kind, ...payload } of operations.map(asWritten))
    (op[kind as keyof Operations] as (payload: object) => void)(payload);
};
