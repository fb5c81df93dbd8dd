import type { SequenceOptions } from '../column.ts';

/** A namespace, as PostgreSQL has them. */
export interface Namespace {
  readonly kind: 'schema';
  readonly name: string;
  readonly schema?: never;
  readonly comment?: string;
}

/** A sequence that stands on its own; that of a serial or identity column is part of its column. */
export interface Sequence extends SequenceOptions {
  readonly kind: 'sequence';
  readonly name: string;
  readonly schema?: string;
  readonly dataType?: string;
  readonly comment?: string;
}

/**
 * A PostgreSQL enum type as its catalog has it. It is reflected so that compiling knows which types are there; it is not
 * compared: an enum is declared, altered and dropped through the columns that use it.
 */
export interface EnumObject {
  readonly kind: 'enum';
  readonly name: string;
  readonly schema?: string;
  readonly values: readonly string[];
}

/** What stands in a database beside tables and is created, altered and dropped as a whole. */
export type SchemaObject = Namespace | Sequence | EnumObject;
