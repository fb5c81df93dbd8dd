import { type CustomObject, customObjectKey } from '../schema/custom-object.ts';
import { isSchemaObject, type SchemaObject } from '../schema/objects/object.ts';
import { objectKey, objectLabel, objectNameOf } from '../schema/objects/object-name.ts';
import type { TableName } from '../schema/table-name.ts';
import { type CreateAllOptions, engine, type ReflectOptions, type Target } from './engine.ts';
import { DuplicateName, DuplicateTable, UnknownReference } from './errors.ts';
import { targetKeysOf } from './foreign-key-target.ts';
import { declareSequence, declareTable } from './from-schema.ts';
import { given } from './given.ts';
import { kind, type OfKind } from './kind.ts';
import { refuseUnknownPatterns } from './naming.ts';
import { placeLabel } from './place.ts';
import { reflectWithTargets } from './reflect-tables.ts';
import type { DeclaredSequence } from './sequence.ts';
import { sortTables } from './sorted-tables.ts';
import { suggestion } from './suggestion.ts';
import { labelOf, type NamingConvention, type Table, type TableCollection, tableKeyOf, tableNameOf } from './table.ts';
import { toSchema } from './to-schema.ts';

/** How constraints are named unless a metadata says otherwise: only indexes are. */
export const defaultNamingConvention: NamingConvention = { ix: 'ix_%(column_0_label)s' };

/** What a metadata can say about all its tables. */
export interface MetaDataOptions<S extends string | undefined> {
  /** The schema of tables that do not name one. */
  readonly schema?: S;
  /** How constraints and indexes are named. It takes the place of the default, which names only indexes. */
  readonly namingConvention?: NamingConvention;
}

/** A table of a metadata: itself, its model, or its name. */
export type TableReference =
  | string
  | Pick<Table, 'name' | 'schema'>
  | { readonly __table__: Pick<Table, 'name' | 'schema'> };

/** Which tables to create or drop, and what to do with those that are there (or gone) already. */
export interface CreateOptions extends Omit<CreateAllOptions, 'tables'> {
  /** Only these tables, in any order. Absent means all. */
  readonly tables?: readonly TableReference[];
}

/** Metadata whatever its schema. */
export type AnyMetaData = MetaData<string | undefined>;

/**
 * A collection of tables: what `migrate` compares with a database.
 *
 * @typeParam S the schema of its tables
 * @example
 * const metadata = new sa.MetaData({ namingConvention: { pk: 'pk_%(table_name)s', … } });
 */
export class MetaData<const S extends string | undefined = undefined> implements OfKind<'metadata'>, TableCollection {
  readonly [kind] = 'metadata';
  readonly schema: S;
  readonly namingConvention: NamingConvention;
  /** Tables by name, `schema.name` where they have a schema, in the order in which they were declared. */
  readonly tables: ReadonlyMap<string, Table> = new Map();
  /** Sequences, in the order in which they were declared. */
  readonly sequences: readonly DeclaredSequence[] = [];

  /** Objects beside the tables, in the order in which they were declared. */
  readonly objects: readonly (SchemaObject | CustomObject)[] = [];

  /**
   * @param options the schema and the naming convention of its tables
   * @throws InvalidNamingConvention for a pattern under a key that names no kind of constraint
   */
  constructor(options: MetaDataOptions<S> = {}) {
    refuseUnknownPatterns(options.namingConvention ?? {});
    this.schema = options.schema as S;
    this.namingConvention = options.namingConvention ?? defaultNamingConvention;
  }

  /**
   * Tables in an order in which they can be created: what a foreign key points at comes first, tables that do not depend on
   * each other stand by name.
   */
  get sortedTables(): readonly Table[] {
    return sortTables(this.tables, targetKeysOf);
  }

  /** Registers a table. `sa.Table` and models do it. @throws DuplicateTable */
  addTable(table: Table): void {
    const key = tableKeyOf(table);
    const other = this.tables.get(key);
    if (other !== undefined) {
      const first = placeLabel(other.declaredAt());
      throw new DuplicateTable(
        `${labelOf(table)} is declared already${other.model === undefined ? '' : ` by model '${other.model}'`}${first === '' ? '' : `, at ${first}`}`,
        { hint: 'rename one of them, or put one into another schema or metadata', ...table.declaredAt() },
      );
    }
    (this.tables as Map<string, Table>).set(key, table);
  }

  /** Registers a sequence. `sa.Sequence` does it where it is given the metadata, and a table for its columns. */
  addSequence(sequence: DeclaredSequence): void {
    if (!this.sequences.includes(sequence)) (this.sequences as DeclaredSequence[]).push(sequence);
  }

  /**
   * Declares an object beside the tables: one of Athanor's kinds (`sa.View` and the like do it by themselves), or of a kind that
   * the project defines, as what `defineObjectKind` returns makes it. Without a schema it is in that of this metadata.
   *
   * @returns the object as it is declared
   * @throws DuplicateName
   * @example Base.metadata.addObject(view({ name: 'admins', query: 'SELECT * FROM users WHERE admin' }));
   */
  addObject<T extends SchemaObject | CustomObject>(object: T): T {
    const placed =
      this.schema === undefined || object.schema !== undefined || hasNoSchema.has(object.kind)
        ? object
        : { ...object, schema: this.schema };
    if (this.objects.some((other) => keyOfObject(other) === keyOfObject(placed))) {
      throw new DuplicateName(`${objectLabel(placed)} is declared already`, { hint: 'rename one of them' });
    }
    (this.objects as (SchemaObject | CustomObject)[]).push(placed);
    return placed;
  }

  /**
   * Creates the tables in a database, without migrations: for tests and first steps.
   *
   * @param target a URL, or a connection of `connect`
   * @param options which tables; those that are there already are skipped unless `existing` is `'fail'`
   * @throws ModelError, ConnectionFailed, StatementFailed
   * @example await Base.metadata.createAll('sqlite:///app.db');
   */
  async createAll(target: Target, options: CreateOptions = {}): Promise<void> {
    await (await engine()).createAll((limits) => toSchema(this, limits), target, withNames(this, options));
  }

  /**
   * Drops the tables from a database, and all rows with them.
   *
   * @param target a URL, or a connection of `connect`
   * @param options which tables; those that are not there are skipped unless `existing` is `'fail'`
   * @throws ModelError, ConnectionFailed, StatementFailed
   */
  async dropAll(target: Target, options: CreateOptions = {}): Promise<void> {
    await (await engine()).dropAll((limits) => toSchema(this, limits), target, withNames(this, options));
  }

  /**
   * Adds the tables of a database to this metadata, but for those that it has already; with them, the tables that their
   * foreign keys point at, and sequences.
   *
   * @param target a URL, or a connection of `connect`
   * @param options which schema, that of the metadata unless said otherwise, and which tables
   * @throws ConnectionFailed, StatementFailed
   */
  async reflect(target: Target, options: ReflectOptions = {}): Promise<void> {
    const scope = { ...given({ schema: this.schema }), ...options };
    const { tables, objects = [] } = await reflectWithTargets(await engine(), target, scope);
    for (const table of tables) if (!this.tables.has(tableKeyOf(table))) this.addTable(declareTable(table, this));
    const known = new Set(this.sequences.map(({ name, options: { schema } }) => tableKeyOf({ name, schema })));
    for (const object of objects) {
      if (object.kind === 'sequence' && !known.has(tableKeyOf(object))) this.addSequence(declareSequence(object));
    }
  }
}

/** What is in a database as a whole, and in none of its schemas. */
const hasNoSchema: ReadonlySet<string> = new Set(['schema', 'eventTrigger', 'extension']);

const keyOfObject = (object: SchemaObject | CustomObject): string =>
  isSchemaObject(object) ? objectKey(objectNameOf(object)) : customObjectKey(object);

const withNames = (metadata: TableCollection, { tables, ...rest }: CreateOptions): CreateAllOptions =>
  tables === undefined ? rest : { ...rest, tables: tables.map((table) => nameOfTable(metadata, table)) };

function nameOfTable(metadata: TableCollection, reference: TableReference): TableName {
  if (typeof reference !== 'string') return tableNameOf('__table__' in reference ? reference.__table__ : reference);
  const table = metadata.tables.get(reference);
  if (table !== undefined) return tableNameOf(table);
  throw new UnknownReference(`there is no table '${reference}' in this metadata`, {
    hint: suggestion(reference, metadata.tables.keys()),
  });
}
