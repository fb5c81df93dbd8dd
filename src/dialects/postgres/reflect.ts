import type { SchemaObject } from '../../schema/objects/object.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import type { Connection, Scope, Server } from '../dialect.ts';
import {
  type ColumnRow,
  type ConstraintRow,
  catalogScope,
  columnsQuery,
  constraintsQuery,
  type EnumRow,
  enumsQuery,
  type IndexRow,
  indexesQuery,
  type NamespaceRow,
  namespacesQuery,
  type OtherRow,
  type RelationRow,
  relationsQuery,
  type SequenceRow,
  sequencesQuery,
} from './catalog.ts';
import { othersQuery } from './catalog-others.ts';
import { inSchema } from './default-schema.ts';
import { gatherEnumChecks } from './enum-checks.ts';
import { reflectCode } from './objects/reflect-code.ts';
import { type ColumnContext, reflectColumn } from './reflect-column.ts';
import { constraintNotes, reflectConstraint } from './reflect-constraint.ts';
import { reflectIndex } from './reflect-index.ts';
import { isSerial, reflectSequence, serialNotes } from './reflect-sequence.ts';
import { tableOptions } from './reflect-table-options.ts';
import { readViews, reflectViews, type ViewCatalog } from './reflect-views.ts';
import type { ReportedKind } from './reported-kinds.ts';

/** Everything that was read of the catalog. */
export interface Catalog {
  readonly relations: readonly RelationRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  readonly enums: readonly EnumRow[];
  readonly sequences: readonly SequenceRow[];
  readonly namespaces: readonly NamespaceRow[];
  readonly others: readonly OtherRow[];
  readonly code: readonly SchemaObject[];
  readonly views: ViewCatalog;
}

/** Reads the catalog with a dozen queries, however much is in it, and says it in the models' vocabulary. */
export async function reflect(connection: Connection, scope: Scope): Promise<Schema> {
  const { server } = connection;
  const where = catalogScope(scope, server);
  return toSchema(
    {
      relations: await connection.query<RelationRow>(relationsQuery(where)),
      columns: await connection.query<ColumnRow>(columnsQuery(where, server)),
      constraints: await connection.query<ConstraintRow>(constraintsQuery(where, server)),
      indexes: await connection.query<IndexRow>(indexesQuery(where, server)),
      enums: await connection.query<EnumRow>(enumsQuery()),
      sequences: await connection.query<SequenceRow>(sequencesQuery(where)),
      namespaces: await connection.query<NamespaceRow>(namespacesQuery(where)),
      others: await connection.query<OtherRow>(othersQuery(where)),
      code: await reflectCode(connection, where),
      views: await readViews(connection, where),
    },
    server,
  );
}

function toSchema(catalog: Catalog, server: Server): Schema {
  const modelled = catalog.relations.filter((relation) => unmodelledKind(relation) === undefined);
  const context = new Context(catalog, server);
  const tables = modelled.map((relation) => reflectTable(relation, context));
  const unmodelled = [
    ...catalog.relations.flatMap((relation) => relationNotes(relation, server)),
    ...modelled.flatMap(({ oid, name, schema }) =>
      [
        ...context.constraintsOf(oid).flatMap((row) => constraintNotes(row)),
        ...context.indexesOf(oid).flatMap(([row]) => indexNotes(row)),
        ...serialNotes(context.columnsOf(oid), context.sequences),
      ].map((note) => ({ ...note, table: name, ...inSchema(schema, server) })),
    ),
    ...catalog.sequences.flatMap((row) => (isForgotten(row, context) ? [forgottenSequence(row, server)] : [])),
    ...catalog.others.map((row) => reflectOther(row, server)),
  ];
  const indexesOf = (view: number): readonly Index[] => readIndexes(context.indexesOf(view));
  const objects = [...reflectObjects(catalog, server), ...reflectViews(catalog.views, indexesOf, server)];
  return {
    tables,
    ...(objects.length === 0 ? {} : { objects }),
    ...(unmodelled.length === 0 ? {} : { unmodelled }),
  };
}

/** The rows of each table, found without a search. */
class Context implements ColumnContext {
  readonly server: Server;
  readonly enums: ReadonlyMap<number, EnumRow>;
  readonly sequences: ReadonlyMap<string, SequenceRow>;
  readonly #columns: ReadonlyMap<number, readonly ColumnRow[]>;
  readonly #constraints: ReadonlyMap<number, readonly ConstraintRow[]>;
  readonly #indexes: ReadonlyMap<number, readonly IndexRow[]>;
  readonly #ofConstraints: ReadonlyMap<number, readonly IndexRow[]>;

  constructor(catalog: Catalog, server: Server) {
    this.server = server;
    this.enums = new Map(catalog.enums.map((row) => [row.oid, row]));
    this.sequences = new Map(catalog.sequences.map((row) => [`${row.table}.${row.position}`, row]));
    this.#columns = groupBy(catalog.columns, ({ table }) => table);
    this.#constraints = groupBy(catalog.constraints, ({ table }) => table);
    this.#indexes = groupBy(
      catalog.indexes.filter((row) => !row.of_constraint),
      ({ table }) => table,
    );
    this.#ofConstraints = groupBy(
      catalog.indexes.filter((row) => row.of_constraint),
      ({ oid }) => oid,
    );
  }

  columnsOf(table: number): readonly ColumnRow[] {
    return this.#columns.get(table) ?? [];
  }

  constraintsOf(table: number): readonly ConstraintRow[] {
    return this.#constraints.get(table) ?? [];
  }

  /** The rows of the index that a constraint has, where these say more than the constraint. */
  indexOf({ index }: ConstraintRow): readonly IndexRow[] {
    return this.#ofConstraints.get(index) ?? [];
  }

  /** The rows of the indexes, one list for each index. */
  indexesOf(table: number): readonly (readonly IndexRow[])[] {
    return [...groupBy(this.#indexes.get(table) ?? [], ({ oid }) => oid).values()];
  }
}

function groupBy<T, K>(rows: readonly T[], keyOf: (row: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function reflectTable(relation: RelationRow, context: Context): Table {
  const { oid, schema, name, comment } = relation;
  const { server } = context;
  const rows = context.columnsOf(oid);
  const names = new Map(rows.map((row) => [row.position, row.name]));
  const constraints = context
    .constraintsOf(oid)
    .flatMap((row) => reflectConstraint(row, relation, names, context.indexOf(row), server) ?? []);
  const indexes = readIndexes(context.indexesOf(oid));
  const postgresql = tableOptions(relation);
  return gatherEnumChecks({
    name,
    ...inSchema(schema, server),
    columns: rows.filter(({ inherited }) => !inherited).map((row) => reflectColumn(row, context)),
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...(comment === null ? {} : { comment }),
    ...(postgresql === undefined ? {} : { postgresql }),
  });
}

/** An index that could not be built counts for nothing. */
const readIndexes = (indexes: readonly (readonly IndexRow[])[]): readonly Index[] =>
  indexes.flatMap((parts) => (parts[0]?.valid === true ? [reflectIndex(parts)] : []));

/** What a relation is that is not modelled as a table. */
function unmodelledKind({ kind, typed }: RelationRow): ReportedKind | undefined {
  if (kind === 'f') return 'foreign table';
  return typed ? 'typed table' : undefined;
}

function relationNotes(relation: RelationRow, server: Server): readonly Unmodelled[] {
  const { name, definition } = relation;
  const kind = unmodelledKind(relation);
  const schema = inSchema(relation.schema, server);
  if (kind === undefined) return [];
  const security = relation.row_security ? [{ kind: 'row level security', name, table: name, ...schema }] : [];
  const root = relation.root === null ? {} : { table: relation.root };
  return [{ kind, name, ...root, ...schema, ...(definition === null ? {} : { definition }) }, ...security];
}

const indexNotes = (row: IndexRow | undefined): readonly Unmodelled[] =>
  row === undefined || row.valid ? [] : [{ kind: 'invalid index', name: row.name, ...defined(row.definition) }];

const defined = (definition: string | null): { readonly definition?: string } =>
  definition === null ? {} : { definition };

/** A sequence that a column owns without taking its numbers from it. */
function isForgotten(row: SequenceRow, context: Context): boolean {
  if (row.ownership !== 'a' || row.table === null) return false;
  const column = context.columnsOf(row.table).find(({ position }) => position === row.position);
  return column !== undefined && !isSerial(column, row);
}

const forgottenSequence = ({ schema, name }: SequenceRow, server: Server): Unmodelled => ({
  kind: 'owned sequence',
  name,
  ...inSchema(schema, server),
});

const reflectOther = ({ kind, schema, name, table, definition }: OtherRow, server: Server): Unmodelled => ({
  kind,
  name,
  ...(schema === null ? {} : inSchema(schema, server)),
  ...(table === null ? {} : { table }),
  ...defined(definition),
});

const reflectObjects = (catalog: Catalog, server: Server): readonly SchemaObject[] => [
  ...catalog.namespaces
    .filter(({ name }) => name !== server.defaultSchema && name !== 'public')
    .map(({ name, comment }) => ({ kind: 'schema', name, ...(comment === null ? {} : { comment }) }) as const),
  ...catalog.enums.map(
    ({ schema, name, values, comment }) =>
      ({
        kind: 'enum',
        name,
        ...inSchema(schema, server),
        values,
        ...(comment === null ? {} : { comment }),
      }) as const,
  ),
  ...catalog.sequences.filter(({ ownership }) => ownership === null).map((row) => reflectSequence(row, server)),
  ...catalog.code,
];
