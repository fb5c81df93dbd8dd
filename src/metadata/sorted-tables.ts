import type { Table } from './table.ts';

/**
 * Tables in an order in which they can be created: what a foreign key points at comes first. Tables that do not depend on
 * each other stand by name; in a cycle the first by name comes first. Foreign keys with `useAlter` do not count.
 */
export function sortTables(
  tables: ReadonlyMap<string, Table>,
  targetsOf: (table: Table) => readonly string[],
): Table[] {
  const sorted = new Map<string, Table>();
  const visiting = new Set<string>();
  const visit = (key: string): void => {
    const table = tables.get(key);
    if (table === undefined || sorted.has(key) || visiting.has(key)) return;
    visiting.add(key);
    for (const target of [...targetsOf(table)].sort()) visit(target);
    sorted.set(key, table);
  };
  for (const key of [...tables.keys()].sort()) visit(key);
  return [...sorted.values()];
}
