import type { Settings } from '../config/settings.ts';
import { applyAll } from '../operations/apply.ts';
import type { Operation } from '../operations/operation.ts';
import { recorder } from '../operations/recorder.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { loadRevision } from '../revisions/load.ts';
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
    const operations = await operationsOf(graph, id, settings);
    if (operations.some(({ kind }) => kind === 'execute')) unseen.push(id);
    schema = applyAll(operations, schema);
  }
  return { schema, unseen };
}

async function operationsOf(graph: RevisionGraph, id: string, settings: Settings): Promise<readonly Operation[]> {
  const revision = graph.get(id);
  const code = await loadRevision(revision, settings.loader);
  const { op, flush } = recorder(async () => {
    throw new QueryNotPossible(`revision ${id} asks the database (op.query), and is replayed without one`, {
      file: revision.path,
      hint: 'compare with a database that was upgraded to it: --from URL',
    });
  });
  await code.upgrade(op);
  return flush().map(({ operation }) => operation);
}
