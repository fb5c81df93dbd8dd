/** How a table is called. Without a schema it is in the connection's default schema. */
export interface TableName {
  readonly name: string;
  readonly schema?: string;
}

/** A key for maps, distinct for distinct names, whatever characters they hold. */
export const tableKey = ({ schema, name }: TableName): string =>
  schema === undefined ? name : `${schema}\u0000${name}`;

/** How people write it: `users`, `analytics.page_view`. */
export const tableLabel = ({ schema, name }: TableName): string => (schema === undefined ? name : `${schema}.${name}`);

/** Only the identity of a table or of anything with a name and a schema. */
export const nameOf = ({ name, schema }: TableName): TableName => (schema === undefined ? { name } : { schema, name });

/** A name, with the schema where there is one. */
export const named = (name: string, schema: string | undefined): TableName =>
  schema === undefined ? { name } : { name, schema };

/** The table that something is on, or a part of. */
export const tableOf = ({
  table = '',
  schema,
}: {
  readonly table?: string | undefined;
  readonly schema?: string | undefined;
}): TableName => named(table, schema);
