import type { Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Constraint } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { nameOf } from '../../schema/table-name.ts';
import { onTable } from '../ansi/compiler.ts';
import type { Statement } from '../dialect.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';
import { computedFrom, constraintMentions, constraintName, indexMentions, indexName, indexText } from './spelling.ts';

/** What has to be taken away before a change of columns, and put back after it. */
export interface Surroundings {
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

/** How the parts of a table are made. */
export interface PartCompiler {
  addColumn(operation: Operation<'addColumn'>): readonly Statement[];
  addConstraint(operation: Operation<'addConstraint'>): readonly Statement[];
  createIndex(operation: Operation<'createIndex'>): readonly Statement[];
}

export const nothing: Surroundings = { before: [], after: [] };

/**
 * Around a change of the type of columns: the generated columns that are computed from them, which the server does not
 * allow to stay, and what leans on those. With `texts`, also the checks, expressions and predicates that mention them:
 * the server prints these with casts to the old type and could not read them again.
 */
export function aroundTypeChange(
  table: Table | undefined,
  columns: readonly string[],
  compiler: PartCompiler,
  leaning: 'computed' | 'computed and texts',
): Surroundings {
  if (table === undefined) return nothing;
  // what is computed itself cannot be converted, and computes itself anew when it is made again
  const own = leaning === 'computed' ? [] : table.columns.filter((one) => one.computed && columns.includes(one.name));
  const computed = uniqueColumns([...own, ...columns.flatMap((column) => computedFrom(table, column))]);
  const ofComputed = leaningOn(table, computed);
  const ofTexts = leaning === 'computed' ? { constraints: [], indexes: [] } : mentioning(table, columns, ofComputed);
  return {
    before: [
      ...ofTexts.constraints.map((one) => dropConstraint(table, one)),
      ...ofTexts.indexes.map((one) => dropIndex(table, one)),
      ...computed.map((column) => dropColumn(table, column)),
    ],
    after: restore(table, computed, ofComputed, ofTexts, compiler),
  };
}

/** A column dropped and added again in another form, with everything that the drop takes with it. */
export function replaceColumn(
  table: Table | undefined,
  from: Column,
  to: Column,
  compiler: PartCompiler,
): Surroundings {
  if (table === undefined) return nothing;
  const computed = computedFrom(table, from.name);
  const leaning = leaningOn(table, [from, ...computed]);
  return {
    before: [...computed, from].map((column) => dropColumn(table, column)),
    after: restore(table, [to, ...computed], leaning, { constraints: [], indexes: [] }, compiler),
  };
}

interface Parts {
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

/** Indexes and constraints that dropping the columns drops too. */
const leaningOn = (table: Table, columns: readonly Column[]): Parts => ({
  constraints: (table.constraints ?? []).filter((one) => columns.some(({ name }) => constraintMentions(one, name))),
  indexes: (table.indexes ?? []).filter((one) => columns.some(({ name }) => indexMentions(one, name))),
});

const mentioning = (table: Table, columns: readonly string[], without: Parts): Parts => ({
  constraints: (table.constraints ?? []).filter(
    (one) =>
      one.kind === 'check' &&
      !without.constraints.includes(one) &&
      columns.some((column) => constraintMentions(one, column)),
  ),
  indexes: (table.indexes ?? []).filter(
    (one) => !without.indexes.includes(one) && columns.some((column) => indexText(one, column)),
  ),
});

function restore(
  table: Table,
  columns: readonly Column[],
  first: Parts,
  second: Parts,
  compiler: PartCompiler,
): readonly Statement[] {
  const on = onTable(nameOf(table));
  const constraints = [...first.constraints, ...second.constraints].map((one) => ({
    ...one,
    name: constraintName(one, table),
  }));
  return [
    ...columns.flatMap((column) => compiler.addColumn({ kind: 'addColumn', ...on, column })),
    ...constraints.flatMap((constraint) => compiler.addConstraint({ kind: 'addConstraint', ...on, constraint })),
    ...[...first.indexes, ...second.indexes].flatMap((index) =>
      compiler.createIndex({ kind: 'createIndex', ...on, index }),
    ),
  ];
}

const uniqueColumns = (columns: readonly Column[]): readonly Column[] => [...new Set(columns)];

const dropColumn = (table: Table, { name }: Column): Statement => ({
  sql: `ALTER TABLE ${quoteTable(nameOf(table))} DROP COLUMN ${quoteIdentifier(name)}`,
});

const dropConstraint = (table: Table, constraint: Constraint): Statement => ({
  sql: `ALTER TABLE ${quoteTable(nameOf(table))} DROP CONSTRAINT ${quoteIdentifier(constraintName(constraint, table))}`,
});

const dropIndex = (table: Table, index: Index): Statement => {
  const { schema } = nameOf(table);
  const name = indexName(index, table);
  return { sql: `DROP INDEX ${quoteTable(schema === undefined ? { name } : { name, schema })}` };
};
