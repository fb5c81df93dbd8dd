import type { Settings } from '../config/settings.ts';
import { InapplicableOperation } from '../errors.ts';
import { applyAll } from '../operations/apply.ts';
import type { Operation } from '../operations/operation.ts';
import { recorder } from '../operations/recorder.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { loadRevision } from '../revisions/load.ts';
import type { Revision } from '../revisions/revision.ts';
import type { Direction } from '../runner/events.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import { QueryNotPossible } from './errors.ts';

export interface Replay {
  readonly schema: Schema;
  /** Revisions with SQL written by hand, whose effect a replay does not see. */
  readonly unseen: readonly string[];
}

/** The schema that revisions make of an empty database, in memory. @throws QueryNotPossible, RevisionFailed, InapplicableOperation */
export async function replay(graph: RevisionGraph, targets: readonly string[], settings: Settings): Promise<Replay> {
  const unseen: string[] = [];
  let schema = emptySchema;
  for (const id of graph.sort(graph.ancestors(targets))) {
    const { operations } = await recordOffline(graph, id, 'upgrade', settings);
    if (operations.some(({ kind }) => kind === 'execute')) unseen.push(id);
    schema = applied(operations, schema, graph.get(id), unseen);
  }
  return { schema, unseen };
}

function applied(
  operations: readonly Operation[],
  schema: Schema,
  { id, path }: Revision,
  unseen: readonly string[],
): Schema {
  try {
    return applyAll(operations, schema);
  } catch (cause) {
    if (!(cause instanceof InapplicableOperation)) throw cause;
    throw new InapplicableOperation(`revision ${id} does not fit what those before it make: ${cause.message}`, {
      file: path,
      hint:
        unseen.length === 0
          ? 'correct the revision, or the one before it'
          : `SQL written by hand is not seen here (${unseen.join(', ')}): name a database that has run them, by its URL, in place of the revision`,
      cause,
    });
  }
}

/** What a revision records where there is no database. */
export interface OfflineRecord {
  readonly operations: readonly Operation[];
  /** The fingerprint of its file. */
  readonly checksum: string;
}

/** Records a revision without a database. @throws QueryNotPossible, RevisionFailed, IrreversibleRevision */
export async function recordOffline(
  graph: RevisionGraph,
  id: string,
  direction: Direction,
  settings: Settings,
): Promise<OfflineRecord> {
  const revision = graph.get(id);
  const code = await loadRevision(revision, settings.loader);
  const { op, flush } = recorder(async () => {
    throw new QueryNotPossible(`revision ${id} asks the database (op.query), and there is none here`, {
      file: revision.path,
      hint: `run it on a database with 'migrate ${direction}', and write scripts or compare from there on`,
    });
  });
  await code[direction](op);
  return { operations: flush().map(({ operation }) => operation), checksum: code.checksum };
}
