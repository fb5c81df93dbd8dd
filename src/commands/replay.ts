import type { Settings } from '../config/settings.ts';
import { applyAll } from '../operations/apply.ts';
import type { Operation } from '../operations/operation.ts';
import { recorder } from '../operations/recorder.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { loadRevision } from '../revisions/load.ts';
import type { Direction } from '../runner/events.ts';
import { emptySchema, type Schema } from '../schema/schema.ts';
import { QueryNotPossible } from './errors.ts';

export interface Replay {
  readonly schema: Schema;
  /** Revisions with SQL written by hand, whose effect a replay does not see. */
  readonly unseen: readonly string[];
}

/** The schema that revisions make of an empty database, in memory. @throws QueryNotPossible, RevisionFailed */
export async function replay(graph: RevisionGraph, targets: readonly string[], settings: Settings): Promise<Replay> {
  const unseen: string[] = [];
  let schema = emptySchema;
  for (const id of graph.sort(graph.ancestors(targets))) {
    const { operations } = await recordOffline(graph, id, 'upgrade', settings);
    if (operations.some(({ kind }) => kind === 'execute')) unseen.push(id);
    schema = applyAll(operations, schema);
  }
  return { schema, unseen };
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
