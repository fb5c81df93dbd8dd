import { ModelError } from '../errors.ts';

/** A table that is declared twice in one metadata, or in two that are used together. */
export class DuplicateTable extends ModelError {
  override readonly code = 'duplicate_table';
}

/** Two columns of one name in a table, from a mixin, an abstract base or the model itself. */
export class DuplicateColumn extends ModelError {
  override readonly code = 'duplicate_column';
}

/** Two constraints, indexes or sequences whose names are the same where the database wants them distinct. */
export class DuplicateName extends ModelError {
  override readonly code = 'duplicate_name';
}

/** A table, column or model that something refers to and nobody declares. */
export class UnknownReference extends ModelError {
  override readonly code = 'unknown_reference';
}

/** A foreign key that cannot work: as many columns must point as are pointed at, and at one table. */
export class InvalidForeignKey extends ModelError {
  override readonly code = 'invalid_foreign_key';
}

/** A name that the database would refuse or cut. */
export class NameTooLong extends ModelError {
  override readonly code = 'name_too_long';
}

/** A table without columns. */
export class EmptyTable extends ModelError {
  override readonly code = 'empty_table';
}

/** A column that says two things that exclude one another, or a thing that is not a column. */
export class InvalidColumn extends ModelError {
  override readonly code = 'invalid_column';
}

/** An option that a column or a table does not have: most are misspelled. */
export class UnknownOption extends ModelError {
  override readonly code = 'unknown_option';
}

/** A naming convention with a token that does not exist, or that this constraint has no value for. */
export class InvalidNamingConvention extends ModelError {
  override readonly code = 'invalid_naming_convention';
}

/** Metadata was asked to reach a database, and nothing that could was loaded. */
export class EngineMissing extends ModelError {
  override readonly code = 'engine_missing';
}
