import type { ObjectSupports } from '../../ansi/object-support.ts';
import { eventSupport } from './event.ts';
import { functionSupport, procedureSupport } from './routine.ts';
import { schemaSupport } from './schema.ts';
import { triggerSupport } from './trigger.ts';
import { viewSupport } from './view.ts';

/** The kinds of objects beside tables that MySQL has, and MariaDB with it. */
export const supports: ObjectSupports = {
  schema: schemaSupport,
  view: viewSupport,
  trigger: triggerSupport,
  function: functionSupport,
  procedure: procedureSupport,
  event: eventSupport,
};
