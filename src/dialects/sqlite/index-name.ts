import type { Index } from '../../schema/table-index.ts';
import { columnsOf } from '../../schema/table-index.ts';
import type { TableName } from '../../schema/table-name.ts';

/** The index's name. SQLite gives none by itself, so one that has none is called after its table and columns. */
export const indexName = (index: Index, table: TableName): string =>
  index.name ?? ['ix', table.name, ...columnsOf(index)].join('_');
