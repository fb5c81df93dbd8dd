import type { SequenceOptions } from '../schema/column.ts';
import { kind, type OfKind } from './kind.ts';

/** A sequence of numbers that stands on its own. Made by `Sequence`. */
export interface DeclaredSequence extends OfKind<'sequence'> {
  readonly name: string;
  readonly options: SequenceSettings;
}

/** What can be said of a sequence beside its name. */
export interface SequenceSettings extends SequenceOptions {
  /** Absent means the schema of the metadata. */
  readonly schema?: string;
  /** The type of its numbers: `bigint` unless said otherwise. */
  readonly dataType?: string;
  readonly comment?: string;
}

/** Where sequences are registered; `MetaData` is one. */
export interface SequenceCollection {
  addSequence(sequence: DeclaredSequence): void;
}

/**
 * A sequence. Given to a column, the column's default is its next value; given a metadata, it is created with the tables.
 *
 * @param name its name
 * @param options where it starts, how it goes on, and the `metadata` it belongs to where no column uses it
 * @example column(sa.Integer, sa.Sequence('order_number', { start: 1000 }))
 */
export function Sequence(
  name: string,
  { metadata, ...options }: SequenceSettings & { readonly metadata?: SequenceCollection } = {},
): DeclaredSequence {
  const sequence: DeclaredSequence = { [kind]: 'sequence', name, options };
  metadata?.addSequence(sequence);
  return sequence;
}
