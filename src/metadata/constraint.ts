import type { ExclusionElement, Initially } from '../schema/constraint.ts';
import { isText, type Text } from '../schema/expression.ts';
import type { DialectOptions } from '../schema/options.ts';
import type { ConstraintName } from './constraint-name.ts';
import type { ForeignKeyOptions, ForeignKeyTarget } from './foreign-key.ts';
import { isKind, kind, type OfKind } from './kind.ts';

/** A column as a constraint names it: by its name, or itself. */
export type ColumnReference = string | { readonly name: string };

/** The name of a column that is referred to. */
export const referredName = (column: ColumnReference): string => (typeof column === 'string' ? column : column.name);

/** What unique constraints and primary keys can say beside their columns. */
export interface KeyOptions {
  readonly name?: ConstraintName;
  readonly deferrable?: boolean;
  readonly initially?: Initially;
  /** PostgreSQL: columns that are stored in its index but not part of the key. */
  readonly include?: readonly ColumnReference[];
  /** PostgreSQL, since 18: the last column is a range, and ranges of equal keys do not overlap. */
  readonly withoutOverlaps?: true;
  /** PostgreSQL. */
  readonly comment?: string;
  /** `with` (storage parameters) and `tablespace` of its index. */
  readonly postgresql?: DialectOptions;
  /** How many characters of a column are keys, and which of them descend: `{ length: { body: 100 }, order: { at: 'desc' } }`. */
  readonly mysql?: DialectOptions;
  /** `{ onConflict: 'REPLACE' }` */
  readonly sqlite?: DialectOptions;
}

/** What a unique constraint can say beside its columns. */
export interface UniqueOptions extends KeyOptions {
  /** Two nulls count as the same value. PostgreSQL, since 15. */
  readonly nullsNotDistinct?: boolean;
}

/** What a check can say beside its expression. */
export interface CheckOptions {
  readonly name?: ConstraintName;
  /** PostgreSQL: tables that inherit from this one do not have the check. */
  readonly noInherit?: boolean;
  /** PostgreSQL: rows that were there before are not checked. */
  readonly notValid?: boolean;
  /** MySQL, and PostgreSQL since 18: the check is kept but not enforced. */
  readonly notEnforced?: boolean;
  /** PostgreSQL. */
  readonly comment?: string;
  /** `{ onConflict: 'IGNORE' }` */
  readonly sqlite?: DialectOptions;
}

/** One element of an exclusion constraint: a column or an expression, and the operator that rows are compared with. */
export type ExcludedElement = Omit<Extract<ExclusionElement, { readonly column: string }>, 'column'> &
  ({ readonly column: ColumnReference } | { readonly expression: string | Text });

/** What an exclusion constraint can say beside its elements. */
export interface ExcludeOptions {
  readonly name?: ConstraintName;
  /** The access method of its index: `gist` where nothing is said. */
  readonly using?: string;
  /** Only rows for which this holds take part. */
  readonly where?: string | Text;
  readonly include?: readonly ColumnReference[];
  readonly deferrable?: boolean;
  readonly initially?: Initially;
  readonly comment?: string;
  /** `with` (storage parameters) and `tablespace` of its index. */
  readonly postgresql?: DialectOptions;
}

/** An exclusion constraint. Made by `ExcludeConstraint`. */
export interface DeclaredExclusion extends OfKind<'constraint'> {
  readonly constraint: 'exclusion';
  readonly elements: readonly ExclusionElement[];
  readonly options: ExcludeOptions;
}

/** A primary key. Made by `PrimaryKeyConstraint`. */
export interface DeclaredPrimaryKey extends OfKind<'constraint'> {
  readonly constraint: 'primaryKey';
  readonly columns: readonly string[];
  readonly options: KeyOptions;
}

/** A unique constraint. Made by `UniqueConstraint`. */
export interface DeclaredUnique extends OfKind<'constraint'> {
  readonly constraint: 'unique';
  readonly columns: readonly string[];
  readonly options: UniqueOptions;
}

/** A check. Made by `CheckConstraint`. */
export interface DeclaredCheck extends OfKind<'constraint'> {
  readonly constraint: 'check';
  readonly expression: string;
  readonly options: CheckOptions;
}

/** A foreign key of a table. Made by `ForeignKeyConstraint`. */
export interface DeclaredForeignKey extends OfKind<'constraint'> {
  readonly constraint: 'foreignKey';
  readonly columns: readonly string[];
  readonly targets: readonly ForeignKeyTarget[];
  readonly options: ForeignKeyOptions;
}

/** A constraint of a table. */
export type DeclaredConstraint =
  | DeclaredPrimaryKey
  | DeclaredUnique
  | DeclaredCheck
  | DeclaredForeignKey
  | DeclaredExclusion;

/** Columns one by one, and options behind them where there are any. */
export type ColumnsThen<Options> =
  | readonly ColumnReference[]
  | readonly [...columns: ColumnReference[], options: Options];

/** Takes apart the columns and the options behind them. A column has a name as options can, so only its kind tells. */
function splitColumns<Options extends object>(given: readonly (ColumnReference | Options)[]): [string[], Options] {
  const columns = given.filter(isColumnReference);
  return [columns.map(referredName), Object.assign({}, ...given.filter((item) => !isColumnReference(item)))];
}

const isColumnReference = (given: unknown): given is ColumnReference =>
  typeof given === 'string' || isKind(given, 'column');

/**
 * The primary key of a table, where one says more than `primaryKey: true` on its columns can: a name, or another order.
 *
 * @example sa.PrimaryKeyConstraint(t.orderId, t.productId, { name: 'pk_order_items' })
 */
export function PrimaryKeyConstraint(...given: ColumnsThen<KeyOptions>): DeclaredPrimaryKey {
  const [columns, options] = splitColumns<KeyOptions>(given);
  return { [kind]: 'constraint', constraint: 'primaryKey', columns, options };
}

/**
 * Says that no two rows have the same values in these columns.
 *
 * @example sa.UniqueConstraint(t.email, t.username, { name: 'uq_user_email_username' })
 */
export function UniqueConstraint(...given: ColumnsThen<UniqueOptions>): DeclaredUnique {
  const [columns, options] = splitColumns<UniqueOptions>(given);
  return { [kind]: 'constraint', constraint: 'unique', columns, options };
}

/**
 * Says what must be true of every row. It can stand in a table or in a column.
 *
 * @param expression SQL
 * @example sa.CheckConstraint('age >= 18', { name: 'adult' })
 */
export const CheckConstraint = (expression: string | Text, options: CheckOptions = {}): DeclaredCheck => ({
  [kind]: 'constraint',
  constraint: 'check',
  expression: isText(expression) ? expression.text : expression,
  options,
});

/**
 * A foreign key of one or several columns.
 *
 * @param columns the columns of this table
 * @param targets the columns they point at, in the same order
 * @example sa.ForeignKeyConstraint([t.orderId, t.line], ['order_lines.order_id', 'order_lines.line'])
 */
export const ForeignKeyConstraint = (
  columns: readonly ColumnReference[],
  targets: readonly ForeignKeyTarget[],
  options: ForeignKeyOptions = {},
): DeclaredForeignKey => ({
  [kind]: 'constraint',
  constraint: 'foreignKey',
  columns: columns.map(referredName),
  targets,
  options,
});

/**
 * Says that no two rows are alike in all of these, each compared with its own operator. PostgreSQL only.
 *
 * @param given columns or expressions with their operators, and options behind them
 * @example sa.ExcludeConstraint({ column: t.room, operator: '=' }, { column: t.during, operator: '&&' }, { name: 'no_overlap' })
 */
export function ExcludeConstraint(
  ...given: readonly ExcludedElement[] | readonly [...elements: ExcludedElement[], options: ExcludeOptions]
): DeclaredExclusion {
  const all: readonly (ExcludedElement | ExcludeOptions)[] = given;
  const elements = all.filter(isElement).map(exclusionElement);
  const options: ExcludeOptions = Object.assign({}, ...all.filter((item) => !isElement(item)));
  return { [kind]: 'constraint', constraint: 'exclusion', elements, options };
}

const isElement = (given: ExcludedElement | ExcludeOptions): given is ExcludedElement => 'operator' in given;

const exclusionElement = (element: ExcludedElement): ExclusionElement =>
  'column' in element
    ? { ...element, column: referredName(element.column) }
    : { ...element, expression: isText(element.expression) ? element.expression.text : element.expression };
