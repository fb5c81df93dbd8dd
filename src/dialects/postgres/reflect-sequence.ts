import type { SequenceOptions } from '../../schema/column.ts';
import type { Sequence } from '../../schema/objects/object.ts';
import type { Unmodelled } from '../../schema/schema.ts';
import type { Server } from '../dialect.ts';
import type { ColumnRow, SequenceRow } from './catalog.ts';
import { readDefaultText } from './default-text.ts';
import type { ReportedKind } from './reported-kinds.ts';
import { withoutDefaults } from './sequence-options.ts';

/** A sequence that stands on its own. */
export function reflectSequence(row: SequenceRow, server: Server): Sequence {
  const { schema, name, data_type: dataType, comment } = row;
  return {
    kind: 'sequence',
    name,
    ...(schema === server.defaultSchema ? {} : { schema }),
    ...(dataType === 'bigint' ? {} : { dataType }),
    ...sequenceOptions(row),
    ...(comment === null ? {} : { comment }),
  };
}

/** What a sequence does that one of its type would not do by itself. */
export const sequenceOptions = (row: SequenceRow): SequenceOptions =>
  withoutDefaults(
    {
      start: Number(row.start),
      increment: Number(row.increment),
      minValue: Number(row.min_value),
      maxValue: Number(row.max_value),
      cache: Number(row.cache),
      cycle: row.cycle,
    },
    row.data_type,
  );

/** Whether a column takes its numbers from the sequence that it owns, which is what SERIAL makes. */
export function isSerial(row: ColumnRow, sequence: SequenceRow | undefined): boolean {
  if (sequence?.ownership !== 'a' || row.expression === null) return false;
  const meaning = readDefaultText(row.expression, { spelling: row.type });
  if (meaning.kind !== 'nextval') return false;
  const [name, schema] = meaning.sequence.toReversed();
  return name === sequence.name && (schema === undefined || schema === sequence.schema);
}

/** Sequences of serial columns that were changed by hand: a serial column has no options to say so. */
export function serialNotes(
  columns: readonly ColumnRow[],
  sequences: ReadonlyMap<string, SequenceRow>,
): readonly Unmodelled[] {
  return columns.flatMap((column) => {
    const { table, position, type } = column;
    const row = sequences.get(`${table}.${position}`);
    if (row === undefined || !isSerial(column, row)) return [];
    const options = sequenceOptions(row);
    if (row.data_type === type && Object.keys(options).length === 0) return [];
    const definition = [`AS ${row.data_type}`, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)];
    const kind: ReportedKind = 'options of a serial sequence';
    return [{ kind, name: row.name, definition: definition.join(', ') }];
  });
}
