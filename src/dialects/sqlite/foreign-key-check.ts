import type { ForeignKey } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { tableLabel } from '../../schema/table-name.ts';
import type { Assertions } from './assertions.ts';
import { foldName, quoteLiteral } from './quote.ts';
import { isWithoutRowid, primaryKeyOf } from './rowid.ts';

/** What happened to tables while foreign keys were not enforced. */
export interface UncheckedChange {
  readonly before: readonly Table[];
  readonly after: readonly Table[];
  /** The present names of the tables that were there before, by their folded old ones. */
  readonly names: ReadonlyMap<string, string>;
  /** Folded names of the tables that were rebuilt or dropped; undefined when rows of any table may have been changed. */
  readonly touched: ReadonlySet<string> | undefined;
}

export interface ForeignKeyCheck {
  /** To run before anything else. */
  readonly before: readonly string[];
  /** To run when all is done. */
  readonly after: readonly string[];
}

const violations = 'temp.athanor_violations';

/**
 * Holds the rows without a parent against those that had none before, so that old dirt stops nobody and new dirt does not
 * get in. `PRAGMA foreign_key_check` only lists them. https://www.sqlite.org/pragma.html#pragma_foreign_key_check
 */
export function checkForeignKeys(change: UncheckedChange, assertions: Assertions): ForeignKeyCheck {
  const tables = change.after.filter((table) => isConcerned(table, change));
  const [before, after] = [byName(change.before), byName(change.after)];
  const oldNames = new Map([...change.names].map(([old, now]) => [now, old]));
  const checks = tables.flatMap((table) => {
    const old = before.get(oldNames.get(table.name) ?? '');
    const wasBroken = old !== undefined && hasBrokenTarget(old, before);
    return wasBroken && hasBrokenTarget(table, after)
      ? []
      : [{ table, old: wasBroken || old === undefined || foreignKeysOf(old).length === 0 ? undefined : old }];
  });
  const baselines = checks.flatMap(({ table, old }) => (old === undefined ? [] : [remember(table, old, change)]));
  return {
    before:
      baselines.length === 0
        ? []
        : [`CREATE TEMP TABLE athanor_violations ("table" TEXT, "row" INTEGER, parent TEXT)`, ...baselines],
    after: [
      ...checks.map(({ table, old }) => assertions.that(messageOf(table), conditionOf(table, old !== undefined))),
      ...(baselines.length === 0 ? [] : [`DROP TABLE ${violations}`]),
    ],
  };
}

const foreignKeysOf = (table: Table): readonly ForeignKey[] =>
  (table.constraints ?? []).filter((one): one is ForeignKey => one.kind === 'foreignKey');

function isConcerned(table: Table, { touched }: UncheckedChange): boolean {
  const foreignKeys = foreignKeysOf(table);
  if (foreignKeys.length === 0 || touched === undefined) return foreignKeys.length > 0;
  return (
    touched.has(foldName(table.name)) || foreignKeys.some(({ references }) => touched.has(foldName(references.table)))
  );
}

type Tables = ReadonlyMap<string, Table>;

const byName = (tables: readonly Table[]): Tables => new Map(tables.map((table) => [foldName(table.name), table]));

/** A foreign key whose target is not unique: SQLite raises an error when it is asked to check it. */
const hasBrokenTarget = (table: Table, tables: Tables): boolean =>
  foreignKeysOf(table).some(({ references }) => {
    const target = tables.get(foldName(references.table));
    return target !== undefined && !isUnique(target, references.columns);
  });

function isUnique(table: Table, columns: readonly string[]): boolean {
  const wanted = keyOf(columns);
  if (columns.length === 0) return primaryKeyOf(table) !== undefined;
  const constrained = (table.constraints ?? []).some(
    (one) => (one.kind === 'primaryKey' || one.kind === 'unique') && keyOf(one.columns) === wanted,
  );
  return (
    constrained ||
    (table.indexes ?? []).some(
      (index) =>
        index.unique === true &&
        index.where === undefined &&
        keyOf(index.columns.map((part) => (typeof part === 'string' ? part : 'column' in part ? part.column : '('))) ===
          wanted,
    )
  );
}

const keyOf = (columns: readonly string[]): string => JSON.stringify(columns.map(foldName).sort());

function remember(table: Table, old: Table, { names }: UncheckedChange): string {
  const renamed = [...names].filter(([before, now]) => before !== foldName(now));
  const cases = renamed.map(([before, now]) => `WHEN ${quoteLiteral(before)} THEN ${quoteLiteral(foldName(now))}`);
  const parent = cases.length === 0 ? 'lower(parent)' : `CASE lower(parent) ${cases.join(' ')} ELSE lower(parent) END`;
  return `INSERT INTO ${violations} SELECT ${quoteLiteral(table.name)}, rowid, ${parent} FROM ${found(old)}`;
}

const found = ({ name }: Table): string => `pragma_foreign_key_check(${quoteLiteral(name)})`;

const messageOf = (table: Table): string => {
  const targets = [...new Set(foreignKeysOf(table).map(({ references }) => references.table))];
  return `rows of ${tableLabel(table)} refer to rows of ${targets.join(' or ')} that are not there`;
};

function conditionOf(table: Table, remembered: boolean): string {
  if (!remembered) return `NOT EXISTS (SELECT 1 FROM ${found(table)})`;
  const old = `FROM ${violations} WHERE "table" = ${quoteLiteral(table.name)}`;
  const isNew = `NOT EXISTS (SELECT rowid, lower(parent) FROM ${found(table)} EXCEPT SELECT "row", parent ${old})`;
  // Rows without a rowid look all alike in the list: there the number has to do.
  if (!isWithoutRowid(table)) return isNew;
  return `${isNew} AND (SELECT count(*) FROM ${found(table)}) <= (SELECT count(*) ${old})`;
}
