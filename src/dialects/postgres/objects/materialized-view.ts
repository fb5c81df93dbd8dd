import { derive } from '../../../schema/canonical.ts';
import { equal } from '../../../schema/equal.ts';
import type { MaterializedView } from '../../../schema/objects/view.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { Index, IndexPart } from '../../../schema/table-index.ts';
import { nameOf, type TableName } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalIndex } from '../canonical-index.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalQuery, queryText } from '../query-text.ts';
import { clipIdentifier, quoteIdentifier, quoteTable } from '../quoting.ts';
import { canonicalTexts, changeComments } from '../relation-comments.ts';
import { indexName as indexNameOf } from '../spelling.ts';
import { canonicalStorage, storageOf } from '../storage.ts';
import { type Asking, type Shadowing, thrownAway } from './asking.ts';
import { type PrintedQuery, printQuery, resultColumnsOf, withPrinted } from './view.ts';

const definitionOf = ({ definition }: MaterializedView): string | undefined => {
  const sql = sqlOn('postgresql', definition);
  return sql === undefined ? undefined : queryText(sql);
};

const methodOf = ({ postgresql }: MaterializedView): string => String(postgresql?.using ?? 'heap').toLowerCase();

const tablespaceOf = ({ postgresql }: MaterializedView): string => String(postgresql?.tablespace ?? 'pg_default');

function canonicalMaterializedView(view: MaterializedView, server: Server): MaterializedView | undefined {
  const definition = definitionOf(view);
  if (definition === undefined) return undefined;
  const name = canonicalName(view, server);
  const { with: _, using: _using, tablespace: _tablespace, columnComments, ...rest } = view.postgresql ?? {};
  const comments = canonicalTexts(columnComments);
  const postgresql = {
    ...rest,
    ...(methodOf(view) === 'heap' ? {} : { using: methodOf(view) }),
    ...(tablespaceOf(view) === 'pg_default' ? {} : { tablespace: tablespaceOf(view) }),
    ...canonicalStorage(view.postgresql ?? {}),
    ...(comments === undefined ? {} : { columnComments: comments }),
  };
  return derive(view, {
    name: name.name,
    schema: name.schema,
    definition: canonicalQuery(definition),
    columns: view.columns?.length ? view.columns.map(clipIdentifier) : undefined,
    indexes: view.indexes?.length ? inOrder(view.indexes.map((index) => canonicalIndexOf(index, name))) : undefined,
    comment: view.comment || undefined,
    postgresql: Object.keys(postgresql).length === 0 ? undefined : postgresql,
  });
}

/** An index that nobody named has the name that the server gives it. */
const canonicalIndexOf = (index: Index, view: TableName): Index =>
  derive(canonicalIndex(index, []), { name: indexNameOf(index, view) });

const inOrder = (indexes: readonly Index[]): readonly Index[] =>
  [...indexes].sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));

const columnList = ({ columns }: MaterializedView): string =>
  columns?.length ? ` (${columns.map(quoteIdentifier).join(', ')})` : '';

const storageSql = (storage: DialectOptions): string =>
  Object.entries(storage)
    .map(([key, value]) => `${key} = ${value}`)
    .join(', ');

function createMaterializedView(view: MaterializedView): string {
  const storage = storageSql(storageOf(view.postgresql));
  return [
    `CREATE MATERIALIZED VIEW ${quoteTable(nameOf(view))}${columnList(view)}`,
    methodOf(view) === 'heap' ? '' : ` USING ${quoteIdentifier(methodOf(view))}`,
    storage === '' ? '' : ` WITH (${storage})`,
    tablespaceOf(view) === 'pg_default' ? '' : ` TABLESPACE ${quoteIdentifier(tablespaceOf(view))}`,
    ` AS\n${definitionOf(view)}`,
  ].join('');
}

/** Everything but the query, which takes a new one. Indexes are the compiler's. */
function alterMaterializedView(
  from: MaterializedView,
  to: MaterializedView,
  server: Server,
): readonly string[] | undefined {
  const [before, now] = [from, to].map((view) => canonicalMaterializedView(view, server));
  if (before?.definition !== now?.definition || !equal(before?.columns, now?.columns)) return undefined;
  const [old, wanted] = [storageOf(before?.postgresql), storageOf(now?.postgresql)];
  const set = Object.entries(wanted).filter(([key, value]) => old[key] !== value);
  const gone = Object.keys(old).filter((key) => wanted[key] === undefined);
  const alter = `ALTER MATERIALIZED VIEW ${quoteTable(nameOf(to))}`;
  return [
    ...(gone.length === 0 ? [] : [`${alter} RESET (${gone.join(', ')})`]),
    ...(set.length === 0 ? [] : [`${alter} SET (${storageSql(Object.fromEntries(set))})`]),
    ...(methodOf(from) === methodOf(to) ? [] : [`${alter} SET ACCESS METHOD ${quoteIdentifier(methodOf(to))}`]),
    ...(tablespaceOf(from) === tablespaceOf(to)
      ? []
      : [`${alter} SET TABLESPACE ${quoteIdentifier(tablespaceOf(to))}`]),
    ...changeComments(from, to),
  ];
}

/** Materialized views; the compiler makes their indexes. */
export const materializedViewSupport: ObjectSupport<'materializedView'> = {
  canonicalise: canonicalMaterializedView,
  create: (view) => [createMaterializedView(view), ...changeComments(undefined, view)],
  drop: (view) => [`DROP MATERIALIZED VIEW ${quoteTable(nameOf(view))}`],
  alter: alterMaterializedView,
};

/** What becomes of the indexes of a materialized view. */
export interface IndexChange {
  readonly dropped: readonly Index[];
  readonly created: readonly Index[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** The indexes that go, those that come, and those that are only called otherwise; undefined where the view is made anew. */
export function indexChange(from: MaterializedView, to: MaterializedView, server: Server): IndexChange | undefined {
  if (alterMaterializedView(from, to, server) === undefined) return undefined;
  const missing = (some: MaterializedView, others: MaterializedView): readonly NamedIndex[] => {
    const there = namedIndexes(others);
    return namedIndexes(some).filter(
      ({ shape, name }) => !there.some((one) => one.name === name && equal(one.shape, shape)),
    );
  };
  const [dropped, created] = [missing(from, to), missing(to, from)];
  const isMoved = ({ name }: NamedIndex, others: readonly NamedIndex[]): boolean =>
    !others.some((other) => other.name === name);
  const renamed = dropped.flatMap((old) => {
    const one = created.find((index) => isMoved(index, dropped) && equal(index.shape, old.shape));
    return one !== undefined && isMoved(old, created) ? [{ old, one }] : [];
  });
  return {
    dropped: dropped.filter((one) => !renamed.some(({ old }) => old === one)).map(({ index }) => index),
    created: created.filter((index) => !renamed.some(({ one }) => one === index)).map(({ index }) => index),
    renamed: renamed.map(({ old, one }) => ({ from: old.name, to: one.name })),
  };
}

interface NamedIndex {
  readonly index: Index;
  readonly name: string;
  /** Everything but its name. */
  readonly shape: object;
}

const namedIndexes = (view: MaterializedView): readonly NamedIndex[] =>
  (view.indexes ?? []).map((index) => {
    const { name = '', ...shape } = canonicalIndexOf(index, view);
    return { index, name, shape };
  });

/** What the server says of the indexes, those of their parts that are expressions. */
interface PrintedIndex {
  readonly name: string;
  readonly keys: readonly string[];
  readonly predicate: string | null;
}

const rows = 'athanor_rows';
const indexName = (at: number): string => `athanor_index_${at}`;

/** A materialized view is asked about as a temporary view, and its indexes on an empty temporary table like it. */
export const materializedViewAsking: Asking<'materializedView'> = {
  make: (view, place) => [
    `CREATE TEMPORARY VIEW ${thrownAway}${columnList(view)} AS\n${place.text(definitionOf(view) ?? '')}`,
    ...(asked(view).length === 0 ? [] : [`CREATE TEMPORARY TABLE ${rows} AS SELECT * FROM ${thrownAway} WITH NO DATA`]),
    ...asked(view).map(({ index, at }) => {
      const keys = index.columns.map((part) => `(${keySql(part)})`).join(', ');
      const where = index.where === undefined ? '' : ` WHERE ${place.text(index.where)}`;
      return `CREATE INDEX ${indexName(at)} ON ${rows} (${place.text(keys)})${where}`;
    }),
  ],
  read: (view) =>
    asked(view).length === 0
      ? printQuery(thrownAway)
      : `SELECT pg_catalog.json_build_object(
  'definition', pg_catalog.pg_get_viewdef('${thrownAway}'::regclass, true),
  'columns', ${resultColumnsOf(`'${thrownAway}'::regclass`)},
  'indexes', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', x.relname,
      'keys', ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k, false)
        FROM pg_catalog.generate_series(1, i.indnkeyatts) k ORDER BY k),
      'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid)))
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = '${rows}'::regclass))::text`,
  printed: (answer, { columns: _, ...view }) => {
    const { indexes = [], ...query } = JSON.parse(answer) as PrintedQuery & { readonly indexes?: PrintedIndex[] };
    const byName = new Map(indexes.map((index) => [index.name, index]));
    return {
      ...view,
      ...withPrinted(query),
      ...(view.indexes === undefined
        ? {}
        : { indexes: view.indexes.map((index, at) => withPrintedParts(index, byName.get(indexName(at)))) }),
    };
  },
};

/** The indexes in which there is something to print. */
const asked = ({ indexes = [] }: MaterializedView): readonly { readonly index: Index; readonly at: number }[] =>
  indexes
    .map((index, at) => ({ index, at }))
    .filter(({ index }) => index.where !== undefined || index.columns.some((part) => expressionOf(part) !== undefined));

const expressionOf = (part: string | IndexPart): string | undefined =>
  typeof part !== 'string' && 'expression' in part ? part.expression : undefined;

const keySql = (part: string | IndexPart): string =>
  typeof part === 'string' ? quoteIdentifier(part) : 'column' in part ? quoteIdentifier(part.column) : part.expression;

function withPrintedParts(index: Index, printed: PrintedIndex | undefined): Index {
  if (printed === undefined) return index;
  return {
    ...index,
    columns: index.columns.map((part, at) =>
      typeof part !== 'string' && 'expression' in part
        ? { ...part, expression: printed.keys[at] ?? part.expression }
        : part,
    ),
    ...(printed.predicate === null ? {} : { where: printed.predicate }),
  };
}

/** Others lean on a temporary view of the same name. */
export const materializedViewShadowing: Shadowing<'materializedView'> = (view, place) => [
  `CREATE TEMPORARY VIEW ${quoteIdentifier(view.name)}${columnList(view)} AS\n${place.text(definitionOf(view) ?? '')}`,
];
