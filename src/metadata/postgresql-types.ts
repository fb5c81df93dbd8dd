import { type NamedType, type Type, typeData } from './sql-type.ts';

/** What the driver makes of a point. */
export interface PointValue {
  readonly x: number;
  readonly y: number;
}

/** What the driver makes of a circle. */
export interface CircleValue extends PointValue {
  readonly radius: number;
}

/** A host's address, with or without its network: `inet`. */
export const Inet = (): Type<string> => typeData('postgresql.Inet');

/** A network's address: `cidr`. */
export const Cidr = (): Type<string> => typeData('postgresql.Cidr');

/** A hardware address of six bytes: `macaddr`. */
export const Macaddr = (): Type<string> => typeData('postgresql.Macaddr');

/** A hardware address of eight bytes: `macaddr8`. */
export const Macaddr8 = (): Type<string> => typeData('postgresql.Macaddr8');

/** A document made ready for full text search: `tsvector`. */
export const TsVector = (): Type<string> => typeData('postgresql.TsVector');

/** A query of full text search: `tsquery`. */
export const TsQuery = (): Type<string> => typeData('postgresql.TsQuery');

/** An amount in the server's currency: `money`. The driver returns it as text, `$1.00`. */
export const Money = (): Type<string, string | number> => typeData('postgresql.Money');

/** An XML document: `xml`. */
export const Xml = (): Type<string> => typeData('postgresql.Xml');

/** The catalog's number of an object: `oid`. */
export const Oid = (): Type<number> => typeData('postgresql.Oid');

/** A table or another relation, by its name: `regclass`. */
export const RegClass = (): Type<string> => typeData('postgresql.RegClass');

/** An identifier: `name`. */
export const Name = (): Type<string> => typeData('postgresql.Name');

/** A path in a JSON document: `jsonpath`. */
export const JsonPath = (): Type<string> => typeData('postgresql.JsonPath');

/** A place in the write-ahead log: `pg_lsn`. */
export const PgLsn = (): Type<string> => typeData('postgresql.PgLsn');

/** Bytes: `bytea`. */
export const Bytea = (): Type<Buffer, Uint8Array> => typeData('postgresql.Bytea');

/** A point of the plane: `point`. */
export const Point = (): Type<PointValue, string> => typeData('postgresql.Point');

/** A line without ends: `line`. */
export const Line = (): Type<string> => typeData('postgresql.Line');

/** A line with two ends: `lseg`. */
export const LineSegment = (): Type<string> => typeData('postgresql.LineSegment');

/** A rectangle: `box`. */
export const Box = (): Type<string> => typeData('postgresql.Box');

/** A sequence of points, open or closed: `path`. */
export const Path = (): Type<string> => typeData('postgresql.Path');

/** A polygon: `polygon`. */
export const Polygon = (): Type<string> => typeData('postgresql.Polygon');

/** A circle: `circle`. */
export const Circle = (): Type<CircleValue, string> => typeData('postgresql.Circle');

/** A range of 32-bit numbers: `int4range`. */
export const Int4Range = (): Type<string> => typeData('postgresql.Int4Range');

/** A range of 64-bit numbers: `int8range`. */
export const Int8Range = (): Type<string> => typeData('postgresql.Int8Range');

/** A range of exact numbers: `numrange`. */
export const NumRange = (): Type<string> => typeData('postgresql.NumRange');

/** A range of times: `tsrange`. */
export const TsRange = (): Type<string> => typeData('postgresql.TsRange');

/** A range of times with time zone: `tstzrange`. */
export const TsTzRange = (): Type<string> => typeData('postgresql.TsTzRange');

/** A range of days: `daterange`. */
export const DateRange = (): Type<string> => typeData('postgresql.DateRange');

/** Ranges of 32-bit numbers: `int4multirange`. Since PostgreSQL 14. */
export const Int4MultiRange = (): Type<string> => typeData('postgresql.Int4MultiRange');

/** Ranges of 64-bit numbers: `int8multirange`. Since PostgreSQL 14. */
export const Int8MultiRange = (): Type<string> => typeData('postgresql.Int8MultiRange');

/** Ranges of exact numbers: `nummultirange`. Since PostgreSQL 14. */
export const NumMultiRange = (): Type<string> => typeData('postgresql.NumMultiRange');

/** Ranges of times: `tsmultirange`. Since PostgreSQL 14. */
export const TsMultiRange = (): Type<string> => typeData('postgresql.TsMultiRange');

/** Ranges of times with time zone: `tstzmultirange`. Since PostgreSQL 14. */
export const TsTzMultiRange = (): Type<string> => typeData('postgresql.TsTzMultiRange');

/** Ranges of days: `datemultirange`. Since PostgreSQL 14. */
export const DateMultiRange = (): Type<string> => typeData('postgresql.DateMultiRange');

/** Text whose case does not count: `citext`, of the extension of that name. */
export const Citext = (): NamedType<string> => typeData('postgresql.Citext');

/** Keys and values: `hstore`, of the extension of that name. */
export const Hstore = (): NamedType<string> => typeData('postgresql.Hstore');

/** A path of labels: `ltree`, of the extension of that name. */
export const Ltree = (): NamedType<string> => typeData('postgresql.Ltree');

/** A pattern for paths of labels: `lquery`, of the extension `ltree`. */
export const LQuery = (): NamedType<string> => typeData('postgresql.LQuery');

/** A full text query for paths of labels: `ltxtquery`, of the extension `ltree`. */
export const LTxtQuery = (): NamedType<string> => typeData('postgresql.LTxtQuery');

/** Exactly `length` bits, one unless said otherwise: `bit(3)`. */
export const Bit = (length?: number): Type<string> => typeData('postgresql.Bit', { length });

/** At most `length` bits, any number unless said otherwise: `bit varying(8)`. */
export const BitVarying = (length?: number): Type<string> => typeData('postgresql.BitVarying', { length });

/** A list of `length` numbers for similarity search: `vector(3)`, of the extension of that name. */
export const Vector = (length?: number): NamedType<string> => typeData('postgresql.Vector', { length });
