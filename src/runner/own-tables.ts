import type { Server } from '../dialects/dialect.ts';
import type { Schema } from '../schema/schema.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';

/** The tables that Athanor keeps for itself in a database. They are never compared and never part of a revision. */
export interface OwnTables {
  /** Created without a primary key where `primaryKey` is false. */
  readonly version: TableName & { readonly primaryKey?: false };
  readonly history: TableName;
  readonly journal: TableName;
}

/** History and journal stand beside the version table and are named after it: `athanor_version`, `athanor_history`. */
export function ownTables(version: OwnTables['version'], server: Pick<Server, 'defaultSchema'>): OwnTables {
  const stem = version.name.replace(/_version$/, '');
  const place =
    version.schema === undefined || version.schema === server.defaultSchema ? {} : { schema: version.schema };
  return {
    version: { name: version.name, ...place, ...(version.primaryKey === false ? { primaryKey: false } : {}) },
    history: { name: `${stem}_history`, ...place },
    journal: { name: `${stem}_journal`, ...place },
  };
}

/** The schema without the tables that are Athanor's own. */
export function withoutOwnTables(schema: Schema, own: OwnTables): Schema {
  const keys = new Set([own.version, own.history, own.journal].map(tableKey));
  return {
    ...schema,
    tables: schema.tables.filter((table) => !keys.has(tableKey(table))),
    ...(schema.unmodelled === undefined
      ? {}
      : {
          unmodelled: schema.unmodelled.filter((one) => one.table === undefined || !keys.has(tableKey(onTable(one)))),
        }),
  };
}

const onTable = ({ table = '', schema }: { readonly table?: string; readonly schema?: string }): TableName =>
  schema === undefined ? { name: table } : { name: table, schema };
