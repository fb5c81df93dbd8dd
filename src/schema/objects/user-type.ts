import type { SqlType } from '../type.ts';
import type { Dependent } from './dependency.ts';

/** A condition on the values of a domain, which are called VALUE in it. */
export interface DomainCheck {
  /** Absent means the name that the server chooses. */
  readonly name?: string;
  readonly expression: string;
  readonly notValid?: boolean;
}

/** PostgreSQL: a type with conditions on its values. */
export interface Domain extends Dependent {
  readonly kind: 'domain';
  readonly name: string;
  readonly schema?: string;
  readonly type: SqlType;
  readonly collation?: string;
  /** SQL, as in `now()` or `'none'`. */
  readonly serverDefault?: string;
  readonly nullable?: boolean;
  readonly checks?: readonly DomainCheck[];
  readonly comment?: string;
}

/** One of the values that a composite type is made of. */
export interface Attribute {
  readonly name: string;
  readonly type: SqlType;
  readonly collation?: string;
  readonly comment?: string;
}

/** PostgreSQL: a type made of several values. */
export interface CompositeType extends Dependent {
  readonly kind: 'compositeType';
  readonly name: string;
  readonly schema?: string;
  readonly attributes: readonly Attribute[];
  readonly comment?: string;
}

/** PostgreSQL: spans of values of another type. */
export interface RangeType extends Dependent {
  readonly kind: 'rangeType';
  readonly name: string;
  readonly schema?: string;
  /** The type whose spans these are. */
  readonly subtype: SqlType;
  readonly operatorClass?: string;
  readonly collation?: string;
  readonly canonical?: string;
  readonly difference?: string;
  /** The name of the type of several spans; `name_multirange`, or as the server makes it, unless said. */
  readonly multirange?: string;
  readonly comment?: string;
}
