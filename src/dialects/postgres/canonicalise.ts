import { derive } from '../../schema/canonical.ts';
import { type Check, type Constraint, type ForeignKey, targetOf } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { TableName } from '../../schema/table-name.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Server } from '../dialect.ts';
import { atLeast } from '../dialect.ts';
import { canonicalColumn } from './canonical-column.ts';
import { canonicalIndex } from './canonical-index.ts';
import { canonicalName } from './canonical-name.ts';
import { gatherEnumChecks } from './enum-checks.ts';
import { canonicalExpression } from './expression-text.ts';
import { supports } from './objects/supports.ts';
import { clipIdentifier } from './quoting.ts';
import { canonicalStorage } from './storage.ts';

/**
 * A schema as the server would report it, had it been created from this: implied parts left out, types and defaults in
 * one spelling, names cut as the server cuts them. Pure and idempotent; every part remembers what it was made from.
 */
export function canonicalise(schema: Schema, server: Server): Schema {
  const objects = (schema.objects ?? []).flatMap((object) => canonicaliseObject(supports, object, server));
  const { objects: _, ...rest } = schema;
  return {
    ...rest,
    tables: schema.tables.map((table) => canonicalTable(table, server)),
    ...(objects.length === 0 ? {} : { objects }),
  };
}

function canonicalTable(declared: Table, server: Server): Table {
  const table = gatherEnumChecks(declared);
  const name = canonicalName(table, server);
  const constraints = table.constraints ?? [];
  const keyColumns = new Set(constraints.flatMap((one) => (one.kind === 'primaryKey' ? one.columns : [])));
  const columns = table.columns.map((column) => canonicalColumn(column, name, server, keyColumns.has(column.name)));
  return derive(declared, {
    name: name.name,
    schema: name.schema,
    columns,
    constraints:
      constraints.length === 0 ? undefined : constraints.map((one) => canonicalConstraint(one, name, server)),
    indexes: table.indexes?.length ? table.indexes.map((index) => canonicalIndex(index, columns)) : undefined,
    comment: table.comment === '' ? undefined : table.comment,
    postgresql: canonicalTableOptions(table.postgresql),
    renamedFrom: undefined,
    mysql: undefined,
    sqlite: undefined,
  });
}

function canonicalConstraint(constraint: Constraint, table: TableName, server: Server): Constraint {
  const name = constraint.name === undefined ? undefined : clipIdentifier(constraint.name);
  if (constraint.kind === 'check') return canonicalCheck(constraint, name, server);
  const deferred = constraint.initially === 'DEFERRED';
  const common = {
    name,
    columns: constraint.columns.map(clipIdentifier),
    deferrable: constraint.deferrable === true || deferred ? true : undefined,
    initially: deferred ? constraint.initially : undefined,
  };
  switch (constraint.kind) {
    case 'primaryKey':
      return derive(constraint, common);
    case 'unique':
      return derive(constraint, {
        ...common,
        nullsNotDistinct: onlyTrue(constraint.nullsNotDistinct),
      });
    case 'foreignKey':
      return derive(constraint, {
        ...common,
        references: canonicalTarget(constraint, table, server),
        onDelete: constraint.onDelete === 'NO ACTION' ? undefined : constraint.onDelete,
        onUpdate: constraint.onUpdate === 'NO ACTION' ? undefined : constraint.onUpdate,
        match: constraint.match === 'SIMPLE' ? undefined : constraint.match,
        notValid: onlyTrue(constraint.notValid),
        useAlter: undefined,
      });
  }
}

const canonicalCheck = (check: Check, name: string | undefined, { version }: Server): Check =>
  derive(check, {
    name,
    expression: canonicalExpression(check.expression),
    noInherit: onlyTrue(check.noInherit),
    notValid: onlyTrue(check.notValid),
    // since PostgreSQL 18
    notEnforced: atLeast(version, 18) ? onlyTrue(check.notEnforced) : undefined,
  });

const onlyTrue = (value: boolean | undefined): true | undefined => (value === true ? true : undefined);

/** A target in the schema of its own table goes without; one in the default schema, seen from another, says null. */
function canonicalTarget(
  foreignKey: ForeignKey,
  table: TableName,
  { defaultSchema }: Server,
): ForeignKey['references'] {
  const target = targetOf(foreignKey, table);
  const schema = target.schema === defaultSchema ? undefined : target.schema;
  const { columns } = foreignKey.references;
  return {
    table: clipIdentifier(target.name),
    columns: columns.map(clipIdentifier),
    ...(schema === table.schema ? {} : { schema: schema ?? null }),
  };
}

/** Storage parameters as the catalog keeps them, as text; what is the default anyway goes. */
function canonicalTableOptions(options: DialectOptions | undefined): DialectOptions | undefined {
  if (options === undefined) return undefined;
  const { unlogged, tablespace, with: _, partitionBy, ...rest } = options;
  const canonical = {
    ...rest,
    ...(unlogged === true ? { unlogged } : {}),
    ...(tablespace === undefined || tablespace === 'pg_default' ? {} : { tablespace }),
    ...(typeof partitionBy === 'string' ? { partitionBy: canonicalExpression(partitionBy) } : {}),
    ...canonicalStorage(options),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}
