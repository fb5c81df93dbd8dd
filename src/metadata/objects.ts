import type { CustomObject } from '../schema/custom-object.ts';
import type { Dependent } from '../schema/objects/dependency.ts';
import type { ObjectKind, ObjectOf, SchemaObject } from '../schema/objects/object.ts';

/** Where objects are registered; `MetaData` is one. */
export interface ObjectCollection {
  addObject<T extends SchemaObject | CustomObject>(object: T): T;
}

/** What is said of an object beside its kind and name. Without a schema it is in that of the metadata. */
export type Declaration<K extends ObjectKind> = Omit<ObjectOf<K>, 'kind' | 'name' | 'signature' | keyof Dependent>;

const declare =
  <K extends ObjectKind>(kind: K) =>
  (name: string, metadata: ObjectCollection, declaration: Declaration<K>): ObjectOf<K> =>
    metadata.addObject({ kind, name, ...declaration } as unknown as ObjectOf<K>);

/**
 * A view.
 *
 * @param name its name
 * @param metadata where it is registered, to be created and compared with the tables
 * @param declaration its query, and what else there is to say
 * @returns the view, as data
 * @throws DuplicateName
 * @example sa.View('admins', Base.metadata, { definition: 'SELECT id, email FROM users WHERE is_admin' });
 */
export const View = declare('view');

/**
 * PostgreSQL: a view whose rows are stored, and its indexes.
 *
 * @example sa.MaterializedView('sales', Base.metadata, { definition: 'SELECT …', indexes: [{ name: 'ix_sales', columns: ['day'] }] });
 */
export const MaterializedView = declare('materializedView');

/**
 * A function. On PostgreSQL functions of one name differ by their arguments.
 *
 * @example sa.Function('add', Base.metadata, { arguments: 'a integer, b integer', returns: 'integer', body: 'SELECT a + b' });
 */
export const Function = declare('function');

/** A procedure, as a function is, but without `returns`. */
export const Procedure = declare('procedure');

/**
 * PostgreSQL: an aggregate function.
 *
 * @example sa.Aggregate('total', Base.metadata, { arguments: 'integer', definition: 'sfunc = int4pl, stype = integer' });
 */
export const Aggregate = declare('aggregate');

/**
 * A trigger of a table or view.
 *
 * @example
 * sa.Trigger('users_touch', Base.metadata, {
 *   table: 'users', timing: 'BEFORE', events: ['UPDATE'], forEach: 'ROW',
 *   body: { postgresql: 'touch()', mysql: 'SET NEW.updated_at = now()' },
 * });
 */
export const Trigger = declare('trigger');

/** PostgreSQL: a function that is called when the schema changes. */
export const EventTrigger = declare('eventTrigger');

/** PostgreSQL: a rewrite rule of a table or view. */
export const Rule = declare('rule');

/**
 * MySQL and MariaDB: statements that the server runs by the clock.
 *
 * @example sa.Event('purge', Base.metadata, { schedule: 'EVERY 1 DAY', body: 'DELETE FROM sessions WHERE expired' });
 */
export const Event = declare('event');

/**
 * PostgreSQL: which rows of a table a role may see or write. The table switches it on: `postgresql: { rowSecurity: 'enabled' }`.
 *
 * @example sa.Policy('own_rows', Base.metadata, { table: 'orders', using: 'owner = current_user' });
 */
export const Policy = declare('policy');

/**
 * PostgreSQL: a type with conditions on its values. Columns use it by its name: `sa.custom('email')`.
 *
 * @example sa.Domain('email', Base.metadata, { type: sa.Text(), checks: [{ expression: "VALUE LIKE '%@%'" }] });
 */
export const Domain = declare('domain');

/** PostgreSQL: an enum that stands on its own, whether or not a column uses it. */
export const EnumType = declare('enum');

/** PostgreSQL: a type made of several values. */
export const CompositeType = declare('compositeType');

/** PostgreSQL: spans of values of another type. */
export const RangeType = declare('rangeType');

/**
 * PostgreSQL: an extension.
 *
 * @example sa.Extension('citext', Base.metadata, {});
 */
export const Extension = declare('extension');

/** PostgreSQL: a schema, where more is to be said of it than that something is in it. */
export const Namespace = declare('schema');

/**
 * SQLite: a table whose rows a module keeps.
 *
 * @example sa.VirtualTable('posts_search', Base.metadata, { module: 'fts5', options: ['title', 'body'] });
 */
export const VirtualTable = declare('virtualTable');
