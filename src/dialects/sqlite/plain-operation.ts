import { UnsupportedOperation } from '../../errors.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Check } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { foldedNames, mentionsColumn, normaliseExpression } from './expression.ts';
import { sameName } from './quote.ts';
import { impliedCheck, readValueList, withoutCheck } from './value-check.ts';

/** An operation that changes one table that is there. */
export type TableOperation = Operation<
  | 'alterTable'
  | 'addColumn'
  | 'dropColumn'
  | 'alterColumn'
  | 'renameColumn'
  | 'addConstraint'
  | 'dropConstraint'
  | 'renameConstraint'
  | 'createIndex'
  | 'dropIndex'
  | 'renameIndex'
>;

/**
 * The operation without a schema, as `main` is the only one.
 *
 * @throws UnsupportedOperation when it is in another
 */
export function inMain<O extends Operation>(operation: O): O {
  if (operation.kind === 'createTable' || operation.kind === 'dropTable') {
    return { ...operation, table: withoutSchema(operation.table, operation.table.name) };
  }
  if (!('table' in operation || operation.kind === 'renameTable')) return operation;
  return withoutSchema(operation, 'table' in operation ? String(operation.table) : operation.from);
}

function withoutSchema<T extends object & { readonly schema?: string }>(part: T, label: string): T {
  const { schema, ...rest } = part;
  if (schema === undefined) return part;
  if (schema === 'main') return rest as T;
  throw new UnsupportedOperation(`SQLite has no schemas, and table ${schema}.${label} is in one`, {
    hint: 'leave the schema out for SQLite',
  });
}

/**
 * The operation in terms of a table whose checks all stand among its constraints: what a type asks for or no longer asks for
 * is added and dropped with it, and a column takes along the checks and indexes that are made of it.
 */
export function plainOperations(operation: TableOperation, table: Table): readonly TableOperation[] {
  switch (operation.kind) {
    case 'addColumn':
      return addColumn(operation);
    case 'dropColumn':
      return dropColumn(operation, table);
    case 'alterColumn':
      return alterColumn(operation, table);
    case 'addConstraint':
      return isThere(operation, table) ? [] : [operation];
    default:
      return [operation];
  }
}

function addColumn(operation: Operation<'addColumn'>): readonly TableOperation[] {
  const check = impliedCheck(operation.column);
  const plain = { ...operation, column: withoutCheck(operation.column) };
  return check === undefined ? [plain] : [plain, { kind: 'addConstraint', table: operation.table, constraint: check }];
}

function dropColumn(
  operation: Operation<'dropColumn'>,
  { constraints = [], indexes = [] }: Table,
): readonly TableOperation[] {
  const { table, column } = operation;
  return [
    ...constraints
      .filter((one) => one.kind === 'check' && mentionsColumn(one.expression, column.name))
      .map((constraint): TableOperation => ({ kind: 'dropConstraint', table, constraint })),
    ...indexes
      .filter((index) => isMadeOf(index, column.name))
      .map((index): TableOperation => ({ kind: 'dropIndex', table, index })),
    operation,
  ];
}

const isMadeOf = ({ columns, where }: Index, column: string): boolean =>
  (where !== undefined && mentionsColumn(where, column)) ||
  columns.some((part) => typeof part !== 'string' && 'expression' in part && mentionsColumn(part.expression, column));

function alterColumn(operation: Operation<'alterColumn'>, table: Table): readonly TableOperation[] {
  const { from, to } = operation;
  const wanted = impliedCheck(to);
  const given = impliedCheck({ ...from, name: to.name });
  const old = given === undefined ? undefined : findCheck(given, to, table);
  const on = { table: operation.table };
  const after = old === undefined ? table : without(table, old);
  const added: TableOperation | undefined =
    wanted === undefined ? undefined : { kind: 'addConstraint', ...on, constraint: wanted };
  return [
    ...(old === undefined ? [] : [{ kind: 'dropConstraint', ...on, constraint: old } as const]),
    { ...operation, to: withoutCheck(to) },
    ...(added === undefined || isThere(added as Operation<'addConstraint'>, after) ? [] : [added]),
  ];
}

const without = (table: Table, check: Check): Table => ({
  ...table,
  constraints: (table.constraints ?? []).filter((one) => one !== check),
});

/** The CHECK that the type of a column asked for: that of its name, or the list of values for that column. */
function findCheck(given: Check, column: Column, { constraints = [] }: Table): Check | undefined {
  const checks = constraints.filter((one): one is Check => one.kind === 'check');
  const named = given.name === undefined ? undefined : checks.find(({ name }) => name === given.name);
  return (
    named ??
    checks.find(({ expression }) => {
      const list = readValueList(expression);
      return list !== undefined && sameName(list.column, column.name);
    })
  );
}

/** Adding a CHECK that a type has brought along already changes nothing. */
function isThere({ constraint }: Operation<'addConstraint'>, { columns, constraints = [] }: Table): boolean {
  if (constraint.kind !== 'check' || readValueList(constraint.expression) === undefined) return false;
  const names = foldedNames(columns.map(({ name }) => name));
  const wanted = normaliseExpression(constraint.expression, names);
  return constraints.some(
    (one) =>
      one.kind === 'check' && one.name === constraint.name && normaliseExpression(one.expression, names) === wanted,
  );
}
