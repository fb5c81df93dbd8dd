import type { Operation, Row } from '../../src/operations/operation.ts';
import type { Column } from '../../src/schema/column.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { Table } from '../../src/schema/table.ts';

/** Two rows for every table: distinct in every column, accepted by every random check, pointing nowhere. */
export const seedRows = (schema: Schema): readonly Operation[] =>
  schema.tables.map((table) => ({
    kind: 'bulkInsert',
    table: table.name,
    rows: [1, 2].map((number) => rowOf(table, number)),
  }));

const rowOf = (table: Table, number: number): Row =>
  Object.fromEntries(
    table.columns
      .filter(({ computed, name }) => computed === undefined && !name.endsWith('_ref'))
      .map((column) => [column.name, valueOf(column, number)]),
  );

function valueOf({ type }: Column, number: number): Row[string] {
  switch (type.type) {
    case 'SmallInteger':
    case 'Integer':
    case 'BigInteger':
    case 'Numeric':
    case 'Double':
      return number;
    case 'Boolean':
      return number === 1;
    case 'Date':
      return `2024-02-0${number}`;
    case 'DateTime':
      return `2024-02-0${number} 10:00:00`;
    case 'Time':
      return `10:00:0${number}`;
    case 'LargeBinary':
      return new Uint8Array([number, 0, 255]);
    case 'Uuid':
      return `0000000000000000000000000000000${number}`;
    case 'JSON':
      return `{"a":${number}}`;
    case 'Enum':
      return number === 1 ? 'new' : "it's";
    case 'Array':
      return `{${number}}`;
    default:
      return `v${number}`;
  }
}
