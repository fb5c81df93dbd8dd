import {
  type Check,
  type Constraint,
  type Exclusion,
  type ForeignKey,
  type PrimaryKey,
  targetOf,
  type Unique,
} from '../../schema/constraint.ts';
import type { IndexPart } from '../../schema/table-index.ts';
import { nameOf, type TableName } from '../../schema/table-name.ts';
import { atLeast, type Server } from '../dialect.ts';
import { quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';
import { operatorClassSql, quoteQualified } from './spelling.ts';
import { storageOf, storageSql } from './storage.ts';

/** A constraint as a clause of CREATE TABLE and of ADD. */
export function constraintSql(constraint: Constraint, table: TableName, server: Server): string {
  const name = constraint.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(constraint.name)} `;
  return `${name}${definition(constraint, table, server)}`;
}

function definition(constraint: Constraint, table: TableName, server: Server): string {
  switch (constraint.kind) {
    case 'primaryKey':
      return `PRIMARY KEY ${keySql(constraint)}`;
    case 'unique':
      return `UNIQUE ${constraint.nullsNotDistinct === true ? 'NULLS NOT DISTINCT ' : ''}${keySql(constraint)}`;
    case 'check':
      return [
        `CHECK (${constraint.expression})`,
        constraint.noInherit === true ? ' NO INHERIT' : '',
        stateSql(constraint, server),
      ].join('');
    case 'foreignKey':
      return `${foreignKeySql(constraint, table)}${stateSql(constraint, server)}`;
    case 'exclusion':
      return exclusionSql(constraint);
  }
}

const keySql = (key: PrimaryKey | Unique): string =>
  [
    `(${names(key.columns)}${key.withoutOverlaps === true ? ' WITHOUT OVERLAPS' : ''})`,
    ...indexClauses(key),
    ...deferral(key),
  ].join(' ');

function foreignKeySql(foreignKey: ForeignKey, table: TableName): string {
  const { references, match, onDelete, onDeleteColumns, onUpdate, period } = foreignKey;
  const ends = (columns: readonly string[]): string =>
    period === true
      ? [...columns.slice(0, -1).map((one) => quoteIdentifier(one)), `PERIOD ${names(columns.slice(-1))}`].join(', ')
      : names(columns);
  const set = onDeleteColumns?.length ? ` (${names(onDeleteColumns)})` : '';
  return [
    `FOREIGN KEY (${ends(foreignKey.columns)})`,
    `REFERENCES ${quoteTable(targetOf(foreignKey, table))} (${ends(references.columns)})`,
    ...(match === undefined ? [] : [`MATCH ${match}`]),
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete}${set}`]),
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
    ...deferral(foreignKey),
  ].join(' ');
}

const exclusionSql = (exclusion: Exclusion): string =>
  [
    `EXCLUDE USING ${quoteIdentifier((exclusion.using ?? 'gist').toLowerCase())}`,
    `(${exclusion.elements.map(({ operator, ...part }) => `${keyPartSql(part)} WITH ${operator}`).join(', ')})`,
    ...indexClauses(exclusion),
    ...(exclusion.where === undefined ? [] : [`WHERE (${exclusion.where})`]),
    ...deferral(exclusion),
  ].join(' ');

/** What is said of the index that a constraint has. */
function indexClauses({ include, postgresql }: Pick<Exclusion, 'include' | 'postgresql'>): readonly string[] {
  const storage = storageSql(storageOf(postgresql));
  return [
    ...(include?.length ? [`INCLUDE (${names(include)})`] : []),
    ...(storage === '' ? [] : [`WITH (${storage})`]),
    ...(postgresql?.tablespace === undefined
      ? []
      : [`USING INDEX TABLESPACE ${quoteIdentifier(String(postgresql.tablespace))}`]),
  ];
}

/** `DEFERRABLE INITIALLY DEFERRED`, as far as something is said of it. */
export function deferral({ deferrable, initially }: Pick<ForeignKey, 'deferrable' | 'initially'>): readonly string[] {
  return [
    ...(deferrable === undefined ? [] : [deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE']),
    ...(initially === undefined ? [] : [`INITIALLY ${initially}`]),
  ];
}

function stateSql({ notValid, notEnforced }: Pick<Check, 'notValid' | 'notEnforced'>, { version }: Server): string {
  if (notEnforced === true && atLeast(version, 18)) return ' NOT ENFORCED';
  return notValid === true ? ' NOT VALID' : '';
}

/** The statement that gives a constraint its comment, or takes it away. */
export const commentOnConstraint = (table: TableName, name: string, comment: string | undefined): string =>
  `COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${quoteTable(nameOf(table))} IS ${quoteLiteral(comment || null)}`;

/** A key of an index. */
export function keyPartSql(part: string | IndexPart): string {
  if (typeof part === 'string') return quoteIdentifier(part);
  return [
    'column' in part ? quoteIdentifier(part.column) : `(${part.expression})`,
    ...(part.collation === undefined ? [] : [`COLLATE ${quoteQualified(part.collation)}`]),
    ...(part.operatorClass === undefined ? [] : [operatorClassSql(part.operatorClass)]),
    ...(part.order === undefined ? [] : [part.order.toUpperCase()]),
    ...(part.nulls === undefined ? [] : [`NULLS ${part.nulls.toUpperCase()}`]),
  ].join(' ');
}

const names = (columns: readonly string[]): string => columns.map((one) => quoteIdentifier(one)).join(', ');

/** PostgreSQL takes NOT VALID in CREATE TABLE and forgets it: a table without rows has nothing to check. */
export const isLate = (constraint: Constraint): boolean =>
  (constraint.kind === 'foreignKey' && constraint.useAlter === true) ||
  ((constraint.kind === 'foreignKey' || constraint.kind === 'check') && constraint.notValid === true);
