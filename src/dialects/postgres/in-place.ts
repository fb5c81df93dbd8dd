import { findConstraint } from '../../operations/apply.ts';
import type { Operation } from '../../operations/operation.ts';
import { type Constraint, type ForeignKey, targetOf } from '../../schema/constraint.ts';
import { equal } from '../../schema/equal.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { named, type TableName, tableKey, tableOf } from '../../schema/table-name.ts';
import { onTable } from '../ansi/compiler.ts';
import { atLeast, type Server } from '../dialect.ts';
import { canonicalConstraint } from './canonical-constraint.ts';
import { canonicalIndex } from './canonical-index.ts';
import { commentOnConstraint, deferral } from './constraint-sql.ts';
import { findTable } from './default-schema.ts';
import { quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';
import { parameterSql, storageOf, storageSql } from './storage.ts';

type Drop = Operation<'dropConstraint' | 'dropIndex'>;
type Add = Operation<'addConstraint' | 'createIndex'>;

/** Whether something is dropped and made again, which may not have to be, if it is known what it was. */
export function makesPartAgain(operations: readonly Operation[]): boolean {
  const dropped = new Set(operations.flatMap((one) => (isDrop(one) ? keyOf(one) : [])));
  return operations.some((one) => isAdd(one) && keyOf(one).some((key) => dropped.has(key)));
}

/**
 * Constraints and indexes that are dropped and made again where the server can change them as they are: the statements by
 * the position of the operation that makes them, and none at that of the one that drops them.
 */
export function changesInPlace(
  operations: readonly Operation[],
  before: Schema,
  server: Server,
): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  const drops = new Map(
    operations.flatMap((one, at) => (isDrop(one) ? keyOf(one).map((key) => [key, at] as const) : [])),
  );
  const look = (operation: Operation, at: number): void => {
    const drop = isAdd(operation) ? keyOf(operation).flatMap((key) => drops.get(key) ?? [])[0] : undefined;
    if (drop === undefined) return;
    const others = operations.filter((_, place) => !found.has(place));
    const statements = changesOf(operation as Add, others, before, server);
    if (statements === undefined) return;
    found.set(drop, []);
    found.set(at, statements);
  };
  // foreign keys last: what they lean on may turn out to stay
  for (const late of [false, true]) {
    operations.forEach((operation, at) => {
      if (isOfForeignKey(operation) === late) look(operation, at);
    });
  }
  return found;
}

const isOfForeignKey = (one: Operation): boolean =>
  one.kind === 'addConstraint' && one.constraint.kind === 'foreignKey';
const isDrop = (one: Operation): one is Drop => one.kind === 'dropConstraint' || one.kind === 'dropIndex';
const isAdd = (one: Operation): one is Add => one.kind === 'addConstraint' || one.kind === 'createIndex';

function keyOf(operation: Drop | Add): readonly string[] {
  const part = 'constraint' in operation ? operation.constraint : operation.index;
  const kind = 'constraint' in operation ? operation.constraint.kind : 'index';
  return part.name === undefined ? [] : [[tableKey(tableOf(operation)), kind, part.name].join('\u0000')];
}

function changesOf(
  operation: Add,
  operations: readonly Operation[],
  before: Schema,
  server: Server,
): readonly string[] | undefined {
  const table = findTable(before, tableOf(operation), server);
  if (table === undefined) return undefined;
  return operation.kind === 'createIndex'
    ? indexChanges(operation, table)
    : constraintChanges(operation, table, operations, server);
}

function constraintChanges(
  { constraint, ...on }: Operation<'addConstraint'>,
  table: Table,
  operations: readonly Operation[],
  server: Server,
): readonly string[] | undefined {
  const old = findConstraint(table.constraints ?? [], constraint);
  if (old === undefined || old.name !== constraint.name) return undefined;
  const [from, to] = [old, constraint].map((one) => canonicalConstraint(one, table, table.columns, server)) as [
    Constraint,
    Constraint,
  ];
  if (equal(from, to) || !equal(firm(from), firm(to))) return undefined;
  if (to.kind === 'foreignKey' && isReleased(to, table, operations)) return undefined;
  const clauses = stateClauses(from, to, server);
  if (clauses === undefined) return undefined;
  const alter = `ALTER TABLE ${quoteTable(tableOf(on))}`;
  return [
    ...clauses.map((clause) => `${alter} ${clause}`),
    ...(from.comment === to.comment ? [] : [commentOnConstraint(tableOf(on), to.name ?? '', to.comment)]),
  ];
}

/** A constraint without what may be changed in place. */
const firm = (constraint: Constraint): object => {
  const { comment: _, ...rest } = constraint;
  if (rest.kind === 'check') return { ...rest, notValid: undefined };
  if (rest.kind !== 'foreignKey') return rest;
  return { ...rest, deferrable: undefined, initially: undefined, notValid: undefined, notEnforced: undefined };
};

/** What brings a check or foreign key from one state to the other; undefined where nothing does. */
function stateClauses(from: Constraint, to: Constraint, server: Server): readonly string[] | undefined {
  if (to.kind !== 'check' && to.kind !== 'foreignKey') return [];
  const was = from as typeof to;
  if (was.notValid !== true && to.notValid === true) return undefined;
  const name = quoteIdentifier(to.name ?? '');
  const validate = was.notValid === true && to.notValid !== true ? [`VALIDATE CONSTRAINT ${name}`] : [];
  if (to.kind === 'check') return was.kind === 'check' && was.notEnforced === to.notEnforced ? validate : undefined;
  const attributes = [...deferralChange(from as ForeignKey, to), ...enforcementChange(from as ForeignKey, to, server)];
  return [...(attributes.length === 0 ? [] : [`ALTER CONSTRAINT ${name} ${attributes.join(' ')}`]), ...validate];
}

const deferralChange = (from: ForeignKey, to: ForeignKey): readonly string[] =>
  from.deferrable === to.deferrable && from.initially === to.initially
    ? []
    : deferral({ deferrable: to.deferrable === true, ...(to.initially ? { initially: to.initially } : {}) });

const enforcementChange = (from: ForeignKey, to: ForeignKey, { version }: Server): readonly string[] =>
  from.notEnforced === to.notEnforced || !atLeast(version, 18) ? [] : [to.notEnforced ? 'NOT ENFORCED' : 'ENFORCED'];

/** Whether something that the foreign key leans on changes, for which it has to be out of the way. */
function isReleased(foreignKey: ForeignKey, table: TableName, operations: readonly Operation[]): boolean {
  const ends = new Set([tableKey(table), tableKey(targetOf(foreignKey, table))]);
  return operations.some(
    (one) =>
      (one.kind === 'alterColumn' ||
        one.kind === 'dropIndex' ||
        (one.kind === 'dropConstraint' && ['primaryKey', 'unique'].includes(one.constraint.kind))) &&
      ends.has(tableKey(tableOf(one))),
  );
}

function indexChanges({ index, ...on }: Operation<'createIndex'>, table: Table): readonly string[] | undefined {
  const old = table.indexes?.find(({ name }) => name === index.name);
  if (old === undefined) return undefined;
  const [from, to] = [old, index].map((one) => canonicalIndex(one, table.columns)) as [Index, Index];
  const bare = ({ comment: _, postgresql: _options, ...rest }: Index): object => rest;
  if (equal(from, to) || !equal(bare(from), bare(to))) return undefined;
  const name = quoteTable(named(to.name ?? '', onTable(tableOf(on)).schema));
  return [
    ...storageChanges(`ALTER INDEX ${name}`, from.postgresql, to.postgresql),
    ...(from.comment === to.comment ? [] : [`COMMENT ON INDEX ${name} IS ${quoteLiteral(to.comment || null)}`]),
  ];
}

/** Statements that change the storage parameters and the tablespace of a table or of an index. */
export function storageChanges(alter: string, from: Index['postgresql'], to: Index['postgresql']): readonly string[] {
  const [old, now] = [storageOf(from), storageOf(to)];
  const set = Object.entries(now).filter(([key, value]) => String(old[key]) !== String(value));
  const gone = Object.keys(old).filter((key) => now[key] === undefined);
  const [place, space] = [from, to].map((options) => String(options?.tablespace ?? 'pg_default'));
  return [
    ...(gone.length === 0 ? [] : [`${alter} RESET (${gone.map(parameterSql).join(', ')})`]),
    ...(set.length === 0 ? [] : [`${alter} SET (${storageSql(Object.fromEntries(set))})`]),
    ...(place === space ? [] : [`${alter} SET TABLESPACE ${quoteIdentifier(space ?? '')}`]),
  ];
}
