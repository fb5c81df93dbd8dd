import { type TableName, tableKey, tableLabel } from './table-name.ts';

/**
 * Something in a database of a kind that a project has defined by itself, as plain data: its kind, what it is called, the
 * table that it belongs to where it has one, and whatever its kind says of it.
 */
export interface CustomObject extends TableName {
  /** The name of its kind, as `defineObjectKind` was given it. */
  readonly kind: string;
  /** The table that it is a part of, for things whose names are taken only once in a table. */
  readonly table?: string;
  readonly [part: string]: unknown;
}

/** A key for maps, distinct for distinct objects. */
export const customObjectKey = (object: CustomObject): string =>
  [object.kind, tableKey(object), object.table ?? ''].join('\u0000\u0000');

/** How people call it: `view reporting.sales`, `policy own_rows of orders`. */
export const customObjectLabel = (object: CustomObject): string =>
  `${object.kind} ${tableLabel(object)}${object.table === undefined ? '' : ` of ${object.table}`}`;
