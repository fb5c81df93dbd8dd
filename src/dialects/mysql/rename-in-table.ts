import type { Column } from '../../schema/column.ts';
import { isText } from '../../schema/expression.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import { mentionsColumn, renameInExpression } from './expression.ts';

/** The table with a column called otherwise in every expression over it; parts that do not mention it stay the same objects. */
export function renameInExpressions(table: Table, from: string, to: string): Table {
  const names = new Map([[from.toLowerCase(), to]]);
  const rename = (expression: string): string => renameInExpression(expression, names);
  const { constraints, indexes } = table;
  return {
    ...table,
    columns: table.columns.map((column) => renameInColumn(column, from, rename)),
    ...(constraints === undefined
      ? {}
      : {
          constraints: constraints.map((one) =>
            one.kind === 'check' && mentionsColumn(one.expression, from)
              ? { ...one, expression: rename(one.expression) }
              : one,
          ),
        }),
    ...(indexes === undefined ? {} : { indexes: indexes.map((index) => renameInIndex(index, from, rename)) }),
  };
}

type Rename = (expression: string) => string;

function renameInColumn(column: Column, name: string, rename: Rename): Column {
  const { computed, serverDefault } = column;
  if (computed !== undefined && mentionsColumn(computed.expression, name)) {
    return { ...column, computed: { ...computed, expression: rename(computed.expression) } };
  }
  return isText(serverDefault) && mentionsColumn(serverDefault.text, name)
    ? { ...column, serverDefault: { text: rename(serverDefault.text) } }
    : column;
}

function renameInIndex(index: Index, name: string, rename: Rename): Index {
  const isAffected = index.columns.some(
    (part) => typeof part !== 'string' && 'expression' in part && mentionsColumn(part.expression, name),
  );
  if (!isAffected) return index;
  return {
    ...index,
    columns: index.columns.map((part) =>
      typeof part !== 'string' && 'expression' in part ? { ...part, expression: rename(part.expression) } : part,
    ),
  };
}
