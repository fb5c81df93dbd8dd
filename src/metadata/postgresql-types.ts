import { type ListedType, type Type, typeData } from './sql-type.ts';

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
export const Macaddr8 = (): ListedType<string, string> => typeData('postgresql.Macaddr8');

/** A document made ready for full text search: `tsvector`. */
export const TsVector = (): ListedType<string, string> => typeData('postgresql.TsVector');

/** A query of full text search: `tsquery`. */
export const TsQuery = (): ListedType<string, string> => typeData('postgresql.TsQuery');

/** An amount in the server's currency: `money`. The driver returns it as text, `$1.00`. */
export const Money = (): Type<string, string | number> => typeData('postgresql.Money');

/** An XML document: `xml`. */
export const Xml = (): ListedType<string, string> => typeData('postgresql.Xml');

/** The catalog's number of an object: `oid`. */
export const Oid = (): Type<number> => typeData('postgresql.Oid');

/** A table or another relation, by its name: `regclass`. */
export const RegClass = (): ListedType<string, string> => typeData('postgresql.RegClass');

/** An identifier: `name`. */
export const Name = (): ListedType<string, string> => typeData('postgresql.Name');

/** A path in a JSON document: `jsonpath`. */
export const JsonPath = (): ListedType<string, string> => typeData('postgresql.JsonPath');

/** A place in the write-ahead log: `pg_lsn`. */
export const PgLsn = (): ListedType<string, string> => typeData('postgresql.PgLsn');

/** Bytes: `bytea`. */
export const Bytea = (): Type<Buffer, Uint8Array> => typeData('postgresql.Bytea');

/** A point of the plane: `point`. */
export const Point = (): Type<PointValue, string> => typeData('postgresql.Point');

/** A line without ends: `line`. */
export const Line = (): ListedType<string, string> => typeData('postgresql.Line');

/** A line with two ends: `lseg`. */
export const LineSegment = (): ListedType<string, string> => typeData('postgresql.LineSegment');

/** A rectangle: `box`. */
export const Box = (): ListedType<string, string> => typeData('postgresql.Box');

/** A sequence of points, open or closed: `path`. */
export const Path = (): ListedType<string, string> => typeData('postgresql.Path');

/** A polygon: `polygon`. */
export const Polygon = (): ListedType<string, string> => typeData('postgresql.Polygon');

/** A circle: `circle`. */
export const Circle = (): ListedType<string, CircleValue, string> => typeData('postgresql.Circle');

/** A range of 32-bit numbers: `int4range`. */
export const Int4Range = (): ListedType<string, string> => typeData('postgresql.Int4Range');

/** A range of 64-bit numbers: `int8range`. */
export const Int8Range = (): ListedType<string, string> => typeData('postgresql.Int8Range');

/** A range of exact numbers: `numrange`. */
export const NumRange = (): Type<string> => typeData('postgresql.NumRange');

/** A range of times: `tsrange`. */
export const TsRange = (): ListedType<string, string> => typeData('postgresql.TsRange');

/** A range of times with time zone: `tstzrange`. */
export const TsTzRange = (): ListedType<string, string> => typeData('postgresql.TsTzRange');

/** A range of days: `daterange`. */
export const DateRange = (): ListedType<string, string> => typeData('postgresql.DateRange');

/** Ranges of 32-bit numbers: `int4multirange`. Since PostgreSQL 14. */
export const Int4MultiRange = (): ListedType<string, string> => typeData('postgresql.Int4MultiRange');

/** Ranges of 64-bit numbers: `int8multirange`. Since PostgreSQL 14. */
export const Int8MultiRange = (): ListedType<string, string> => typeData('postgresql.Int8MultiRange');

/** Ranges of exact numbers: `nummultirange`. Since PostgreSQL 14. */
export const NumMultiRange = (): ListedType<string, string> => typeData('postgresql.NumMultiRange');

/** Ranges of times: `tsmultirange`. Since PostgreSQL 14. */
export const TsMultiRange = (): ListedType<string, string> => typeData('postgresql.TsMultiRange');

/** Ranges of times with time zone: `tstzmultirange`. Since PostgreSQL 14. */
export const TsTzMultiRange = (): ListedType<string, string> => typeData('postgresql.TsTzMultiRange');

/** Ranges of days: `datemultirange`. Since PostgreSQL 14. */
export const DateMultiRange = (): ListedType<string, string> => typeData('postgresql.DateMultiRange');

/** Text whose case does not count: `citext`, of the extension of that name. */
export const Citext = (): ListedType<string, string> => typeData('postgresql.Citext');

/** Keys and values: `hstore`, of the extension of that name. */
export const Hstore = (): ListedType<string, string> => typeData('postgresql.Hstore');

/** A path of labels: `ltree`, of the extension of that name. */
export const Ltree = (): ListedType<string, string> => typeData('postgresql.Ltree');

/** A pattern for paths of labels: `lquery`, of the extension `ltree`. */
export const LQuery = (): ListedType<string, string> => typeData('postgresql.LQuery');

/** A full text query for paths of labels: `ltxtquery`, of the extension `ltree`. */
export const LTxtQuery = (): ListedType<string, string> => typeData('postgresql.LTxtQuery');

/** Exactly `length` bits, one unless said otherwise: `bit(3)`. */
export const Bit = (length?: number): ListedType<string, string> => typeData('postgresql.Bit', { length });

/** At most `length` bits, any number unless said otherwise: `bit varying(8)`. */
export const BitVarying = (length?: number): ListedType<string, string> =>
  typeData('postgresql.BitVarying', { length });

/** A list of `length` numbers for similarity search: `vector(3)`, of the extension of that name. */
export const Vector = (length?: number): ListedType<string, string> => typeData('postgresql.Vector', { length });
