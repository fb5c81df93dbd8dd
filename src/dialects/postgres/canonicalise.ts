import { derive } from '../../schema/canonical.ts';
import { type Check, type Constraint, type ForeignKey, targetOf } from '../../schema/constraint.ts';
import type { SchemaObject, Sequence } from '../../schema/objects/object.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { Server } from '../dialect.ts';
import { atLeast } from '../dialect.ts';
import { canonicalColumn } from './canonical-column.ts';
import { canonicalIndex } from './canonical-index.ts';
import { gatherEnumChecks } from './enum-checks.ts';
import { canonicalExpression } from './expression-text.ts';
import { clipIdentifier } from './quoting.ts';
import { withoutDefaults } from './sequence-options.ts';
import { canonicalStorage } from './storage.ts';
import { canonicalSpelling } from './type-spelling.ts';

/**
 * A schema as the server would report it, had it been created from this: implied parts left out, types and defaults in
 * one spelling, names cut as the server cuts them. Pure and idempotent; every part remembers what it was made from.
 */
export function canonicalise(schema: Schema, server: Server): Schema {
  const objects = (schema.objects ?? []).flatMap((object) => canonicalObject(object, server));
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

function canonicalName({ name, schema }: TableName, { defaultSchema }: Server): TableName {
  const clipped = clipIdentifier(name);
  return schema === undefined || schema === defaultSchema
    ? { name: clipped }
    : { name: clipped, schema: clipIdentifier(schema) };
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

function canonicalObject(object: SchemaObject, server: Server): readonly SchemaObject[] {
  switch (object.kind) {
    // an enum is compared where columns use it
    case 'enum':
      return [];
    case 'schema':
      // every new database has a schema public, which is not for us to make or to drop
      return object.name === server.defaultSchema || object.name === 'public'
        ? []
        : [derive(object, { name: clipIdentifier(object.name), comment: object.comment || undefined })];
    case 'sequence':
      return [canonicalSequence(object, server)];
  }
}

function canonicalSequence(sequence: Sequence, server: Server): Sequence {
  const dataType = canonicalSpelling(sequence.dataType ?? 'bigint');
  const { start, increment, minValue, maxValue, cache, cycle } = { ...unset, ...withoutDefaults(sequence, dataType) };
  const name = canonicalName(sequence, server);
  return derive(sequence, {
    name: name.name,
    schema: name.schema,
    dataType: dataType === 'bigint' ? undefined : dataType,
    ...{ start, increment, minValue, maxValue, cache, cycle },
    comment: sequence.comment || undefined,
  });
}

const unset = {
  start: undefined,
  increment: undefined,
  minValue: undefined,
  maxValue: undefined,
  cache: undefined,
  cycle: undefined,
};
