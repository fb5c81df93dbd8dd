import type { Constraint } from '../../schema/constraint.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import type { Index } from '../../schema/table-index.ts';
import type { EnumType } from '../../schema/type.ts';
import { postgresqlRules, tokenize } from '../ansi/lexer.ts';
import { mentions, stringValue } from './expression-text.ts';
import { quoteString } from './quoting.ts';
import { enumOf } from './types.ts';

/**
 * A schema after values of an enum were renamed: the server keeps values by identity, so every expression over a column of
 * that enum says the new name from then on.
 */
export function renameValues(schema: Schema, type: EnumType): Schema {
  const names = new Map(Object.entries(type.renamedFrom ?? {}).map(([now, before]) => [before, now]));
  return names.size === 0 ? schema : { ...schema, tables: schema.tables.map((table) => inTable(table, type, names)) };
}

type Names = ReadonlyMap<string, string>;

function inTable(table: Table, type: EnumType, names: Names): Table {
  const columns = new Set(table.columns.flatMap((column) => (usesEnum(column.type, type) ? [column.name] : [])));
  if (columns.size === 0) return table;
  const rename = (sql: string): string =>
    [...mentions(sql)].some((name) => columns.has(name)) ? renameStrings(sql, names) : sql;
  return {
    ...table,
    columns: table.columns.map(({ computed, ...column }) =>
      computed === undefined
        ? column
        : { ...column, computed: { ...computed, expression: rename(computed.expression) } },
    ),
    ...(table.constraints === undefined ? {} : { constraints: table.constraints.map((one) => inCheck(one, rename)) }),
    ...(table.indexes === undefined ? {} : { indexes: table.indexes.map((one) => inIndex(one, rename)) }),
  };
}

const usesEnum = (of: Table['columns'][number]['type'], { name, schema }: EnumType): boolean => {
  const used = enumOf(of);
  return used !== undefined && used.name === name && used.schema === schema;
};

const inCheck = (one: Constraint, rename: (sql: string) => string): Constraint =>
  one.kind === 'check' ? { ...one, expression: rename(one.expression) } : one;

const inIndex = ({ where, ...index }: Index, rename: (sql: string) => string): Index => ({
  ...index,
  columns: index.columns.map((part) =>
    typeof part !== 'string' && 'expression' in part ? { ...part, expression: rename(part.expression) } : part,
  ),
  ...(where === undefined ? {} : { where: rename(where) }),
});

const renameStrings = (sql: string, names: Names): string =>
  tokenize(sql, postgresqlRules)
    .map(({ kind, text }) => {
      const value = kind === 'string' ? stringValue(text) : undefined;
      const now = value === undefined ? undefined : names.get(value);
      return now === undefined ? text : quoteString(now);
    })
    .join('');
