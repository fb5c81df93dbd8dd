import type { Column } from '../../schema/column.ts';
import type { Table } from '../../schema/table.ts';
import { columnsOf } from '../../schema/table-index.ts';
import type { EnumType } from '../../schema/type.ts';

/** Whether and how the values of a column are computed. */
export type Storage = 'plain' | 'stored' | 'virtual';

export const storageOf = ({ computed }: Column): Storage =>
  computed === undefined ? 'plain' : computed.persisted === true ? 'stored' : 'virtual';

/** Old and new value of those that are called otherwise. */
export function renamedValues(from: Column, to: Column): readonly (readonly [before: string, after: string])[] {
  if (from.type.type !== 'Enum' || to.type.type !== 'Enum') return [];
  const [old, now] = [from.type as EnumType, to.type as EnumType];
  return Object.entries(now.renamedFrom ?? {}).flatMap(([after, before]) =>
    old.values.includes(before) && now.values.includes(after) && !old.values.includes(after) ? [[before, after]] : [],
  );
}

/** The names of keys of several columns, one of them this one; undefined for the primary key. */
export const compositeKeys = (table: Table, column: string): readonly (string | undefined)[] => [
  ...(table.constraints ?? []).flatMap((one) =>
    (one.kind === 'primaryKey' || one.kind === 'unique') && one.columns.length > 1 && one.columns.includes(column)
      ? [one.kind === 'primaryKey' ? undefined : one.name]
      : [],
  ),
  ...(table.indexes ?? []).flatMap((index) =>
    index.columns.length > 1 && columnsOf(index).includes(column) ? [index.name] : [],
  ),
];
