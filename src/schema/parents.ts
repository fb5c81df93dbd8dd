import type { Column } from './column.ts';
import type { Schema } from './schema.ts';
import type { Table, TableOptions } from './table.ts';
import { nameOf, type TableName, tableKey } from './table-name.ts';

/** How a table belongs to others, among the options of the database that knows such a thing. */
const familyOf = ({ postgresql = {} }: TableOptions): readonly string[] => {
  const { partitionOf, inherits } = postgresql;
  if (typeof partitionOf === 'string') return [partitionOf];
  return Array.isArray(inherits) ? (inherits as readonly string[]) : [];
};

/**
 * The tables whose columns a table has as well: the one that it is a partition of, or those that it inherits from. They
 * are named as in SQL, and looked for in the schema of the table where they do not say theirs.
 */
export const parentsOf = (table: Pick<Table, 'name' | 'schema' | 'postgresql'>): readonly TableName[] =>
  familyOf(table).map((name) => readTableName(name, table.schema));

/** Whether a table has columns of others. */
export const hasParents = (table: TableOptions): boolean => familyOf(table).length > 0;

const part = /"((?:[^"]|"")*)"|([^".]+)/g;

/** `events`, `archive.events`, `"Archive"."Events"`. */
export function readTableName(written: string, schema: string | undefined): TableName {
  const names = [...written.matchAll(part)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
  const [name = written, own = schema] = names.toReversed();
  return own === undefined ? { name } : { name, schema: own };
}

/** The other way round: a name that is read back as this one, in a table of this schema. */
export function writeTableName(table: TableName, schema: string | undefined): string {
  const quote = (name: string): string => (/[".]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  return table.schema === undefined || table.schema === schema
    ? quote(table.name)
    : `${quote(table.schema)}.${quote(table.name)}`;
}

/** Finds tables by name; a schema that is not there may be the one that tables without one are in. */
export class Families {
  readonly #tables: ReadonlyMap<string, Table>;

  constructor({ tables }: Schema) {
    this.#tables = new Map(tables.map((table) => [tableKey(table), table]));
  }

  parentsOf(table: Table): readonly Table[] {
    return parentsOf(table).flatMap(
      (name) => this.#tables.get(tableKey(name)) ?? this.#tables.get(tableKey({ name: name.name })) ?? [],
    );
  }

  /** The columns that a table has of others, those that it has itself left as they are there. */
  inheritedColumns(table: Table, seen: ReadonlySet<string> = new Set()): readonly Column[] {
    const key = tableKey(nameOf(table));
    if (seen.has(key)) return [];
    const found = new Map<string, Column>();
    for (const parent of this.parentsOf(table)) {
      for (const column of this.columnsOf(parent, new Set([...seen, key]))) {
        if (!found.has(column.name)) found.set(column.name, column);
      }
    }
    return [...found.values()];
  }

  /** All columns of a table: those of others first, in the form that it has them. */
  columnsOf(table: Table, seen: ReadonlySet<string> = new Set()): readonly Column[] {
    if (!hasParents(table)) return table.columns;
    const inherited = this.inheritedColumns(table, seen);
    const names = new Set(inherited.map(({ name }) => name));
    const own = new Map(table.columns.map((column) => [column.name, column]));
    return [
      ...inherited.map((column) => own.get(column.name) ?? withoutComment(column)),
      ...table.columns.filter(({ name }) => !names.has(name)),
    ];
  }

  /** The table with all its columns. */
  whole(table: Table): Table {
    return hasParents(table) ? { ...table, columns: this.columnsOf(table) } : table;
  }
}

/** Comments stay where they were made. */
function withoutComment(column: Column): Column {
  if (column.comment === undefined) return column;
  const { comment: _, ...rest } = column;
  return rest;
}

/** Whether a table is a part of another one, which gives it keys and indexes, too. */
export const isPartition = ({ postgresql }: TableOptions): boolean => typeof postgresql?.partitionOf === 'string';

/** The options of a table that stands on its own. */
export function withoutParents(options: TableOptions): TableOptions {
  const { postgresql = {}, ...others } = options;
  const { partitionOf: _p, bound: _b, inherits: _i, ...rest } = postgresql;
  return Object.keys(rest).length === 0 ? others : { ...others, postgresql: rest };
}

/** A table that names a renamed table among its parents by the new name. */
export function renameParent(table: Table, old: TableName, name: string): Table {
  if (!hasParents(table)) return table;
  const rename = (written: string): string => {
    const parent = readTableName(written, table.schema);
    return tableKey(parent) === tableKey(old) ? writeTableName({ ...parent, name }, table.schema) : written;
  };
  const { partitionOf, inherits } = table.postgresql ?? {};
  return {
    ...table,
    postgresql: {
      ...table.postgresql,
      ...(typeof partitionOf === 'string' ? { partitionOf: rename(partitionOf) } : {}),
      ...(Array.isArray(inherits) ? { inherits: (inherits as readonly string[]).map(rename) } : {}),
    },
  };
}
