import type { Column } from '../../schema/column.ts';
import { type Constraint, columnsOfConstraint, type Exclusion } from '../../schema/constraint.ts';
import { equal } from '../../schema/equal.ts';
import type { Table } from '../../schema/table.ts';
import { columnsOf, type Index } from '../../schema/table-index.ts';
import type { TableName } from '../../schema/table-name.ts';
import { readQualifiedName } from './default-text.ts';
import { canonicalExpression, mentions } from './expression-text.ts';
import { chosenName, clipIdentifier, quoteIdentifier } from './quoting.ts';

/** A name that may come with its schema, both quoted (`"other"."german"`), as the catalog is read where it has to be. */
export const quoteQualified = (name: string): string =>
  /^"(?:[^"]|"")+"\."(?:[^"]|"")+"$/.test(name)
    ? readQualifiedName(name)
        .map((part) => quoteIdentifier(part))
        .join('.')
    : quoteIdentifier(name);

/** An operator class with its options, as in `gist_trgm_ops(siglen='32')`. */
export const operatorClassSql = (written: string): string =>
  /^[a-z_][\w$]*(?:\.[a-z_][\w$]*)?(?:\s*\([\w\s=,'.]*\))?$/i.test(written) ? written : quoteIdentifier(written);

/** The name of a constraint, or the one that the server chooses where it has none. */
export function constraintName(constraint: Constraint, table: TableName): string {
  if (constraint.name !== undefined) return clipIdentifier(constraint.name);
  switch (constraint.kind) {
    case 'primaryKey':
      return chosenName(table.name, '', 'pkey');
    case 'unique':
      return chosenName(table.name, constraint.columns.join('_'), 'key');
    case 'foreignKey':
      return chosenName(table.name, constraint.columns.join('_'), 'fkey');
    case 'check':
      return chosenName(table.name, checkedColumn(constraint.expression, table) ?? '', 'check');
    case 'exclusion':
      return chosenName(table.name, constraint.elements.map((one) => columnOf(one) ?? 'expr').join('_'), 'excl');
  }
}

/** The name under which a table has a constraint that is given without one: that of the one like it, or the server's choice. */
export function nameInTable(constraint: Constraint, table: TableName | Table): string {
  if (constraint.name !== undefined || !('columns' in table)) return constraintName(constraint, table);
  const shape = shapeOf(constraint);
  return (table.constraints ?? []).find((one) => equal(shapeOf(one), shape))?.name ?? constraintName(constraint, table);
}

const shapeOf = ({ name: _, ...shape }: Constraint): object =>
  'expression' in shape ? { ...shape, expression: canonicalExpression(shape.expression) } : shape;

/** The server names a check after its column where it mentions exactly one. */
function checkedColumn(expression: string, table: TableName): string | undefined {
  const names = mentions(expression);
  const columns = ((table as Partial<Table>).columns ?? []).filter(({ name }) => names.has(name));
  return columns.length === 1 ? columns[0]?.name : undefined;
}

/** The name of an index, or the one that the server chooses where it has none. */
export const indexName = (index: Index, table: TableName): string =>
  index.name === undefined
    ? chosenName(table.name, index.columns.map((part) => columnOf(part) ?? 'expr').join('_'), 'idx')
    : clipIdentifier(index.name);

const columnOf = (part: Index['columns'][number]): string | undefined =>
  typeof part === 'string' ? part : 'column' in part ? part.column : undefined;

/** Whether an index holds a column, or mentions it in an expression or its predicate. */
export const indexMentions = (index: Index, column: string): boolean =>
  columnsOf(index).includes(column) || (index.include ?? []).includes(column) || indexText(index, column);

/** Whether an expression or the predicate of an index mentions a column. */
export const indexText = (index: Index, column: string): boolean =>
  (index.where !== undefined && mentions(index.where).has(column)) ||
  index.columns.some(
    (part) => typeof part !== 'string' && 'expression' in part && mentions(part.expression).has(column),
  );

/** Whether a constraint of the table itself is about a column. */
export const constraintMentions = (constraint: Constraint, column: string): boolean =>
  constraint.kind === 'check'
    ? mentions(constraint.expression).has(column)
    : columnsOfConstraint(constraint).includes(column) ||
      ('include' in constraint && constraint.include?.includes(column) === true) ||
      (constraint.kind === 'exclusion' && exclusionText(constraint, column));

/** Whether an expression or the predicate of an exclusion constraint mentions a column. */
const exclusionText = ({ elements, where }: Exclusion, column: string): boolean =>
  (where !== undefined && mentions(where).has(column)) ||
  elements.some((one) => 'expression' in one && mentions(one.expression).has(column));

/** Generated columns whose values come from a column. */
export const computedFrom = (table: Table | undefined, column: string): readonly Column[] =>
  (table?.columns ?? []).filter(({ computed }) => computed !== undefined && mentions(computed.expression).has(column));
