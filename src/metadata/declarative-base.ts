import type { Column } from './column.ts';
import type { Exact, Only } from './known-options.ts';
import { type AnyMetaData, MetaData } from './metadata.ts';
import { type Members, refuseMixinClash } from './mixin.ts';
import { callingPlace } from './place.ts';
import { type Registry, registry } from './registry.ts';
import { isRelationship, type Relationship } from './relationship.ts';
import type { RowOf, Shape } from './row.ts';
import {
  type Columns,
  type DeclaredTableOptions,
  type ModelArgument,
  type ModelOptions,
  registerTable,
  type SchemaOf,
  type Table,
  type TableArgument,
} from './table.ts';
import { type NamingFunction, type TableNameOf, type TableNaming, tableNameFor } from './table-naming.ts';

/** Something that the compiler takes for a column. */
type SomeColumn = Shape[string];
/** The columns among the members of a model, and those of its base that it does not define anew. */
type Merge<Shared, M> = {
  readonly [K in keyof Shared | keyof M as K extends keyof M
    ? M[K] extends SomeColumn
      ? K
      : never
    : K]: K extends keyof M
    ? Extract<M[K], SomeColumn>
    : K extends keyof Shared
      ? Extract<Shared[K], SomeColumn>
      : never;
};

/**
 * A model: a class whose objects are rows, and the table behind it.
 *
 * @typeParam N the name of the table
 * @typeParam C its columns
 * @typeParam S its schema
 */
export interface Model<
  N extends string = string,
  C extends Shape = Columns,
  S extends string | undefined = string | undefined,
> {
  new (row: RowOf<C>): RowOf<C>;
  readonly __table__: Table<N, C, S>;
  /** Its columns, by property. */
  readonly c: C;
  readonly tablename: N;
  readonly metadata: AnyMetaData;
  readonly relationships: Readonly<Record<string, Relationship>>;
}

/** Options of a model, or a list of its constraints, indexes and options; or a function of its columns that gives either. */
export type ModelArguments<C, A extends ModelOptions | readonly ModelArgument[]> = A | ((columns: C) => A);

type ListOf<A> = A extends readonly unknown[] ? A : readonly [A];
/** Arguments of a model with no unknown option among them. */
type ExactArguments<A> = A extends readonly unknown[] ? Exact<A, ModelOptions> : Only<A, ModelOptions>;
/** The name of the table that the arguments give, or that the naming of the base makes. */
type TableNameGiven<A extends readonly unknown[], Default extends string> = [
  Extract<A[number], { readonly tablename: string }>,
] extends [never]
  ? Default
  : Extract<A[number], { readonly tablename: string }>['tablename'];

/**
 * What models are made with. Made by `declarativeBase`.
 *
 * @typeParam Shared the columns that all its models have
 * @typeParam Naming how tables are named after models
 * @typeParam S the schema of its tables
 */
export interface DeclarativeBase<Shared extends Shape, Naming extends TableNaming, S extends string | undefined> {
  /** All tables that are declared with this base. */
  readonly metadata: MetaData<S>;
  /** All models that are declared with this base. */
  readonly registry: Registry;
  /**
   * Declares a model and registers its table. Use it as a class to extend, or as it is.
   *
   * @param name the name of the model, from which the table's is made
   * @param members columns and relationships, by property
   * @param rest constraints, indexes and options of the table
   * @throws DuplicateTable, DuplicateColumn, EmptyTable
   * @example
   * class User extends Base.model('User', { id: column(sa.Integer, { primaryKey: true }) }) {}
   */
  model<
    const N extends string,
    const M extends Members,
    const A extends ModelOptions | readonly ModelArgument[] = readonly [],
  >(
    name: N,
    members: M,
    rest?: ModelArguments<Merge<Shared, M>, A & ExactArguments<A>>,
  ): Model<TableNameGiven<ListOf<A>, TableNameOf<Naming, N>>, Merge<Shared, M>, SchemaOf<ListOf<A>, S>>;
  /**
   * A base with columns that all its models share. It makes no table.
   *
   * @param members columns and relationships, by property
   * @param options how tables are named, and what every table has beside columns
   */
  abstract<const M extends Members>(
    members: M,
    options: AbstractOptions<Merge<Shared, M>, NamingFunction> & { readonly tablename: NamingFunction },
  ): DeclarativeBase<Merge<Shared, M>, NamingFunction, S>;
  abstract<const M extends Members, const K extends TableNaming = Naming>(
    members: M,
    options?: AbstractOptions<Merge<Shared, M>, K>,
  ): DeclarativeBase<Merge<Shared, M>, K, S>;
}

/** What an abstract base decides for its models. */
export interface AbstractOptions<C, Naming extends TableNaming> {
  /** How the name of a table is made from that of its model. */
  readonly tablename?: Naming;
  /** Constraints, indexes and options that every table has. */
  readonly arguments?: ModelArguments<C, DeclaredTableOptions | readonly TableArgument[]>;
}

/** What a declarative base is made from. */
export interface DeclarativeBaseOptions<Naming extends TableNaming, S extends string | undefined> {
  /** Where tables are registered: a new one, unless it is shared. */
  readonly metadata?: MetaData<S>;
  /** Where models are registered: a new one, unless it is shared. */
  readonly registry?: Registry;
  /** How the name of a table is made from that of its model. As it is, unless said otherwise. */
  readonly tablename?: Naming;
}

/**
 * The base of your models, as SQLAlchemy's `declarative_base()`. A project has one, or several for several databases.
 *
 * @param options its metadata (naming convention, schema), and how tables are named
 * @example
 * export const Base = sa.declarativeBase({ tablename: 'snake_plural' });
 * export class User extends Base.model('User', { id: column(sa.Integer, { primaryKey: true }) }) {}
 */
export function declarativeBase<S extends string | undefined = undefined>(
  options: DeclarativeBaseOptions<NamingFunction, S> & { readonly tablename: NamingFunction },
): DeclarativeBase<NoColumns, NamingFunction, S>;
export function declarativeBase<const Naming extends TableNaming = 'as_is', S extends string | undefined = undefined>(
  options?: DeclarativeBaseOptions<Naming, S>,
): DeclarativeBase<NoColumns, Naming, S>;
export function declarativeBase(
  options: DeclarativeBaseOptions<TableNaming, string | undefined> = {},
): DeclarativeBase<NoColumns, TableNaming, string | undefined> {
  const metadata = options.metadata ?? options.registry?.metadata ?? new MetaData();
  return makeBase({
    metadata,
    registry: options.registry ?? registry({ metadata }),
    members: {},
    arguments: [],
    naming: options.tablename ?? 'as_is',
  }) as object as DeclarativeBase<NoColumns, TableNaming, string | undefined>;
}

/** No column is shared. */
export type NoColumns = Readonly<Record<never, never>>;

type AnyArguments = ModelArguments<Columns, ModelOptions | readonly ModelArgument[]>;

interface BaseParts {
  readonly metadata: AnyMetaData;
  readonly registry: Registry;
  readonly members: Members;
  readonly arguments: readonly AnyArguments[];
  readonly naming: TableNaming;
}

const makeBase = (base: BaseParts) => ({
  metadata: base.metadata,
  registry: base.registry,
  model: (name: string, members: Members, rest: AnyArguments = []) => makeModel(base, name, members, rest),
  abstract: (members: Members, options: AbstractOptions<Columns, TableNaming> = {}) =>
    makeBase({
      ...base,
      members: { ...base.members, ...members },
      arguments: [...base.arguments, options.arguments ?? []],
      naming: options.tablename ?? base.naming,
    }),
});

function makeModel(base: BaseParts, name: string, own: Members, rest: AnyArguments) {
  const declaredAt = callingPlace();
  const members = { ...base.members, ...own };
  refuseMixinClash(`model '${name}'`, members, declaredAt);
  const entries = Object.entries(members);
  const table = registerTable({
    name: tableNameFor(base.naming, name),
    model: name,
    metadata: base.metadata,
    columns: entries.filter((entry): entry is [string, Column] => !isRelationship(entry[1])),
    relationships: Object.fromEntries(
      entries.filter((entry): entry is [string, Relationship] => isRelationship(entry[1])),
    ),
    arguments: (columns) => [...base.arguments, rest].flatMap((given) => argumentsFor(given, columns)),
    declaredAt,
  });
  const model = modelClass(name, table, base.metadata);
  base.registry.addModel(name, model);
  return model;
}

function argumentsFor(given: AnyArguments, columns: Columns): readonly ModelArgument[] {
  const made = typeof given === 'function' ? given(columns) : given;
  return isList(made) ? made : [made];
}

const isList = (given: ModelOptions | readonly ModelArgument[]): given is readonly ModelArgument[] =>
  Array.isArray(given);

function modelClass(name: string, table: Table, metadata: AnyMetaData): Model {
  const model = class {
    static readonly __table__ = table;
    static readonly c = table.c;
    static readonly tablename = table.name;
    static readonly metadata = metadata;
    static readonly relationships = table.relationships;
    constructor(row: object) {
      Object.assign(this, row);
    }
  };
  Object.defineProperty(model, 'name', { value: name });
  return model as object as Model;
}
