import { derive, originOf } from '../../schema/canonical.ts';
import type { Column } from '../../schema/column.ts';
import { equal } from '../../schema/equal.ts';
import type { DialectOptions } from '../../schema/options.ts';
import { Families, hasParents, readTableName, writeTableName } from '../../schema/parents.ts';
import type { Table } from '../../schema/table.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { Server } from '../dialect.ts';
import { canonicalName } from './canonical-name.ts';
import { canonicalExpression } from './expression-text.ts';

/** What makes a table a partition or a child of others, each named in one way; `table` is canonical. */
export function canonicalFamily(options: DialectOptions, table: TableName, server: Server): DialectOptions {
  const name = (written: string): string => {
    const { name: own, schema } = canonicalName(readTableName(written, table.schema), server);
    return writeTableName(
      { name: own, schema: schema ?? server.defaultSchema ?? '' },
      table.schema ?? server.defaultSchema,
    );
  };
  const { partitionOf, bound, inherits } = options;
  return {
    ...(typeof partitionOf === 'string' ? { partitionOf: name(partitionOf) } : {}),
    ...(typeof bound === 'string' ? { bound: canonicalBound(bound) } : {}),
    ...(Array.isArray(inherits) && inherits.length > 0 ? { inherits: (inherits as string[]).map(name) } : {}),
  };
}

/** `FOR VALUES FROM (1) TO (10)`, or `DEFAULT`. */
export const boundSql = (bound: string): string =>
  /^\s*(?:FOR\s+VALUES|DEFAULT)\b/i.test(bound) ? bound.trim() : `FOR VALUES ${bound.trim()}`;

/** The server prints numbers of some types and all dates as strings, these with the time at which they begin. */
const canonicalBound = (bound: string): string =>
  canonicalExpression(boundSql(bound))
    .replaceAll(/'(-?\d+(?:\.\d+)?)'/g, '$1')
    .replaceAll(/'(\d{4}-\d\d-\d\d) 00:00:00(?:\+00(?::00)?)?'/g, "'$1'");

/** Canonical tables without the columns that they have of others and say nothing else of. */
export function withoutInherited(tables: readonly Table[]): readonly Table[] {
  if (!tables.some(hasParents)) return tables;
  const families = new Families({ tables });
  return tables.map((table) => {
    if (!hasParents(table)) return table;
    const inherited = new Map(families.inheritedColumns(table).map((column) => [column.name, column]));
    const keys = new Set((table.constraints ?? []).flatMap((one) => (one.kind === 'primaryKey' ? one.columns : [])));
    const own = table.columns.filter((column) => {
      const other = inherited.get(column.name);
      const kept = other?.nullable !== false && keys.has(column.name);
      return other === undefined || kept || !saysNothing(column, other);
    });
    const named = new Set(own.map(({ name }) => name));
    const implied = [...keys].flatMap((name) => {
      const column = inherited.get(name);
      return column === undefined || named.has(name) || column.nullable === false ? [] : [notNull(column)];
    });
    const stays = own.length === table.columns.length && implied.length === 0;
    return stays ? table : derive(table, { columns: [...own, ...implied] });
  });
}

/** An inherited column that a key of the table itself keeps from being null. */
const notNull = (inherited: Column): Column => {
  const { comment: _, ...column } = inherited;
  const { comment: _c, ...origin } = originOf(inherited);
  return derive<Column>({ ...origin, nullable: false }, { ...column, nullable: false });
};

function saysNothing(column: Column, inherited: Column): boolean {
  const { comment: _, nullable, ...rest } = inherited;
  // an inherited column is never looser
  const { nullable: own, ...said } = column;
  return equal(
    { ...rest, ...(nullable === false ? { nullable } : {}) },
    { ...said, ...(own === false || nullable === false ? { nullable: false } : {}) },
  );
}
