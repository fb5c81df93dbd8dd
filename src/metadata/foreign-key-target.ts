import type { ForeignKeyTarget as TargetData } from '../schema/constraint.ts';
import type { Column } from './column.ts';
import { InvalidForeignKey, UnknownReference } from './errors.ts';
import type { ColumnForeignKey, ForeignKeyOptions, ForeignKeyTarget, OwnColumn, TargetColumn } from './foreign-key.ts';
import { isKind } from './kind.ts';
import { suggestion } from './suggestion.ts';
import { labelOf, type Table, type TableCollection, tableKeyOf } from './table.ts';

/** A foreign key of a table, whether a column or the table declared it. */
export interface OwnForeignKey {
  readonly columns: readonly string[];
  readonly targets: readonly ForeignKeyTarget[];
  readonly options: ForeignKeyOptions;
}

/** All foreign keys of a table: those of its columns first. */
export function foreignKeysOf(table: Table): readonly OwnForeignKey[] {
  const ofColumn = (column: Column): OwnForeignKey[] =>
    column.foreignKeys.map(({ target, options }: ColumnForeignKey) => ({
      columns: [column.name],
      targets: [target],
      options,
    }));
  return [
    ...Object.values(table.c).flatMap(ofColumn),
    ...table.constraints.filter((constraint) => constraint.constraint === 'foreignKey'),
  ];
}

/** The keys of the tables that a table must be created after, as far as they are known. */
export const targetKeysOf = (table: Table): readonly string[] =>
  foreignKeysOf(table)
    .filter(({ options }) => options.useAlter !== true)
    .flatMap(({ targets }) => targets.slice(0, 1))
    .flatMap((target) => {
      const found = findTarget(target, table, [table.metadata]);
      return found === undefined ? [] : [tableKeyOf(found.table)];
    });

interface Found {
  readonly table: Table;
  /** The name of the column, which may not be there. */
  readonly column: string;
}

/**
 * What the targets of a foreign key are, as data.
 *
 * @throws UnknownReference when a table or column is not declared, InvalidForeignKey when they are not of one table
 */
export function bindTargets(key: OwnForeignKey, table: Table, collections: readonly TableCollection[]): TargetData {
  const found = key.targets.map((target) => bindTarget(target, key, table, collections));
  const [first] = found;
  if (first === undefined || found.length !== key.columns.length) {
    throw new InvalidForeignKey(
      `the foreign key of ${labelOf(table)} on ${key.columns.join(', ')} has ${key.columns.length} columns and ${found.length} ${found.length === 1 ? 'target' : 'targets'}`,
      { hint: 'name as many targets as columns, in the same order', ...table.declaredAt() },
    );
  }
  const other = found.find((target) => target.table !== first.table);
  if (other !== undefined) {
    throw new InvalidForeignKey(
      `the foreign key of ${labelOf(table)} on ${key.columns.join(', ')} points at two tables, '${first.table.name}' and '${other.table.name}'`,
      { hint: 'declare two foreign keys', ...table.declaredAt() },
    );
  }
  return {
    table: first.table.name,
    ...targetSchema(first.table, table),
    columns: found.map(({ column }) => column),
  };
}

const targetSchema = (target: Table, table: Table): { readonly schema?: string | null } => {
  if (target.schema !== undefined) return { schema: target.schema };
  return table.schema === undefined ? {} : { schema: null };
};

function bindTarget(
  target: ForeignKeyTarget,
  key: OwnForeignKey,
  table: Table,
  collections: readonly TableCollection[],
): Found {
  const found = findTarget(target, table, collections);
  const says = `the foreign key of ${labelOf(table)} on ${key.columns.join(', ')} points at '${targetLabel(target)}'`;
  if (found === undefined) {
    const hint = isOwnColumn(target)
      ? 'the column is of no table of this metadata: take it from the model, as in ForeignKey(User.c.id), not from a mixin'
      : unknownTableHint(target, collections);
    throw new UnknownReference(`${says}, but there is no such table`, { hint, ...table.declaredAt() });
  }
  const columns = Object.values(found.table.c).map(({ name }) => name);
  if (columns.includes(found.column)) return found;
  throw new UnknownReference(`${says}, but ${labelOf(found.table)} has no column '${found.column}'`, {
    hint: suggestion(found.column, columns),
    ...table.declaredAt(),
  });
}

const isOwnColumn = (target: ForeignKeyTarget): target is OwnColumn => isKind(target, 'column');

function targetLabel(target: ForeignKeyTarget): string {
  if (isOwnColumn(target)) return target.name;
  const { table, schema, column } = partsOf(target);
  return [...(schema === undefined ? [] : [schema]), table, column].join('.');
}

function unknownTableHint(target: string | TargetColumn, collections: readonly TableCollection[]): string {
  const { table, schema } = partsOf(target);
  const known = collections.flatMap(({ tables }) => [...tables.keys()]);
  const meant = suggestion(tableKeyOf({ name: table, schema }), known);
  return `${meant} (a table is known once the module that declares it is imported)`;
}

/** Takes `'users.id'` and `'auth.users.id'` apart: the column is behind the last dot, the table before it. */
function partsOf(target: string | TargetColumn): TargetColumn {
  if (typeof target !== 'string') return target;
  const parts = target.split('.');
  const [table = '', column = ''] = parts.slice(-2);
  return { table, column, ...(parts.length > 2 ? { schema: parts.slice(0, -2).join('.') } : {}) };
}

/** Looks in the table's own metadata first; a target without schema is in the schema of that metadata. */
function findTarget(
  target: ForeignKeyTarget,
  { metadata }: Table,
  collections: readonly TableCollection[],
): Found | undefined {
  const all = [metadata, ...collections.filter((collection) => collection !== metadata)];
  if (isOwnColumn(target)) return findOwner(target, all);
  const { table: name, schema, column } = partsOf(target);
  const schemas = schema === undefined ? [metadata.schema, undefined] : [schema];
  for (const key of schemas.map((each) => tableKeyOf({ name, schema: each }))) {
    for (const { tables } of all) {
      const table = tables.get(key);
      if (table !== undefined) return { table, column };
    }
  }
  return undefined;
}

function findOwner(column: OwnColumn, collections: readonly TableCollection[]): Found | undefined {
  for (const { tables } of collections) {
    for (const table of tables.values()) {
      if (Object.values<OwnColumn>(table.c).includes(column)) return { table, column: column.name };
    }
  }
  return undefined;
}
