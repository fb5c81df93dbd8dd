import type { TableName } from '../../schema/table-name.ts';
import type { Server } from '../dialect.ts';
import { clipIdentifier } from './quoting.ts';

/** A name as the catalog has it: cut to what fits, and without the schema where that is the default one. */
export function canonicalName({ name, schema }: TableName, { defaultSchema }: Server): TableName {
  const clipped = clipIdentifier(name);
  return schema === undefined || schema === defaultSchema
    ? { name: clipped }
    : { name: clipped, schema: clipIdentifier(schema) };
}
