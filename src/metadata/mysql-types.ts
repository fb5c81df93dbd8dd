import { type IntegerType, type Type, typeData } from './sql-type.ts';

/** Options of the whole numbers. */
export interface IntegerOptions {
  /** How wide the client shows it: `INT(11)`. Deprecated by MySQL 8.0, but for `TINYINT(1)`. */
  readonly displayWidth?: number;
  readonly unsigned?: boolean;
  readonly zerofill?: boolean;
}

/** Options of the numbers with a fraction. */
export interface NumberOptions {
  readonly unsigned?: boolean;
  readonly zerofill?: boolean;
}

/** Options of the character types. */
export interface TextOptions {
  /** The character set: `utf8mb4`. */
  readonly charset?: string;
  /** The collation: `utf8mb4_bin`. */
  readonly collation?: string;
}

/** Options of the types that hold a time of day. */
export interface FractionOptions {
  /** Digits of a second that are kept, none unless said otherwise. */
  readonly fsp?: number;
}

/** Options of the shapes. The driver reads shapes but cannot write them: that takes a function such as `ST_GeomFromText`. */
export interface GeometryOptions {
  /** The spatial reference system of the values. */
  readonly srid?: number;
}

/** What the driver makes of a point. */
export interface PointValue {
  readonly x: number;
  readonly y: number;
}

/** Whole numbers of 8 bits: `TINYINT`. */
export const TinyInteger = (options: IntegerOptions = {}): IntegerType => typeData('mysql.TinyInteger', options);

/** Whole numbers of 16 bits: `SMALLINT`. */
export const SmallInteger = (options: IntegerOptions = {}): IntegerType => typeData('mysql.SmallInteger', options);

/** Whole numbers of 24 bits: `MEDIUMINT`. */
export const MediumInteger = (options: IntegerOptions = {}): IntegerType => typeData('mysql.MediumInteger', options);

/** Whole numbers of 32 bits: `INT`. */
export const Integer = (options: IntegerOptions = {}): IntegerType => typeData('mysql.Integer', options);

/** Whole numbers of 64 bits: `BIGINT`. */
export const BigInteger = (options: IntegerOptions = {}): IntegerType<number, number | bigint | string> =>
  typeData('mysql.BigInteger', options);

/** Approximate numbers of 32 bits: `FLOAT`, `FLOAT(7, 4)`. */
export const Float = (precision?: number, scale?: number, options: NumberOptions = {}): Type<number> =>
  typeData('mysql.Float', { precision, scale, ...options });

/** Approximate numbers of 64 bits: `DOUBLE`, `DOUBLE(10, 2)`. */
export const Double = (precision?: number, scale?: number, options: NumberOptions = {}): Type<number> =>
  typeData('mysql.Double', { precision, scale, ...options });

/** Exact numbers: `DECIMAL(10, 2)`. */
export const Decimal = (
  precision?: number,
  scale?: number,
  options: NumberOptions = {},
): Type<string, string | number> => typeData('mysql.Decimal', { precision, scale, ...options });

/** Exactly `length` characters: `CHAR(2)`. */
export const Char = (length?: number, options: TextOptions = {}): Type<string> =>
  typeData('mysql.Char', { length, ...options });

/** At most `length` characters: `VARCHAR(320)`. */
export const String = (length?: number, options: TextOptions = {}): Type<string> =>
  typeData('mysql.String', { length, ...options });

/** Text of 65,535 bytes, or of the smallest type that holds `length` characters: `TEXT`. */
export const Text = (length?: number, options: TextOptions = {}): Type<string> =>
  typeData('mysql.Text', { length, ...options });

/** Text of at most 255 bytes: `TINYTEXT`. */
export const TinyText = (options: TextOptions = {}): Type<string> => typeData('mysql.TinyText', options);

/** Text of at most 16 MB: `MEDIUMTEXT`. */
export const MediumText = (options: TextOptions = {}): Type<string> => typeData('mysql.MediumText', options);

/** Text of at most 4 GB: `LONGTEXT`. */
export const LongText = (options: TextOptions = {}): Type<string> => typeData('mysql.LongText', options);

/** Any number of a list of values: `SET('a', 'b')`. The driver returns them separated by commas. */
export const Set = <const V extends string>(values: readonly V[], options: TextOptions = {}): Type<string> =>
  typeData('mysql.Set', { values: [...values], ...options });

/** Exactly `length` bytes: `BINARY(16)`. */
export const Binary = (length?: number): Type<Buffer, Uint8Array> => typeData('mysql.Binary', { length });

/** At most `length` bytes: `VARBINARY(255)`. */
export const VarBinary = (length?: number): Type<Buffer, Uint8Array> => typeData('mysql.VarBinary', { length });

/** 65,535 bytes, or the smallest type that holds `length` of them: `BLOB`. */
export const Blob = (length?: number): Type<Buffer, Uint8Array> => typeData('mysql.Blob', { length });

/** At most 255 bytes: `TINYBLOB`. */
export const TinyBlob = (): Type<Buffer, Uint8Array> => typeData('mysql.TinyBlob');

/** At most 16 MB: `MEDIUMBLOB`. */
export const MediumBlob = (): Type<Buffer, Uint8Array> => typeData('mysql.MediumBlob');

/** At most 4 GB: `LONGBLOB`. */
export const LongBlob = (): Type<Buffer, Uint8Array> => typeData('mysql.LongBlob');

/** `length` bits, one unless said otherwise: `BIT(8)`. */
export const Bit = (length?: number): Type<Buffer, Uint8Array | number> => typeData('mysql.Bit', { length });

/** A year of four digits: `YEAR`. */
export const Year = (): Type<number, number | string> => typeData('mysql.Year');

/** A day and a time, as written: `DATETIME(6)`. */
export const DateTime = (options: FractionOptions = {}): Type<Date, Date | string> =>
  typeData('mysql.DateTime', options);

/** A point in time between 1970 and 2038, kept in UTC: `TIMESTAMP(6)`. */
export const Timestamp = (options: FractionOptions = {}): Type<Date, Date | string> =>
  typeData('mysql.Timestamp', options);

/** A time of day or a span of time: `TIME(6)`. */
export const Time = (options: FractionOptions = {}): Type<string> => typeData('mysql.Time', options);

/** Any shape: `GEOMETRY`. */
export const Geometry = (options: GeometryOptions = {}): Type<unknown, never> => typeData('mysql.Geometry', options);

/** A point: `POINT`. */
export const Point = (options: GeometryOptions = {}): Type<PointValue, never> => typeData('mysql.Point', options);

/** A curve of straight pieces: `LINESTRING`. */
export const LineString = (options: GeometryOptions = {}): Type<PointValue[], never> =>
  typeData('mysql.LineString', options);

/** A polygon: `POLYGON`. */
export const Polygon = (options: GeometryOptions = {}): Type<PointValue[][], never> =>
  typeData('mysql.Polygon', options);

/** Points: `MULTIPOINT`. */
export const MultiPoint = (options: GeometryOptions = {}): Type<PointValue[], never> =>
  typeData('mysql.MultiPoint', options);

/** Curves: `MULTILINESTRING`. */
export const MultiLineString = (options: GeometryOptions = {}): Type<PointValue[][], never> =>
  typeData('mysql.MultiLineString', options);

/** Polygons: `MULTIPOLYGON`. */
export const MultiPolygon = (options: GeometryOptions = {}): Type<PointValue[][][], never> =>
  typeData('mysql.MultiPolygon', options);

/** Shapes of any kind: `GEOMETRYCOLLECTION`. */
export const GeometryCollection = (options: GeometryOptions = {}): Type<unknown, never> =>
  typeData('mysql.GeometryCollection', options);

/** MariaDB returns the numbers as the bytes they are made of. */
export type VectorsAsBytes = { readonly mariadb: readonly [Buffer, Uint8Array] };

/** A list of `length` numbers for similarity search: `VECTOR(3)`. Since MySQL 9.0 and MariaDB 11.7. */
export const Vector = (length?: number): Type<number[], Uint8Array, VectorsAsBytes> =>
  typeData('mysql.Vector', { length });

/** An IPv4 address: `INET4`. MariaDB only, since 10.10. */
export const Inet4 = (): Type<string> => typeData('mysql.Inet4');

/** An IPv6 address: `INET6`. MariaDB only, since 10.5. */
export const Inet6 = (): Type<string> => typeData('mysql.Inet6');
