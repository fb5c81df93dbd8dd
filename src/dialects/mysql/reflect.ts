import type { Column } from '../../schema/column.ts';
import type { Check, Constraint, ForeignKey, ReferentialAction } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { type TableName, tableKey } from '../../schema/table-name.ts';
import type { Connection, Scope } from '../dialect.ts';
import {
  type CatalogRows,
  type CheckRow,
  type ColumnRow,
  filterOf,
  isOneOf,
  type KeyRow,
  namesOf,
  type PartitionRow,
  type ReferenceRow,
  readCatalog,
  type TableRow,
} from './catalog.ts';
import { restoreDefaults, restoreFromStatements } from './catalog-repair.ts';
import { isOwnNow, isTextual, parseDefault } from './defaults.ts';
import type { Flavour } from './flavour.ts';
import { reflectObjects } from './objects/reflect.ts';
import { partitionsOf } from './reflect-partitions.ts';
import type { ReportedKind } from './reported-kinds.ts';
import { parseType, type TypeRules } from './types.ts';
import { gatherChecks } from './value-check.ts';

/** Reads the catalog into the vocabulary of the models. */
export async function reflect(connection: Connection, scope: Scope, flavour: Flavour): Promise<Schema> {
  const read = await readCatalog(connection, scope, flavour.catalog);
  const whole = await restoreFromStatements(connection, await restoreDefaults(connection, read, flavour), flavour);
  const reader = new Reader(connection, flavour, whole.rows, whole.parsers);
  const wanted = scope.tables === undefined ? undefined : new Set(scope.tables.map(tableKey));
  const tables = whole.rows.tables.filter(isTable).map((row) => reader.table(row));
  const names = namesOf(connection, scope);
  const others = await reflectObjects(connection, filterOf(connection, scope), isOneOf(names, connection.server));
  const unmodelled = [...reader.unmodelled(), ...others.unmodelled].sort(byKindAndName);
  const schema: Schema = {
    tables: tables.filter((table) => wanted === undefined || wanted.has(tableKey(table))).sort(byName),
    ...(others.objects.length === 0 ? {} : { objects: others.objects }),
    ...(unmodelled.length === 0 ? {} : { unmodelled }),
  };
  return flavour.reflectObjects(connection, scope, schema);
}

const isTable = ({ table_type }: TableRow): boolean => table_type === 'BASE TABLE' || table_type === 'SYSTEM VERSIONED';

const byName = (a: TableName, b: TableName): number => (tableKey(a) < tableKey(b) ? -1 : 1);

type InTable = { readonly table_schema: string; readonly table_name: string | null };

const keyOf = ({ table_schema, table_name }: InTable): string => `${table_schema}\0${table_name}`;

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** The catalog lists the parts of a table in no order that lasts. */
const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const byConstraintName = (a: CheckRow, b: CheckRow): number => (a.constraint_name < b.constraint_name ? -1 : 1);

const byPosition = (a: { readonly position: number }, b: { readonly position: number }): number =>
  Number(a.position) - Number(b.position);

/** Turns the rows of the catalog into tables. */
class Reader {
  readonly #flavour: Flavour;
  readonly #types: TypeRules;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #defaultSchema: string | undefined;
  readonly #rows: CatalogRows;
  readonly #parsers: ReadonlyMap<string, string>;
  readonly #columns: ReadonlyMap<string, readonly ColumnRow[]>;
  readonly #keys: ReadonlyMap<string, readonly KeyRow[]>;
  readonly #references: ReadonlyMap<string, readonly ReferenceRow[]>;
  readonly #checks: ReadonlyMap<string, readonly CheckRow[]>;
  readonly #partitions: ReadonlyMap<string, readonly PartitionRow[]>;
  readonly #actions: ReadonlyMap<string, CatalogRows['actions'][number]>;

  constructor(connection: Connection, flavour: Flavour, rows: CatalogRows, parsers: ReadonlyMap<string, string>) {
    const { server } = connection;
    this.#flavour = flavour;
    this.#types = flavour.rules(server).types;
    this.#settings = server.settings;
    this.#defaultSchema = server.defaultSchema;
    this.#rows = rows;
    this.#parsers = parsers;
    this.#columns = groupBy(rows.columns, keyOf);
    this.#keys = groupBy(rows.keys, keyOf);
    this.#references = groupBy(rows.references, keyOf);
    this.#checks = groupBy(rows.checks, keyOf);
    this.#partitions = groupBy(rows.partitions, keyOf);
    this.#actions = new Map(rows.actions.map((row) => [`${keyOf(row)}\0${row.constraint_name}`, row]));
  }

  table(row: TableRow): Table {
    const key = keyOf(row);
    const indexes = [...groupBy(this.#keys.get(key) ?? [], ({ index_name }) => index_name)]
      .sort(byFirst)
      .map(([, keys]) => [...keys].sort(byPosition));
    const constraints = [
      ...indexes.flatMap((keys) => constraintOf(keys, row)),
      ...this.#foreignKeys(key),
      ...[...(this.#checks.get(key) ?? [])].sort(byConstraintName).map((check) => this.#check(check)),
    ];
    const plain = indexes.filter((keys) => constraintOf(keys, row).length === 0).map((keys) => this.#index(keys, row));
    const columns = [...(this.#columns.get(key) ?? [])].sort(byPosition);
    const mysql = this.#options(row);
    const table = {
      name: row.table_name,
      ...this.#schema(row.table_schema),
      columns: columns.map((column) => this.#column(column, row)),
      ...(constraints.length === 0 ? {} : { constraints }),
      ...(plain.length === 0 ? {} : { indexes: plain }),
      ...(row.comment === null || row.comment === '' ? {} : { comment: row.comment }),
      ...(mysql === undefined ? {} : { mysql }),
    };
    return gatherChecks(table, this.#flavour.name, 'named');
  }

  #schema(name: string): { readonly schema?: string } {
    return name === this.#defaultSchema ? {} : { schema: name };
  }

  #column(row: ColumnRow, table: TableRow): Column {
    const spelling = row.column_type;
    const shape = row.srid === null || row.srid === undefined ? spelling : `${spelling} srid ${row.srid}`;
    const type = parseType(shape, this.#types);
    const isComputed = row.expression !== null && row.expression !== '';
    const sql = isComputed ? undefined : this.#flavour.catalog.decodeDefault(row);
    const serverDefault = sql === undefined ? undefined : parseDefault(sql, type, spelling);
    const options = columnOptions(row);
    // an ENUM can be in the character set `binary`, which the catalog leaves out
    const collation = row.collation ?? 'binary';
    return {
      name: row.name,
      type,
      ...(row.is_nullable === 'NO' ? { nullable: false } : {}),
      ...(serverDefault === undefined ? {} : { serverDefault }),
      ...onUpdate(row),
      ...(/auto_increment/i.test(row.extra) ? { autoincrement: true } : {}),
      ...(isComputed ? { computed: this.#computed(row) } : {}),
      ...(isTextual(spelling) && collation !== table.collation ? { collation } : {}),
      ...(row.comment === '' ? {} : { comment: row.comment }),
      ...(options === undefined ? {} : { mysql: options }),
    };
  }

  #computed({ expression, extra }: ColumnRow): NonNullable<Column['computed']> {
    return {
      expression: this.#flavour.catalog.decodeExpression(expression ?? ''),
      ...(/\bstored\b|\bpersistent\b/i.test(extra) ? { persisted: true } : {}),
    };
  }

  #check({ constraint_name, clause, enforced }: CheckRow): Check {
    return {
      kind: 'check',
      name: constraint_name,
      expression: this.#flavour.catalog.decodeExpression(clause),
      ...(enforced === 'NO' ? { notEnforced: true } : {}),
    };
  }

  #foreignKeys(key: string): readonly ForeignKey[] {
    const groups = groupBy(this.#references.get(key) ?? [], ({ constraint_name }) => constraint_name);
    return [...groups].sort(byFirst).map(([name, rows]) => {
      const columns = [...rows].sort(byPosition);
      const [first] = columns as [ReferenceRow];
      const action = this.#actions.get(`${key}\0${name}`);
      return {
        kind: 'foreignKey',
        name,
        columns: columns.map(({ column_name }) => column_name),
        references: {
          table: first.target_table,
          ...this.#targetSchema(first),
          columns: columns.map(({ target_column }) => target_column),
        },
        ...this.#action('onDelete', action?.delete_rule),
        ...this.#action('onUpdate', action?.update_rule),
      };
    });
  }

  /** What the catalog says where nothing is said differs: NO ACTION on MySQL, RESTRICT on MariaDB. InnoDB does the same for both. */
  #action<Name extends 'onDelete' | 'onUpdate'>(name: Name, rule: string | undefined): Partial<ForeignKey> {
    const usual = this.#flavour.name === 'mysql' ? 'NO ACTION' : 'RESTRICT';
    return rule === undefined || rule === usual ? {} : { [name]: rule as ReferentialAction };
  }

  #targetSchema({ table_schema, target_schema }: ReferenceRow): { readonly schema?: string | null } {
    if (table_schema === target_schema) return {};
    return { schema: target_schema === this.#defaultSchema ? null : target_schema };
  }

  #index(keys: readonly KeyRow[], table: TableRow): Index {
    const [first] = keys as [KeyRow];
    const using = first.index_type.toLowerCase();
    const parser = this.#parsers.get(`${keyOf(first)}\0${first.index_name}`);
    const isInvisible = first.is_visible === 'NO';
    return {
      name: first.index_name,
      columns: keys.map((key) => this.#part(key, using)),
      ...(Number(first.non_unique) === 0 ? { unique: true } : {}),
      ...(isUsualMethod(using, table) ? {} : { using }),
      ...(first.comment === '' ? {} : { comment: first.comment }),
      ...(isInvisible || parser !== undefined
        ? { mysql: { ...(isInvisible ? { invisible: true } : {}), ...(parser === undefined ? {} : { parser }) } }
        : {}),
    };
  }

  #part({ column_name, expression, prefix, direction }: KeyRow, using: string): string | IndexPart {
    const order = direction === 'D' ? ({ order: 'desc' } as const) : {};
    if (expression !== null) return { expression: this.#flavour.catalog.decodeExpression(expression), ...order };
    // MySQL reports a prefix of 32 bytes for every key of a SPATIAL index, which cannot be declared.
    const length = prefix === null || using === 'spatial' ? {} : { length: Number(prefix) };
    const options = { ...order, ...length };
    return Object.keys(options).length === 0 ? (column_name ?? '') : { column: column_name ?? '', ...options };
  }

  #options(row: TableRow): DialectOptions | undefined {
    const { engine, collation, schema_collation } = row;
    const isUsual = (engine ?? '').toLowerCase() === (this.#settings.default_storage_engine ?? '').toLowerCase();
    const options = {
      ...(engine === null || isUsual ? {} : { engine }),
      ...(collation === null || collation === schema_collation ? {} : { collate: collation }),
      ...createOptions(row.create_options ?? ''),
      ...(row.table_type === 'SYSTEM VERSIONED' ? { systemVersioned: true } : {}),
      ...partitionsOf(this.#partitions.get(keyOf(row)) ?? []),
    };
    return Object.keys(options).length === 0 ? undefined : options;
  }

  /** What is there and cannot be said in a model. */
  unmodelled(): readonly Unmodelled[] {
    return this.#rows.tables
      .filter((row) => partitionsOf(this.#partitions.get(keyOf(row)) ?? []) === undefined)
      .map((row) => this.#ofTable('partitions', row));
  }

  #ofTable(kind: ReportedKind, { table_schema, table_name }: TableRow): Unmodelled {
    return { kind, name: table_name, ...this.#schema(table_schema), table: table_name };
  }
}

const byKindAndName = (a: Unmodelled, b: Unmodelled): number =>
  a.kind === b.kind ? byName(a, b) : a.kind < b.kind ? -1 : 1;

/** `row_format=DYNAMIC stats_persistent=1 COMPRESSION="zlib"`; MariaDB quotes some names. */
function createOptions(text: string): DialectOptions {
  const options: Record<string, string | number> = {};
  for (const [, name = '', quoted, bare = ''] of text.matchAll(/`?(\w+)`?=(?:["']([^"']*)["']|(\S+))/g)) {
    const value = quoted ?? bare;
    options[camelCase(name)] = /^\d+$/.test(value) ? Number(value) : value;
  }
  return options;
}

const camelCase = (name: string): string =>
  name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function columnOptions({ extra, check, row_bound }: ColumnRow): DialectOptions | undefined {
  const options = {
    ...(/\binvisible\b/i.test(extra) ? { invisible: true } : {}),
    ...(check === undefined ? {} : { check }),
    ...(row_bound === undefined ? {} : { generatedAs: row_bound }),
    ...(/\bwithout system versioning\b/i.test(extra) ? { withoutSystemVersioning: true } : {}),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function onUpdate({ extra, column_type }: ColumnRow): Pick<Column, 'serverOnupdate'> {
  const sql = /on update (\w+(?:\(\d*\))?)/i.exec(extra)?.[1];
  if (sql === undefined) return {};
  return { serverOnupdate: isOwnNow(sql, column_type) ? { function: 'now' } : { text: sql } };
}

/** An index that is a constraint: the primary key, and a unique index with nothing that a constraint cannot say. */
function constraintOf(keys: readonly KeyRow[], table: TableRow): readonly Constraint[] {
  const [first] = keys as [KeyRow];
  const columns = keys.map(({ column_name }) => column_name ?? '');
  if (first.index_name === 'PRIMARY') return [{ kind: 'primaryKey', columns, ...keyOptions(keys) }];
  const isPlain =
    Number(first.non_unique) === 0 &&
    first.comment === '' &&
    first.is_visible !== 'NO' &&
    isUsualMethod(first.index_type.toLowerCase(), table) &&
    keys.every(({ expression, prefix, direction }) => expression === null && prefix === null && direction !== 'D');
  return isPlain ? [{ kind: 'unique', name: first.index_name, columns }] : [];
}

/** Whether an index that does not say a method would have this one. */
const isUsualMethod = (using: string, { engine }: TableRow): boolean =>
  using === ((engine ?? '').toLowerCase() === 'memory' ? 'hash' : 'btree');

/** What a primary key says of its columns beside their names. */
function keyOptions(keys: readonly KeyRow[]): { readonly mysql?: DialectOptions } {
  const length = keys.flatMap(({ column_name, prefix }) => (prefix === null ? [] : [[column_name, Number(prefix)]]));
  const order = keys.flatMap(({ column_name, direction }) => (direction === 'D' ? [[column_name, 'desc']] : []));
  const options: DialectOptions = {
    ...(length.length === 0 ? {} : { length: Object.fromEntries(length) }),
    ...(order.length === 0 ? {} : { order: Object.fromEntries(order) }),
  };
  return Object.keys(options).length === 0 ? {} : { mysql: options };
}
