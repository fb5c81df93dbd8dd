import type { Schema } from '../../../src/schema/schema.ts';

/**
 * A schema as one text, in which order means nothing: not of tables and their parts, and not of columns either, as a column
 * that was dropped comes back as the last one.
 */
export function comparable(schema: Schema): string {
  const { tables, objects = [], unmodelled = [] } = schema;
  const lines = [
    ...tables.flatMap(({ columns, constraints = [], indexes = [], ...table }) => [
      line('table', table),
      ...columns.map((column) => line(`${table.name}: column`, column)),
      ...constraints.map((constraint) => line(`${table.name}: constraint`, constraint)),
      ...indexes.map((index) => line(`${table.name}: index`, index)),
    ]),
    ...objects.map((object) => line('object', object)),
    ...unmodelled.map((part) => line('unmodelled', part)),
  ];
  return lines.sort().join('\n');
}

const line = (label: string, part: object): string => `${label} ${JSON.stringify(withSortedKeys(part))}`;

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, withSortedKeys(part)]),
  );
}
