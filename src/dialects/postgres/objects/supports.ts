import type { ObjectSupports } from '../../ansi/object-support.ts';
import { schemaSupport } from './schema.ts';
import { sequenceSupport } from './sequence.ts';

/** The kinds of objects beside tables that PostgreSQL has. Enums are made and changed with the columns that use them. */
export const supports: ObjectSupports = {
  schema: schemaSupport,
  sequence: sequenceSupport,
};
