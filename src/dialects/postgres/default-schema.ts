import type { Operation } from '../../operations/operation.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import { nameOf, type TableName, tableKey } from '../../schema/table-name.ts';
import type { Server } from '../dialect.ts';

interface MaybeQualified {
  readonly schema?: string | null;
}

/** Without the schema, where it is the one that unqualified names are in: so a thing has one name. */
export function unqualified<T extends MaybeQualified>(part: T, { defaultSchema }: Server): T {
  if (part.schema === undefined || part.schema !== defaultSchema) return part;
  const { schema: _, ...rest } = part;
  return rest as T;
}

/** A table of a schema in which nothing is qualified with the default schema. */
export const findTable = (schema: Schema, wanted: TableName, server: Server): Table | undefined => {
  const key = tableKey(unqualified(nameOf(wanted), server));
  return schema.tables.find((table) => tableKey(table) === key);
};

/** A schema in which nothing is qualified with the default schema. */
export const withoutDefaultQualifier = (schema: Schema, server: Server): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => unqualified(table, server)),
  ...(schema.objects === undefined ? {} : { objects: schema.objects.map((one) => unqualified(one, server)) }),
});

/** The same operation on a table or object that is not qualified with the default schema. */
export function onUnqualified(operation: Operation, server: Server): Operation {
  if (operation.kind === 'createTable' || operation.kind === 'dropTable') {
    return { ...operation, table: unqualified(operation.table, server) } as Operation;
  }
  if ('object' in operation) return { ...operation, object: unqualified(operation.object, server) } as Operation;
  return 'schema' in operation ? (unqualified(operation as MaybeQualified, server) as Operation) : operation;
}

/** The schema of something, absent where it is the default one. */
export const inSchema = (schema: string, { defaultSchema }: Server): { readonly schema?: string } =>
  schema === defaultSchema ? {} : { schema };
