import { derive } from '../../schema/canonical.ts';
import type { DialectOptions } from '../../schema/options.ts';
import { Families, hasParents } from '../../schema/parents.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { TableName } from '../../schema/table-name.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Server } from '../dialect.ts';
import { canonicalColumn } from './canonical-column.ts';
import { canonicalConstraint } from './canonical-constraint.ts';
import { canonicalFamily, withoutInherited } from './canonical-family.ts';
import { canonicalIndex } from './canonical-index.ts';
import { canonicalName } from './canonical-name.ts';
import { gatherEnumChecks } from './enum-checks.ts';
import { canonicalExpression } from './expression-text.ts';
import { settleEnums } from './objects/enum.ts';
import { canonicalRowSecurity } from './objects/row-security.ts';
import { supports } from './objects/supports.ts';
import { canonicalStorage } from './storage.ts';

/**
 * A schema as the server would report it, had it been created from this: implied parts left out, types and defaults in
 * one spelling, names cut as the server cuts them. Pure and idempotent; every part remembers what it was made from.
 */
export function canonicalise(schema: Schema, server: Server): Schema {
  const families = new Families(schema);
  const tables = withoutInherited(schema.tables.map((table) => canonicalTable(table, families, server)));
  const canonical = (schema.objects ?? []).flatMap((object) => canonicaliseObject(supports, object, server));
  const objects = settleEnums(canonical, tables);
  const { objects: _, ...rest } = schema;
  return {
    ...rest,
    tables,
    ...(objects.length === 0 ? {} : { objects }),
  };
}

function canonicalTable(declared: Table, families: Families, server: Server): Table {
  const table = gatherEnumChecks(declared);
  const name = canonicalName(table, server);
  const constraints = table.constraints ?? [];
  const keyColumns = new Set(constraints.flatMap((one) => (one.kind === 'primaryKey' ? one.columns : [])));
  const columns = table.columns.map((column) => canonicalColumn(column, name, server, keyColumns.has(column.name)));
  const all = hasParents(table)
    ? families.columnsOf(table).map((column) => canonicalColumn(column, name, server, false))
    : columns;
  return derive(declared, {
    name: name.name,
    schema: name.schema,
    columns,
    constraints:
      constraints.length === 0 ? undefined : constraints.map((one) => canonicalConstraint(one, name, all, server)),
    indexes: table.indexes?.length ? table.indexes.map((index) => canonicalIndex(index, all)) : undefined,
    comment: table.comment === '' ? undefined : table.comment,
    postgresql: canonicalTableOptions(table.postgresql, name, server),
    renamedFrom: undefined,
    movedFrom: undefined,
    mysql: undefined,
    sqlite: undefined,
  });
}

/** Storage parameters as the catalog keeps them, as text; what is the default anyway goes. */
function canonicalTableOptions(
  options: DialectOptions | undefined,
  table: TableName,
  server: Server,
): DialectOptions | undefined {
  if (options === undefined) return undefined;
  const { unlogged, tablespace, with: _, rowSecurity: _security, ...others } = options;
  const { partitionBy, partitionOf, bound, inherits, using, ...rest } = others;
  const canonical = {
    ...rest,
    ...canonicalFamily({ partitionOf, bound, inherits }, table, server),
    ...canonicalRowSecurity(options),
    ...(using === undefined || using === 'heap' ? {} : { using }),
    ...(unlogged === true ? { unlogged } : {}),
    ...(tablespace === undefined || tablespace === 'pg_default' ? {} : { tablespace }),
    ...(typeof partitionBy === 'string' ? { partitionBy: canonicalExpression(partitionBy) } : {}),
    ...canonicalStorage(options),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}
