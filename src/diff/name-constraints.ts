import { type IdentifierLimits, truncateName } from '../metadata/truncate-name.ts';
import type { Operation } from '../operations/operation.ts';
import { type Constraint, columnsOfConstraint } from '../schema/constraint.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';

type Unnamed = Exclude<Constraint, { kind: 'primaryKey' }>;

/**
 * Names the new constraints that nobody named, so that the operation that takes them back can say which one it means, on
 * any database. The names are those that PostgreSQL would choose: `users_email_key`, `posts_author_id_fkey`, `users_check`.
 * A primary key needs none: a table has one.
 */
export function nameConstraints(
  operations: readonly Operation[],
  before: Schema,
  after: Schema,
  limits: IdentifierLimits,
): Operation[] {
  if (!operations.some(hasUnnamed)) return [...operations];
  const taken = new Set([...before.tables, ...after.tables].flatMap((table) => namesIn(table)));
  const named = <T extends Constraint>(constraint: T, table: string): T => {
    if (!isUnnamed(constraint)) return constraint;
    const name = freeName(stemOf(constraint, table), taken, limits);
    taken.add(name);
    return { ...constraint, name };
  };
  return operations.map((operation): Operation => {
    if (!hasUnnamed(operation)) return operation;
    if (operation.kind === 'addConstraint') {
      return { ...operation, constraint: named(operation.constraint, operation.table) };
    }
    if (operation.kind !== 'createTable') return operation;
    const { table } = operation;
    return {
      ...operation,
      table: { ...table, constraints: (table.constraints ?? []).map((one) => named(one, table.name)) },
    };
  });
}

function hasUnnamed(operation: Operation): boolean {
  if (operation.kind === 'addConstraint') return isUnnamed(operation.constraint);
  return operation.kind === 'createTable' && (operation.table.constraints ?? []).some(isUnnamed);
}

const isUnnamed = (one: Constraint): one is Unnamed & { name?: never } =>
  one.kind !== 'primaryKey' && one.name === undefined;

const suffixes = { unique: 'key', foreignKey: 'fkey', check: 'check', exclusion: 'excl' } as const;

const stemOf = (one: Unnamed, table: string): string =>
  [table, ...columnsOfConstraint(one), suffixes[one.kind]].join('_');

function freeName(stem: string, taken: ReadonlySet<string>, limits: IdentifierLimits): string {
  for (let number = 0; ; number += 1) {
    const name = truncateName(number === 0 ? stem : `${stem}${number}`, limits);
    if (!taken.has(name)) return name;
  }
}

const namesIn = (table: Table): readonly string[] => [
  tableKey(table),
  ...[...(table.constraints ?? []), ...(table.indexes ?? [])].flatMap(({ name }) => (name === undefined ? [] : [name])),
];
