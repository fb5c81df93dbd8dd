import type { ObjectSupports } from '../../ansi/object-support.ts';
import { materializedViewSupport } from './materialized-view.ts';
import { ruleSupport } from './rule.ts';
import { schemaSupport } from './schema.ts';
import { sequenceSupport } from './sequence.ts';
import { viewSupport } from './view.ts';

/** The kinds of objects beside tables that PostgreSQL has. Enums are made and changed with the columns that use them. */
export const supports: ObjectSupports = {
  schema: schemaSupport,
  sequence: sequenceSupport,
  view: viewSupport,
  materializedView: materializedViewSupport,
  rule: ruleSupport,
};
