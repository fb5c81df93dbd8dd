import type { ObjectSupports } from '../../ansi/object-support.ts';
import { schemaSupport } from './schema.ts';

/** The kinds of objects beside tables that MySQL has, and MariaDB with it. */
export const supports: ObjectSupports = {
  schema: schemaSupport,
};
