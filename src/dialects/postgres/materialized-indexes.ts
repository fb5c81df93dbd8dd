import type { Operation } from '../../operations/operation.ts';
import type { SchemaObject } from '../../schema/objects/object.ts';
import type { MaterializedView } from '../../schema/objects/view.ts';
import type { Index } from '../../schema/table-index.ts';
import { nameOf } from '../../schema/table-name.ts';
import { onTable } from '../ansi/compiler.ts';
import type { Server, Statement } from '../dialect.ts';
import { indexChange } from './objects/materialized-view.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';

/** How a materialized view and its indexes are made. */
export interface ViewCompiler {
  createObject(operation: Operation<'createObject'>): readonly Statement[];
  dropObject(operation: Operation<'dropObject'>): readonly Statement[];
  createIndex(operation: Operation<'createIndex'>): readonly Statement[];
  dropIndex(operation: Operation<'dropIndex'>): readonly Statement[];
  renameIndex(operation: Operation<'renameIndex'>): readonly Statement[];
}

/** The statements that make the indexes of a new materialized view; of nothing else. */
export const createIndexesOf = (object: SchemaObject, compiler: ViewCompiler): readonly Statement[] =>
  object.kind !== 'materializedView'
    ? []
    : [
        ...(object.indexes ?? []).flatMap((index) =>
          compiler.createIndex({ kind: 'createIndex', ...onTable(object), index }),
        ),
        ...cluster(undefined, object),
      ];

/** In the order of which index CLUSTER keeps the rows. An index that is made again has forgotten that. */
function cluster(
  from: MaterializedView | undefined,
  to: MaterializedView,
  made: readonly Index[] = [],
): readonly Statement[] {
  const [before, now] = [from?.postgresql?.clusterOn, to.postgresql?.clusterOn];
  if (before === now && (now === undefined || !made.some(({ name }) => name === now))) return [];
  const alter = `ALTER MATERIALIZED VIEW ${quoteTable(nameOf(to))}`;
  return [
    { sql: typeof now === 'string' ? `${alter} CLUSTER ON ${quoteIdentifier(now)}` : `${alter} SET WITHOUT CLUSTER` },
  ];
}

/** The statements that change a materialized view, indexes and all: in place as long as it keeps its query. */
export function alterMaterializedView(
  { from, to }: { readonly from: MaterializedView; readonly to: MaterializedView },
  itself: readonly Statement[],
  compiler: ViewCompiler,
  server: Server,
): readonly Statement[] {
  const change = indexChange(from, to, server);
  if (change === undefined) {
    return [
      ...compiler.dropObject({ kind: 'dropObject', object: from }),
      ...compiler.createObject({ kind: 'createObject', object: to }),
    ];
  }
  const on = onTable(to);
  return [
    ...change.dropped.flatMap((index) => compiler.dropIndex({ kind: 'dropIndex', ...on, index })),
    ...change.renamed.flatMap((names) => compiler.renameIndex({ kind: 'renameIndex', ...on, ...names })),
    ...itself,
    ...change.created.flatMap((index) => compiler.createIndex({ kind: 'createIndex', ...on, index })),
    ...cluster(from, to, change.created),
  ];
}
