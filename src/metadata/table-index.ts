import { isText, type Text } from '../schema/expression.ts';
import type { DialectOptions } from '../schema/options.ts';
import type { IndexPart } from '../schema/table-index.ts';
import { type ColumnReference, referredName } from './constraint.ts';
import type { ConstraintName } from './constraint-name.ts';
import { isKind, kind, type OfKind } from './kind.ts';

/** How one key of an index is stored. */
export type KeyStorage = Omit<Extract<IndexPart, { readonly column: string }>, 'column'>;

/** One key of an index: a column, an expression, or either with how it is stored. */
export type IndexKey =
  | ColumnReference
  | Text
  | (KeyStorage & { readonly column: ColumnReference })
  | (KeyStorage & { readonly expression: string | Text });

/** What an index can say beside its keys. */
export interface IndexOptions {
  readonly unique?: boolean;
  /** Only rows for which this holds are in the index. */
  readonly where?: string | Text;
  /** The access method: `gin`, `hash`, `fulltext`, `spatial`. */
  readonly using?: string;
  /** Columns that are stored in the index but not part of its key. */
  readonly include?: readonly ColumnReference[];
  /** Two nulls count as the same value. PostgreSQL, since 15. */
  readonly nullsNotDistinct?: boolean;
  readonly comment?: string;
  readonly postgresql?: DialectOptions;
  readonly mysql?: DialectOptions;
  readonly sqlite?: DialectOptions;
}

/** An index. Made by `Index`. */
export interface DeclaredIndex extends OfKind<'index'> {
  readonly name: ConstraintName | undefined;
  readonly columns: readonly (string | IndexPart)[];
  readonly options: IndexOptions;
}

/**
 * An index of a table.
 *
 * @param name its name; undefined leaves it to the naming convention
 * @param keys columns, expressions (`sa.text('lower(email)')`), and options behind them
 * @example sa.Index('ix_users_active', t.email, { unique: true, where: sa.text("status = 'active'") })
 * @example sa.Index('ix_posts_recent', t.authorId, sa.desc(t.createdAt))
 */
export function Index(
  name: ConstraintName | undefined,
  ...keys: readonly IndexKey[] | readonly [...keys: IndexKey[], options: IndexOptions]
): DeclaredIndex {
  const given: readonly (IndexKey | IndexOptions)[] = keys;
  const columns = given.filter(isKey).map(keyPart);
  return { [kind]: 'index', name, columns, options: Object.assign({}, ...given.filter((item) => !isKey(item))) };
}

const isKey = (given: IndexKey | IndexOptions): given is IndexKey =>
  typeof given === 'string' || isKind(given, 'column') || isText(given) || 'column' in given || 'expression' in given;

/** A key as data: a plain name where nothing more is said. */
function keyPart(key: IndexKey): string | IndexPart {
  if (typeof key === 'string' || isKind(key, 'column')) return referredName(key as ColumnReference);
  if (isText(key)) return { expression: key.text };
  if ('column' in key) return { ...key, column: referredName(key.column) };
  if ('expression' in key) return { ...key, expression: isText(key.expression) ? key.expression.text : key.expression };
  return key.name;
}

/** A key with something more said about it. */
function stored(key: IndexKey, storage: KeyStorage): IndexKey {
  const part = keyPart(key);
  return { ...(typeof part === 'string' ? { column: part } : part), ...storage };
}

/** Sorts a key of an index downwards. */
export const desc = (key: IndexKey): IndexKey => stored(key, { order: 'desc' });

/** Sorts a key of an index upwards, which is the default. */
export const asc = (key: IndexKey): IndexKey => stored(key, { order: 'asc' });

/** Puts nulls before all other values. */
export const nullsFirst = (key: IndexKey): IndexKey => stored(key, { nulls: 'first' });

/** Puts nulls behind all other values. */
export const nullsLast = (key: IndexKey): IndexKey => stored(key, { nulls: 'last' });
