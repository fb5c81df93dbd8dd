import type { CustomObject } from '../schema/custom-object.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import type { DialectOptions } from '../schema/options.ts';
import { hasParents } from '../schema/parents.ts';
import { type TableName, tableLabel } from '../schema/table-name.ts';
import { type Column, columnOptions, nameColumn } from './column.ts';
import type { DeclaredConstraint } from './constraint.ts';
import { DuplicateColumn, EmptyTable, InvalidColumn } from './errors.ts';
import { isKind, kind, type OfKind } from './kind.ts';
import { type Exact, type Keys, refuseUnknownOptions } from './known-options.ts';
import { callingPlace, type FindPlace } from './place.ts';
import type { Relationship } from './relationship.ts';
import type { DeclaredSequence } from './sequence.ts';
import type { DeclaredIndex } from './table-index.ts';

/** Columns by the name of the property they are reached by. */
export type Columns = { readonly [property: string]: Column };

/** What can be said of a table beside its parts. */
export interface DeclaredTableOptions {
  /** The schema it is in. Absent means that of the metadata. */
  readonly schema?: string;
  readonly comment?: string;
  /** The name this table had before: it is renamed, not dropped and created. */
  readonly renamedFrom?: string;
  /** The schema this table was in before, null for the default one: it is moved, not dropped and created. */
  readonly movedFrom?: string | null;
  /** Anything you want to remember of it. */
  readonly info?: Readonly<Record<string, unknown>>;
  readonly postgresql?: DialectOptions;
  /** `{ engine: 'InnoDB', charset: 'utf8mb4' }`. MariaDB reads them too. */
  readonly mysql?: DialectOptions;
  /** `{ strict: true, withoutRowid: true }` */
  readonly sqlite?: DialectOptions;
}

/** What can be said of a model beside its parts. */
export interface ModelOptions extends DeclaredTableOptions {
  /** The name of its table, whatever the naming of its base. */
  readonly tablename?: string;
}

/** Every option of a table, or of a model. */
const tableOptions: Keys<ModelOptions> = {
  tablename: true,
  schema: true,
  comment: true,
  renamedFrom: true,
  movedFrom: true,
  info: true,
  postgresql: true,
  mysql: true,
  sqlite: true,
};

/** What can follow the columns of a table. */
export type TableArgument = DeclaredConstraint | DeclaredIndex | DeclaredTableOptions;

/** What can follow the columns of a model. */
export type ModelArgument = DeclaredConstraint | DeclaredIndex | ModelOptions;

/**
 * A table as declared. Made by `Table` and by models.
 *
 * @typeParam N its name
 * @typeParam C its columns
 * @typeParam S its schema
 */
export interface Table<N extends string = string, C = Columns, S extends string | undefined = string | undefined>
  extends OfKind<'table'> {
  readonly name: N;
  readonly schema: S;
  readonly metadata: TableCollection;
  /** Its columns, by property. */
  readonly c: C;
  readonly constraints: readonly DeclaredConstraint[];
  readonly indexes: readonly DeclaredIndex[];
  readonly options: DeclaredTableOptions;
  /** The name of the model it belongs to. */
  readonly model?: string;
  /** How that model is related to others, by property. */
  readonly relationships: Readonly<Record<string, Relationship>>;
  readonly declaredAt: FindPlace;
}

/** Makes the name of a constraint or index for a token of your own in a naming convention. */
export type TokenFunction = (constraint: NamedPart, table: TableName) => string;

/** What is to be named. */
export interface NamedPart {
  readonly kind: 'index' | 'unique' | 'check' | 'foreignKey' | 'primaryKey' | 'exclusion';
  /** The name that was given. */
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

/**
 * How constraints and indexes are named that have no name, by SQLAlchemy's rules: `ix`, `uq`, `ck`, `fk` and `pk` are
 * patterns with tokens such as `%(table_name)s`; any other entry is a token of your own.
 */
export interface NamingConvention {
  /** Indexes. Absent, an index must be named. */
  readonly ix?: string;
  /** Unique constraints. */
  readonly uq?: string;
  /** Checks. */
  readonly ck?: string;
  /** Foreign keys. */
  readonly fk?: string;
  /** Primary keys. */
  readonly pk?: string;
  /** Exclusion constraints. */
  readonly ex?: string;
  readonly [token: string]: string | TokenFunction | undefined;
}

/** Where tables and sequences are registered. `MetaData` is one. */
export interface TableCollection {
  readonly schema: string | undefined;
  readonly namingConvention: NamingConvention;
  /** Tables by name, `schema.name` where they have a schema. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly sequences: readonly DeclaredSequence[];
  /** Objects beside tables: views, triggers, and those of kinds that the project defines. */
  readonly objects: readonly (SchemaObject | CustomObject)[];
  /** Registers a table. @throws DuplicateTable */
  addTable(table: Table): void;
  addSequence(sequence: DeclaredSequence): void;
}

type NamedColumn<C> = C extends { readonly [kind]: 'column'; readonly name: infer N extends string } ? N : never;
type ColumnNamed<I, N> = I extends { readonly [kind]: 'column'; readonly name: N } ? I : never;

/** Columns given one by one, by their names. */
export type ColumnsByName<I> = { readonly [N in NamedColumn<I>]: ColumnNamed<I, N> };

/** The schema that the arguments of a table name, or that of the metadata. */
export type SchemaOf<A extends readonly unknown[], Default extends string | undefined> = [
  Extract<A[number], { readonly schema: string }>,
] extends [never]
  ? Default
  : Extract<A[number], { readonly schema: string }>['schema'];

/**
 * Declares a table that is not a model, as SQLAlchemy Core does: an association table, for one.
 *
 * @param name its name
 * @param metadata where it is registered
 * @param parts its columns, constraints, indexes and options
 * @throws DuplicateTable, DuplicateColumn, EmptyTable
 * @example
 * const postTags = sa.Table('post_tags', Base.metadata,
 *   column('post_id', sa.Integer, ForeignKey('posts.id'), { primaryKey: true }),
 *   column('tag', sa.String(50), { primaryKey: true }));
 */
export function Table<
  const N extends string,
  S extends string | undefined,
  const I extends readonly (Column | TableArgument)[],
>(
  name: N,
  metadata: TableCollection & { readonly schema: S },
  ...parts: I & Exact<I, DeclaredTableOptions>
): Table<N, ColumnsByName<I[number]>, SchemaOf<I, S>> {
  const columns = parts.filter((part): part is Column => isKind(part, 'column'));
  const rest = parts.filter((part): part is TableArgument => !isKind(part, 'column'));
  const unnamed = columns.findIndex((column) => column.name === '');
  const where = { name, declaredAt: callingPlace() };
  if (unnamed !== -1) {
    throw new InvalidColumn(`column ${unnamed + 1} of table '${name}' has no name`, {
      hint: "columns of sa.Table say their name first: column('id', sa.Integer)",
      ...where.declaredAt(),
    });
  }
  const entries = columns.map((column): [string, Column] => [column.name, column]);
  return registerTable({ ...where, metadata, columns: entries, arguments: () => rest });
}

/** What a table is made of. */
export interface TableParts {
  readonly name: string;
  readonly model?: string;
  readonly metadata: TableCollection;
  readonly columns: readonly (readonly [property: string, column: Column])[];
  readonly relationships?: Readonly<Record<string, Relationship>>;
  /** Everything else, once the columns have their names. */
  readonly arguments: (columns: Columns) => readonly ModelArgument[];
  readonly declaredAt: FindPlace;
}

/**
 * Makes a table of copies of these columns and registers it.
 *
 * @throws DuplicateTable, DuplicateColumn, EmptyTable
 */
export function registerTable<T extends Table>(parts: TableParts): T {
  const columns = nameColumns(parts);
  const given = parts.arguments(columns);
  const options: ModelOptions = Object.assign({}, ...given.filter((argument) => !(kind in argument)));
  if (parts.columns.length === 0 && !hasParents(options)) refuseEmpty(parts);
  refuseUnknownOptions(options, tableOptions, labelOf(parts), parts.declaredAt);
  const schema = options.schema ?? parts.metadata.schema;
  const table: Table = {
    [kind]: 'table',
    name: options.tablename ?? parts.name,
    schema,
    metadata: parts.metadata,
    c: columns,
    constraints: given.filter((argument): argument is DeclaredConstraint => isKind(argument, 'constraint')),
    indexes: given.filter((argument): argument is DeclaredIndex => isKind(argument, 'index')),
    options,
    relationships: parts.relationships ?? {},
    declaredAt: parts.declaredAt,
    ...(parts.model === undefined ? {} : { model: parts.model }),
  };
  parts.metadata.addTable(table);
  for (const { sequence } of Object.values(columns)) if (sequence !== undefined) parts.metadata.addSequence(sequence);
  return table as T;
}

/** A table has columns, unless it has those of others. */
function refuseEmpty(parts: TableParts): never {
  throw new EmptyTable(`${labelOf(parts)} has no columns`, { hint: 'declare one at least', ...parts.declaredAt() });
}

/** Copies the columns, each with its name, which must be its own. */
function nameColumns(parts: TableParts): Columns {
  const columns: [property: string, column: Column][] = [];
  const properties = new Map<string, string>();
  for (const [property, declared] of parts.columns) {
    const column = nameColumn(declared, property);
    const other = properties.get(column.name);
    if (other !== undefined) {
      const which = other === property ? '' : `: ${other} and ${property}`;
      throw new DuplicateColumn(`${labelOf(parts)} has two columns named '${column.name}'${which}`, {
        hint: 'remove one of them, or give it another name',
        ...parts.declaredAt(),
      });
    }
    refuseUnknownOptions(
      column.options,
      columnOptions,
      `column '${column.name}' of ${labelOf(parts)}`,
      parts.declaredAt,
    );
    properties.set(column.name, property);
    columns.push([property, column]);
  }
  return Object.fromEntries(columns);
}

/** How messages call a table: by its model where it has one. */
export const labelOf = ({
  name,
  schema,
  model,
}: {
  readonly name: string;
  readonly schema?: string | undefined;
  readonly model?: string;
}): string => {
  const label = `'${tableLabel(schema === undefined ? { name } : { name, schema })}'`;
  return model === undefined ? `table ${label}` : `model '${model}' (table ${label})`;
};

/** The name of a table as data. */
export const tableNameOf = ({ name, schema }: Pick<Table, 'name' | 'schema'>): TableName =>
  schema === undefined ? { name } : { name, schema };

/** The key of a table in its metadata: `users`, `analytics.page_view`. A part that holds a dot itself is quoted. */
export const tableKeyOf = ({ name, schema }: { readonly name: string; readonly schema?: string | undefined }): string =>
  [schema, name]
    .filter((part) => part !== undefined)
    .map((part) => (part.includes('.') ? `"${part}"` : part))
    .join('.');
