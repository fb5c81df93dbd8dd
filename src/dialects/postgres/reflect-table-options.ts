import type { DialectOptions } from '../../schema/options.ts';
import { writeTableName } from '../../schema/parents.ts';
import type { RelationRow } from './catalog.ts';
import { rowSecurityOf } from './objects/row-security.ts';
import { readStorage } from './storage.ts';

/** What a table has beside its parts; undefined where there is nothing to say. */
export function tableOptions(row: RelationRow): DialectOptions | undefined {
  const found = {
    ...familyOptions(row),
    ...(row.unlogged ? { unlogged: true } : {}),
    ...(row.access_method === null ? {} : { using: row.access_method }),
    ...(row.tablespace === null ? {} : { tablespace: row.tablespace }),
    ...readStorage(row.options),
    ...(row.partition_key === null ? {} : { partitionBy: row.partition_key }),
    ...rowSecurityOf(row),
    ...replicaIdentity(row),
    ...(row.clustered_index === null ? {} : { clusterOn: row.clustered_index }),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

/** A parent in the schema of the table goes without it; the default schema is named where it is another one. */
function familyOptions({ parents, bound, schema }: RelationRow): DialectOptions {
  const names = (parents ?? []).map((parent) => writeTableName(parent, schema));
  const [first] = names;
  if (first === undefined) return {};
  return bound === null ? { inherits: names } : { partitionOf: first, bound };
}

function replicaIdentity({ replica_identity: kind, replica_index: index }: RelationRow): DialectOptions {
  if (kind === 'f') return { replicaIdentity: 'full' };
  if (kind === 'n') return { replicaIdentity: 'nothing' };
  return kind === 'i' && index !== null ? { replicaIdentity: { index } } : {};
}
