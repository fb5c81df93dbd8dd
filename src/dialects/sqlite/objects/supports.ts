import type { ObjectSupports } from '../../ansi/object-support.ts';
import { triggerSupport } from './trigger.ts';
import { viewSupport } from './view.ts';
import { virtualTableSupport } from './virtual-table.ts';

/** The kinds of objects beside tables that SQLite has: a sequence, a namespace or an enum of another database is nothing here. */
export const supports: ObjectSupports = {
  view: viewSupport,
  trigger: triggerSupport,
  virtualTable: virtualTableSupport,
};
