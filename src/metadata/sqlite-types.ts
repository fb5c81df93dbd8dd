import { type IntegerType, type Type, typeData } from './sql-type.ts';

/** Whole numbers of 64 bits: `INTEGER`. */
export const Integer = (): IntegerType<number, number | bigint> => typeData('sqlite.Integer');

/** Approximate numbers of 64 bits: `REAL`. */
export const Real = (): Type<number> => typeData('sqlite.Real');

/** Text: `TEXT`. */
export const Text = (): Type<string> => typeData('sqlite.Text');

/** Bytes as they are: `BLOB`. */
export const Blob = (): Type<Buffer, Uint8Array> => typeData('sqlite.Blob');

/** Numbers, whole where they can be: `NUMERIC`. */
export const Numeric = (): Type<number, number | bigint | string> => typeData('sqlite.Numeric');

/** Any value, unchanged: `ANY`, in a `STRICT` table. */
export const Any = (): Type<unknown> => typeData('sqlite.Any');
