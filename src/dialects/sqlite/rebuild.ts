import type { Column } from '../../schema/column.ts';
import { equal } from '../../schema/equal.ts';
import type { Unmodelled } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import { tableLabel } from '../../schema/table-name.ts';
import type { Statement } from '../dialect.ts';
import type { Assertions } from './assertions.ts';
import { canonicaliseParts, collationOf } from './canonicalise.ts';
import { foldName, quoteIdentifier as quote, quoteLiteral } from './quote.ts';
import { isWithoutRowid, rowidColumn } from './rowid.ts';
import type { TableChange } from './table-change.ts';
import { createIndexSql, createTableSql } from './table-spelling.ts';
import { readValueList } from './value-check.ts';

export interface Rebuild {
  /** The table as the database has it. */
  readonly base: Table;
  /** The table to put in its place, under the same name. */
  readonly wanted: Table;
  readonly change: TableChange;
  /** The table's triggers, which go with it and have to come back. */
  readonly triggers: readonly Unmodelled[];
  /** A name that nothing in the database has. */
  readonly temporaryName: string;
  readonly assertions: Assertions;
}

/**
 * Changes a table by making a new one, copying the rows, and giving it the old one's name: the procedure of
 * https://www.sqlite.org/lang_altertable.html#otheralter, with an assertion wherever something could be lost without an error.
 * Foreign keys are not enforced meanwhile, so dropping the old table touches no row of another. The name is given with
 * `legacy_alter_table`, which leaves what other tables, views and triggers call the table as it is.
 */
export function rebuild(plan: Rebuild): readonly Statement[] {
  const { base, wanted, triggers, temporaryName } = plan;
  const [table, temporary] = [quote(base.name), quote(temporaryName)];
  const checks = [...plain(assertKnown(plan)), ...assertFitting(plan)];
  const work = [
    createTableSql(wanted, temporaryName),
    ...copyRows(plan),
    plan.assertions.that(
      `not every row of ${tableLabel(base)} could be copied`,
      `(SELECT count(*) FROM ${table}) = (SELECT count(*) FROM ${temporary})`,
    ),
    ...keepSequence(plan),
    `DROP TABLE ${table}`,
    'PRAGMA legacy_alter_table = ON',
    `ALTER TABLE ${temporary} RENAME TO ${table}`,
    'PRAGMA legacy_alter_table = OFF',
    ...(wanted.indexes ?? []).map((index) => createIndexSql(index, base)),
    ...triggers.flatMap(({ definition }) => definition ?? []),
  ];
  return [...checks, ...plain(work)];
}

const plain = (sql: readonly string[]): readonly Statement[] => sql.map((text) => ({ sql: text }));

/** The statement, with the operation that asks for what it asserts. */
function because({ change }: Rebuild, columns: readonly string[], sql: string): Statement {
  const operation = change.causes.get(columns.join());
  return operation === undefined ? { sql } : { sql, operation };
}

/** The table is what it was taken for: a column, an index or a trigger that nobody knows of would be gone after this. */
function assertKnown({ base, triggers, assertions }: Rebuild): readonly string[] {
  const label = tableLabel(base);
  const name = quoteLiteral(base.name);
  const columns = quoteLiteral(JSON.stringify(base.columns.map((column) => column.name)));
  const known = [...(base.indexes ?? []), ...triggers].flatMap((one) => one.name ?? []).map(quoteLiteral);
  return [
    assertions.that(
      `table ${label} has other columns than expected: it was changed by something else than its revisions`,
      `(SELECT json_group_array(name) FROM pragma_table_xinfo(${name})) = json(${columns})`,
    ),
    assertions.that(
      `table ${label} has an index or trigger that would be lost: it was made by something else than its revisions`,
      `NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL` +
        ` AND lower(tbl_name) = lower(${name}) AND name NOT IN (${known.join(', ')}))`,
    ),
  ];
}

/** The rows fit what is new about the table, said before SQLite says it in terms of a table that nobody knows. */
function assertFitting(plan: Rebuild): readonly Statement[] {
  return [
    ...plan.wanted.columns.flatMap((column) => assertFilled(column, plan)),
    ...assertListed(plan),
    ...assertDistinct(plan),
  ];
}

function assertFilled(column: Column, plan: Rebuild): readonly Statement[] {
  const { base, wanted, change, assertions } = plan;
  const label = `${tableLabel(base)}.${column.name}`;
  const value = valueOf(column, change);
  if (column.nullable !== false || rowidColumn(wanted)?.name === column.name) return [];
  if (value === undefined) {
    if (column.serverDefault !== undefined || column.computed !== undefined) return [];
    const message = `${tableLabel(base)} has rows, and the new column ${column.name} is NOT NULL without a default`;
    return [because(plan, [column.name], assertions.that(message, `NOT EXISTS (SELECT 1 FROM ${quote(base.name)})`))];
  }
  const old = base.columns.find(({ name }) => name === change.sources.get(column.name));
  if (old?.nullable === false && !change.values.has(column.name)) return [];
  const condition = `NOT EXISTS (SELECT 1 FROM ${quote(base.name)} WHERE ${value} IS NULL)`;
  const message = `${label} is NULL in some rows and cannot become NOT NULL`;
  return [because(plan, [column.name], assertions.that(message, condition))];
}

/** What a column gets from the old rows; undefined for a new or generated one. */
function valueOf(column: Column, { sources, values }: TableChange): string | undefined {
  if (column.computed !== undefined) return undefined;
  const source = sources.get(column.name);
  const value = values.get(column.name);
  return value === undefined ? (source === undefined ? undefined : quote(source)) : `(${value})`;
}

/** Lists of values that a column is held to from now on. */
function assertListed(plan: Rebuild): readonly Statement[] {
  const { base, wanted, change, assertions } = plan;
  return newOf(plan).flatMap((at) => {
    const one = wanted.constraints?.[at];
    const list = one?.kind === 'check' ? readValueList(one.expression) : undefined;
    const column = wanted.columns.find(({ name }) => list !== undefined && foldName(name) === foldName(list.column));
    const value = column === undefined ? undefined : valueOf(column, change);
    if (list === undefined || column === undefined || value === undefined) return [];
    const values = list.quoted ? list.values.map(quoteLiteral) : list.values;
    const message = `${tableLabel(base)}.${column.name} holds values other than ${values.join(', ')}`;
    const condition = `NOT EXISTS (SELECT 1 FROM ${quote(base.name)} WHERE ${value} NOT IN (${values.join(', ')}))`;
    return [because(plan, [column.name], assertions.that(message, condition))];
  });
}

/** Keys that are new, over values that are there. */
function assertDistinct(plan: Rebuild): readonly Statement[] {
  const { base, wanted, change, assertions } = plan;
  return newOf(plan).flatMap((at) => {
    const one = wanted.constraints?.[at];
    if (one?.kind !== 'unique' && one?.kind !== 'primaryKey') return [];
    const columns = wanted.columns.filter(({ name }) => one.columns.includes(name));
    const values = columns.map((column) => valueOf(column, change));
    if (values.length === 0 || values.includes(undefined)) return [];
    const keys = columns.map((column, place) => {
      const collation = collationOf(column);
      return `${values[place]}${collation === undefined ? '' : ` COLLATE ${quote(collation)}`}`;
    });
    const filled = values.map((value) => `${value} IS NOT NULL`).join(' AND ');
    const duplicates = `SELECT 1 FROM ${quote(base.name)} WHERE ${filled} GROUP BY ${keys.join(', ')} HAVING count(*) > 1`;
    const message = `rows of ${tableLabel(base)} are equal in ${one.columns.join(', ')}, which is to be ${one.kind === 'unique' ? 'unique' : 'the primary key'}`;
    return [because(plan, one.columns, assertions.that(message, `NOT EXISTS (${duplicates})`))];
  });
}

/** The positions of the constraints that the old table has not. */
function newOf({ base, wanted }: Rebuild): readonly number[] {
  const before = canonicaliseParts(base).constraints ?? [];
  return (canonicaliseParts(wanted).constraints ?? []).flatMap((one, at) =>
    before.some((other) => equal(withoutName(other), withoutName(one))) ? [] : [at],
  );
}

const withoutName = ({ name: _, ...shape }: { readonly name?: string }): object => shape;

/** Rows keep their rowid, by which full-text indexes and stored references may know them. */
function copyRows({ base, wanted, change, temporaryName }: Rebuild): readonly string[] {
  const copied = wanted.columns.flatMap((column) => {
    const value = valueOf(column, change);
    return value === undefined ? [] : [{ name: column.name, value }];
  });
  const rowids = rowidColumn(wanted) === undefined ? [rowidNameOf(wanted), rowidNameOf(base)] : [];
  const [into, from] = rowids;
  const names = [...(into === undefined || from === undefined ? [] : [into]), ...copied.map(({ name }) => quote(name))];
  const values = [...(into === undefined || from === undefined ? [] : [from]), ...copied.map(({ value }) => value)];
  if (names.length === 0) return [];
  const target = `${quote(temporaryName)} (${names.join(', ')})`;
  // ABORT overrides the conflict clauses of constraints, which would leave rows out without a word.
  return [`INSERT OR ABORT INTO ${target}\n  SELECT ${values.join(', ')} FROM ${quote(base.name)}`];
}

/** A name for the rowid that no column hides. */
function rowidNameOf(table: Table): string | undefined {
  if (isWithoutRowid(table)) return undefined;
  const hidden = new Set(table.columns.map(({ name }) => foldName(name)));
  return ['rowid', '_rowid_', 'oid'].find((name) => !hidden.has(name));
}

/** AUTOINCREMENT goes on from the highest number ever given, not from the highest that is left. */
function keepSequence({ base, wanted, temporaryName }: Rebuild): readonly string[] {
  if (base.sqlite?.autoincrement !== true || wanted.sqlite?.autoincrement !== true) return [];
  const temporary = quoteLiteral(temporaryName);
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${temporary}`,
    `UPDATE sqlite_sequence SET name = ${temporary} WHERE name = ${quoteLiteral(base.name)}`,
  ];
}
