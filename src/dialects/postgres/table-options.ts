import { UnsupportedOperation } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import { targetOf } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import { Families, hasParents, isPartition, readTableName } from '../../schema/parents.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import { nameOf, type TableName, tableKey } from '../../schema/table-name.ts';
import { atLeast, type Server } from '../dialect.ts';
import { boundSql, canonicalFamily } from './canonical-family.ts';
import { canonicalName } from './canonical-name.ts';
import { canonicalExpression } from './expression-text.ts';
import { storageChanges } from './in-place.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';
import { storageOf, storageSql } from './storage.ts';

/** The tables of an option that names some, as they are written in SQL. */
const parentSql = (written: string, { schema }: TableName): string => quoteTable(readTableName(written, schema));

const inheritsOf = ({ inherits }: DialectOptions): readonly string[] =>
  Array.isArray(inherits) ? (inherits as readonly string[]) : [];

/** What stands before the parts of a partition, and what behind them; undefined for any other table. */
export function partitionSql({ postgresql = {}, ...table }: Table): readonly [string, string] | undefined {
  const { partitionOf, bound } = postgresql;
  if (typeof partitionOf !== 'string') return undefined;
  return [`PARTITION OF ${parentSql(partitionOf, table)}`, boundSql(String(bound ?? 'DEFAULT'))];
}

/** What follows the parts of a table in CREATE TABLE. */
export function optionsSql({ postgresql = {}, ...table }: Table): string {
  const { partitionBy, tablespace, using } = postgresql;
  const storage = storageSql(storageOf(postgresql));
  const inherits = inheritsOf(postgresql).map((one) => parentSql(one, table));
  return [
    inherits.length === 0 ? '' : ` INHERITS (${inherits.join(', ')})`,
    partitionBy === undefined ? '' : ` PARTITION BY ${partitionBy}`,
    using === undefined ? '' : ` USING ${quoteIdentifier(String(using))}`,
    storage === '' ? '' : ` WITH (${storage})`,
    tablespace === undefined ? '' : ` TABLESPACE ${quoteIdentifier(String(tablespace))}`,
  ].join('');
}

/** The statements that change the options of a table, all but its comment. */
export function optionChanges(
  on: TableName,
  from: DialectOptions,
  to: DialectOptions,
  server: Server,
): readonly string[] {
  const alter = `ALTER TABLE ${quoteTable(nameOf(on))}`;
  refuse(from, to, server);
  const family = familyChanges(on, from, to, server);
  return [
    ...family.leave,
    ...((from.unlogged === true) === (to.unlogged === true)
      ? []
      : [`${alter} SET ${to.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`]),
    ...((from.using ?? 'heap') === (to.using ?? 'heap')
      ? []
      : [`${alter} SET ACCESS METHOD ${quoteIdentifier(String(to.using ?? 'heap'))}`]),
    ...storageChanges(alter, from, to),
    ...indexChoices(on, from, to),
    ...family.join,
  ];
}

function refuse(from: DialectOptions, to: DialectOptions, { version }: Server): void {
  const [was, is] = [from, to].map(({ partitionBy: by }) => (typeof by === 'string' ? canonicalExpression(by) : ''));
  if (was !== is) fail('change how a table is partitioned');
  if ((from.using ?? 'heap') !== (to.using ?? 'heap') && !atLeast(version, 15)) {
    fail('change the access method of a table before version 15');
  }
}

function fail(what: string): never {
  throw new UnsupportedOperation(`postgresql cannot ${what}`, { hint: 'create it anew' });
}

/** A partition is taken out of its table and put into another one, or in again with other bounds. */
function familyChanges(on: TableName, from: DialectOptions, to: DialectOptions, server: Server) {
  const table = quoteTable(nameOf(on));
  const canonical = canonicalName(on, server);
  const [was, is] = [from, to].map((options) => canonicalFamily(options, canonical, server)) as [
    DialectOptions,
    DialectOptions,
  ];
  const moved = was.partitionOf !== is.partitionOf || was.bound !== is.bound;
  const left = inheritsOf(was).filter((one) => !inheritsOf(is).includes(one));
  const joined = inheritsOf(is).filter((one) => !inheritsOf(was).includes(one));
  const parent = (one: DialectOptions[string]): string => parentSql(String(one), on);
  return {
    leave: [
      ...(moved && from.partitionOf !== undefined
        ? [`ALTER TABLE ${parent(from.partitionOf)} DETACH PARTITION ${table}`]
        : []),
      ...left.map((one) => `ALTER TABLE ${table} NO INHERIT ${parent(one)}`),
    ],
    join: [
      ...(moved && to.partitionOf !== undefined
        ? [`ALTER TABLE ${parent(to.partitionOf)} ATTACH PARTITION ${table} ${boundSql(String(to.bound ?? 'DEFAULT'))}`]
        : []),
      ...joined.map((one) => `ALTER TABLE ${table} INHERIT ${parent(one)}`),
    ],
  };
}

/** Which index tells rows apart for replication, and by which the table is ordered when it is clustered. */
export function indexChoices(on: TableName, from: DialectOptions, to: DialectOptions): readonly string[] {
  const alter = `ALTER TABLE ${quoteTable(nameOf(on))}`;
  const [was, is] = [from, to].map(({ replicaIdentity }) => replicaSql(replicaIdentity));
  return [
    ...(was === is ? [] : [`${alter} REPLICA IDENTITY ${is}`]),
    ...(from.clusterOn === to.clusterOn
      ? []
      : [
          to.clusterOn === undefined
            ? `${alter} SET WITHOUT CLUSTER`
            : `${alter} CLUSTER ON ${quoteIdentifier(String(to.clusterOn))}`,
        ]),
  ];
}

function replicaSql(identity: DialectOptions[string]): string {
  if (typeof identity === 'object' && !Array.isArray(identity)) {
    return `USING INDEX ${quoteIdentifier(String((identity as DialectOptions).index))}`;
  }
  return String(identity ?? 'default').toUpperCase();
}

/** What takes a partition out of its table, where foreign keys point at one that it is a part of. */
export function detachReferenced(table: Table, schema: Schema): readonly string[] {
  const { partitionOf } = table.postgresql ?? {};
  if (typeof partitionOf !== 'string') return [];
  const families = new Families(schema);
  const ancestors = new Set<string>();
  for (let [parent] = families.parentsOf(table); parent !== undefined; [parent] = families.parentsOf(parent)) {
    ancestors.add(tableKey(nameOf(parent)));
  }
  const isReferenced = schema.tables.some((other) =>
    (other.constraints ?? []).some((one) => one.kind === 'foreignKey' && ancestors.has(tableKey(targetOf(one, other)))),
  );
  return isReferenced
    ? [`ALTER TABLE ${parentSql(partitionOf, table)} DETACH PARTITION ${quoteTable(nameOf(table))}`]
    : [];
}

/** A partition has all its columns of its table; a child has those that say so. */
export const isOverriding = ({ postgresql }: Column, table: Table): boolean =>
  isPartition(table) || (hasParents(table) && postgresql?.inherited === true);
