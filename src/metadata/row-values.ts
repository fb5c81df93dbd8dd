import type { DialectName } from '../schema/type.ts';
import type { Column } from './column.ts';
import type { DriverInput, DriverRow, InferRow, InferUpdate } from './row.ts';
import type { TypeDecorator } from './sql-type.ts';

/** A table or a model: both have their columns. */
type Tabled = { readonly c: object };

/**
 * A row as your code has it, from one as the driver returned it: every `TypeDecorator` makes its value of the driver's.
 * Columns that were not selected stay away.
 *
 * @param model a model or a table
 * @param row what the driver returned
 * @param dialect the database whose driver it was
 * @example const user = new User(decodeRow(User, (await client.query('SELECT * FROM users')).rows[0]));
 */
export const decodeRow = <
  const M extends Tabled,
  R extends Partial<DriverRow<M, D>>,
  D extends DialectName = 'postgresql',
>(
  model: M,
  row: R,
  dialect: D = 'postgresql' as D,
): Pick<InferRow<M, D>, Extract<keyof R, keyof InferRow<M, D>>> =>
  convert(model, row, (decorator, value) =>
    decorator.processResultValue === undefined ? value : decorator.processResultValue(value, dialect),
  );

/**
 * Values for an insert or an update as the driver takes them: every `TypeDecorator` makes the driver's value of yours.
 *
 * @param model a model or a table
 * @param values what is to be written, by the names of columns
 * @param dialect the database whose driver is to take it
 * @example await db.insertInto('users').values(encodeRow(User, { email: 'Ada@Example.org' })).execute();
 */
export const encodeRow = <const M extends Tabled, V extends InferUpdate<M, D>, D extends DialectName = 'postgresql'>(
  model: M,
  values: V,
  dialect: D = 'postgresql' as D,
): Pick<DriverInput<M, D>, Extract<keyof V, keyof DriverInput<M, D>>> =>
  convert(model, values, (decorator, value) =>
    decorator.processBindParam === undefined ? value : decorator.processBindParam(value, dialect),
  );

type Convert = (decorator: TypeDecorator<unknown, unknown>, value: unknown) => unknown;

/** Replaces the values of decorated columns. Null means that there is no value, for whatever type. */
function convert<T>(model: Tabled, row: object, change: Convert): T {
  const decorators = new Map(Object.values<Column>({ ...model.c }).map(({ name, decorator }) => [name, decorator]));
  const entries = Object.entries(row).map(([name, value]) => {
    const decorator = decorators.get(name);
    const plain = decorator === undefined || value === null || value === undefined;
    return [name, plain ? value : change(decorator, value)];
  });
  return Object.fromEntries(entries) as T;
}
