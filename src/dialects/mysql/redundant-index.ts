import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { isImplied, uncovered } from './implied-index.ts';

/**
 * The indexes that only foreign keys asked for before a table got another key, and that nothing asks for after it. The
 * server drops those that it made by itself; those that were made in the place of a declared one stay, unless they are told to go.
 */
export const redundantIndexes = (before: Table, after: Table): readonly Index[] =>
  (before.indexes ?? []).filter(
    (index) => isImplied(index, before) && isNeeded(index, before) && !isNeeded(index, after),
  );

function isNeeded(index: Index, table: Table): boolean {
  const unserved = new Set(uncovered(table));
  const others = { ...table, indexes: (table.indexes ?? []).filter((one) => one !== index) };
  return uncovered(others).some((foreignKey) => !unserved.has(foreignKey));
}
