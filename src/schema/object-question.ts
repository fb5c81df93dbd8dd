import type { SchemaObject } from './objects/object.ts';
import type { Schema } from './schema.ts';

/** An object whose declared form is not, in text, what the catalog has: the server is asked what it would make of it. */
export interface ObjectQuestion {
  /** In canonical form, as the catalog has it. */
  readonly reflected: SchemaObject;
  /** In canonical form, as it is declared. */
  readonly declared: SchemaObject;
  /** Everything that is declared, which the object may lean on. */
  readonly surroundings: Schema;
}
