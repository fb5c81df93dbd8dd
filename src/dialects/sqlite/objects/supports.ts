import type { ObjectSupports } from '../../ansi/object-support.ts';

/** The kinds of objects beside tables that SQLite has: a sequence, a namespace or an enum of another database is nothing here. */
export const supports: ObjectSupports = {};
