/** The databases that Athanor speaks. A server of one family is told from the other when it is connected to. */
export type DialectName = 'postgresql' | 'mysql' | 'mariadb' | 'sqlite';

/** The types that every database has in its own spelling; the names and parameters are SQLAlchemy's. */
export type PortableType =
  | { readonly type: 'SmallInteger' | 'Integer' | 'BigInteger' | 'Double' | 'Date' | 'JSON' | 'JSONB' }
  | BooleanType
  | { readonly type: 'Float'; readonly precision?: number }
  | { readonly type: 'Numeric'; readonly precision?: number; readonly scale?: number }
  | {
      readonly type: 'String' | 'Char' | 'Text' | 'Unicode' | 'UnicodeText';
      readonly length?: number;
      readonly collation?: string;
    }
  | { readonly type: 'DateTime' | 'Time'; readonly timezone?: boolean; readonly precision?: number }
  | { readonly type: 'Interval'; readonly precision?: number; readonly fields?: string }
  | { readonly type: 'LargeBinary'; readonly length?: number }
  | { readonly type: 'Uuid'; readonly native?: boolean }
  | EnumType
  | { readonly type: 'Array'; readonly item: SqlType; readonly dimensions?: number };

/** True or false. Where a database has no such type, `createConstraint` asks for a CHECK named `constraintName`. */
export interface BooleanType {
  readonly type: 'Boolean';
  readonly name?: string;
  readonly createConstraint?: boolean;
  /** The name of the CHECK by the naming convention; `name` is what the user gave. */
  readonly constraintName?: string;
}

/**
 * A list of values. On PostgreSQL a type of its own, named `name`; on MySQL and MariaDB `ENUM(...)`; elsewhere, or with
 * `native: false`, a string as long as the longest value, with a CHECK where `createConstraint` asks for it.
 */
export interface EnumType {
  readonly type: 'Enum';
  readonly values: readonly string[];
  readonly name?: string;
  readonly schema?: string;
  readonly native?: boolean;
  readonly createConstraint?: boolean;
  /** The name of the CHECK by the naming convention; `name` is that of the type. */
  readonly constraintName?: string;
  readonly length?: number;
  /** New value to old value: a rename hint, so that rows keep their meaning. */
  readonly renamedFrom?: Readonly<Record<string, string>>;
}

/** A type that one database has, such as `postgresql.Inet` or `mysql.TinyInteger`; its parameters are the dialect's. */
export interface DialectType {
  readonly type: `postgresql.${string}` | `mysql.${string}` | `sqlite.${string}`;
  readonly [parameter: string]: TypeParameter | undefined;
}

export type TypeParameter = string | number | boolean | readonly string[] | SqlType | TypeVariants;

/** Any other type, in the database's own spelling: `geometry(Point,4326)`. */
export interface CustomType {
  readonly type: 'custom';
  readonly sql: string;
}

/** The type to use instead on a database of that name. */
export type TypeVariants = { readonly [D in DialectName]?: SqlType };

/** A column type as readonly data: it compares, serialises and hashes. Absent parameters mean the default. */
export type SqlType = (PortableType | DialectType | CustomType) & { readonly variants?: TypeVariants };

/** The type that a column has on one database: its variant for that database (MariaDB falls back on MySQL's), or itself. */
export function typeOn(dialect: DialectName, type: SqlType): SqlType {
  const variants = type.variants;
  if (variants === undefined) return type;
  const variant = variants[dialect] ?? (dialect === 'mariadb' ? variants.mysql : undefined);
  if (variant !== undefined) return typeOn(dialect, variant);
  const { variants: _, ...plain } = type;
  return plain as SqlType;
}
