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
  /** Everything that is there at this moment, before any rename; the same for all questions of a comparison. */
  readonly existing: Schema;
}

/** What a server made of declared objects, in the order of the questions. */
export interface ObjectAnswers {
  readonly same: readonly boolean[];
  /** Each in canonical form as the catalog would have it; undefined where the server was not asked or could not make it. */
  readonly printed?: readonly (SchemaObject | undefined)[];
  /** Why the server could not be asked, where text had to be compared instead: worth telling the user. */
  readonly fallback?: string;
}
