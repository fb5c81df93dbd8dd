import { UnsupportedOperation } from '../../errors.ts';
import type { Column } from '../../schema/column.ts';
import type { Check, Constraint, ForeignKey, PrimaryKey, Unique } from '../../schema/constraint.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { collationOf, strings } from './canonicalise.ts';
import { columnLabel, columnTypeSql } from './column-type.ts';
import { defaultSql, isNullDefault } from './defaults.ts';
import { bareExpression } from './expression.ts';
import { indexName } from './index-name.ts';
import { quoteIdentifier as quote } from './quote.ts';
import { isDescending, isNumbered, isSpelledInteger, primaryKeyOf, rowidColumn } from './rowid.ts';

/** CREATE TABLE, with all constraints in it. `name` is given where the table is to be made under another one. */
export function createTableSql(table: Table, name = table.name): string {
  const key = primaryKeyOf(table);
  const inline = key !== undefined && isInline(table, key) ? key : undefined;
  const parts = [
    ...table.columns.map((column) =>
      columnSql(column, table, inline?.columns[0] === column.name ? [inlineKeySql(inline, table)] : []),
    ),
    ...(table.constraints ?? []).filter((one) => one !== inline).map(constraintSql),
  ];
  return `CREATE TABLE ${quote(name)} (\n  ${parts.join(',\n  ')}\n)${tableSuffix(table)}`;
}

/** The keys that mean something only beside their column: the rowid's, and `INTEGER PRIMARY KEY DESC`, which is not it. */
const isInline = (table: Table, key: PrimaryKey): boolean =>
  rowidColumn(table) !== undefined || (key.columns.length === 1 && isDescending(key) && holdsInteger(table, key));

const holdsInteger = (table: Table, key: PrimaryKey): boolean =>
  table.columns.some((column) => column.name === key.columns[0] && isSpelledInteger(column, table));

function inlineKeySql(key: PrimaryKey, table: Table): string {
  const order = isDescending(key) ? ' DESC' : '';
  const counting = table.sqlite?.autoincrement === true ? ' AUTOINCREMENT' : '';
  return `${nameSql(key.name)}PRIMARY KEY${order}${conflictSql(key.sqlite?.onConflict)}${counting}`;
}

function tableSuffix({ sqlite = {} }: Table): string {
  const options = [
    ...(sqlite.withoutRowid === true ? ['WITHOUT ROWID'] : []),
    ...(sqlite.strict === true ? ['STRICT'] : []),
  ];
  return options.length === 0 ? '' : ` ${options.join(', ')}`;
}

/** A column of a CREATE TABLE or an ADD COLUMN, with the constraints that are to stand beside it. */
export function columnSql(column: Column, table: Table, beside: readonly string[]): string {
  const isRowid = rowidColumn(table)?.name === column.name;
  if (isNumbered(column) && !isRowid && primaryKeyOf(table)?.columns.includes(column.name) !== true) {
    throw new UnsupportedOperation(
      `SQLite numbers rows only by their primary key, not by ${columnLabel(column, table)}`,
      {
        hint: 'make it the primary key, or leave autoincrement or Identity out for SQLite',
      },
    );
  }
  const collation = collationOf(column);
  return [
    quote(column.name),
    isRowid && isNumbered(column) ? 'INTEGER' : columnTypeSql(column, table),
    collation === undefined ? '' : `COLLATE ${quote(collation)}`,
    column.nullable === false && !isRowid ? `NOT NULL${conflictSql(column.sqlite?.onConflictNotNull)}` : '',
    defaultClause(column),
    column.computed === undefined ? '' : computedSql(column.computed),
    ...beside,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const defaultClause = ({ serverDefault }: Column): string =>
  serverDefault === undefined || isNullDefault(serverDefault) ? '' : `DEFAULT ${defaultSql(serverDefault)}`;

const computedSql = ({ expression, persisted }: NonNullable<Column['computed']>): string =>
  `GENERATED ALWAYS AS (${bareExpression(expression)}) ${persisted === true ? 'STORED' : 'VIRTUAL'}`;

/** A constraint as a clause of its own. */
function constraintSql(one: Constraint): string {
  switch (one.kind) {
    case 'primaryKey':
      return `${nameSql(one.name)}PRIMARY KEY (${keysSql(one)})${conflictSql(one.sqlite?.onConflict)}`;
    case 'unique':
      return `${nameSql(one.name)}UNIQUE (${keysSql(one)})${conflictSql(one.sqlite?.onConflict)}`;
    case 'check':
      return checkSql(one);
    case 'foreignKey':
      return `${nameSql(one.name)}FOREIGN KEY (${quoteAll(one.columns)}) ${referencesSql(one)}`;
    case 'exclusion':
      throw new UnsupportedOperation('sqlite cannot keep rows apart with an exclusion constraint', {
        hint: 'declare it for PostgreSQL only',
      });
  }
}

export const checkSql = ({ name, expression, sqlite }: Check): string =>
  `${nameSql(name)}CHECK (${bareExpression(expression)})${conflictSql(sqlite?.onConflict)}`;

const nameSql = (name: string | undefined): string => (name === undefined ? '' : `CONSTRAINT ${quote(name)} `);

const conflictSql = (onConflict: DialectOptions[string]): string =>
  typeof onConflict === 'string' ? ` ON CONFLICT ${onConflict.toUpperCase()}` : '';

const quoteAll = (names: readonly string[]): string => names.map(quote).join(', ');

function keysSql({ columns, sqlite = {} }: PrimaryKey | Unique): string {
  const orders = strings(sqlite.orders);
  const collations = strings(sqlite.collations);
  return columns
    .map((column, at) => {
      const collation = collations[at];
      const order = orders[at]?.toLowerCase() === 'desc' ? ' DESC' : '';
      return `${quote(column)}${collation ? ` COLLATE ${quote(collation)}` : ''}${order}`;
    })
    .join(', ');
}

/**
 * What a foreign key says after its columns, beside a column or in a clause of its own.
 *
 * @throws UnsupportedOperation when it points into a schema
 */
function referencesSql({ references, match, onDelete, onUpdate, ...one }: ForeignKey): string {
  if (typeof references.schema === 'string' && references.schema !== 'main') {
    throw new UnsupportedOperation(`SQLite has no schemas, and ${references.schema}.${references.table} is in one`, {
      hint: 'leave the schema out for SQLite',
    });
  }
  const deferrable = one.deferrable === true || (one.initially === 'DEFERRED' && one.deferrable === undefined);
  return [
    `REFERENCES ${quote(references.table)}`,
    ...(references.columns.length === 0 ? [] : [`(${quoteAll(references.columns)})`]),
    ...(match === undefined ? [] : [`MATCH ${match}`]),
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete}`]),
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
    ...(deferrable ? ['DEFERRABLE'] : []),
    ...(deferrable && one.initially !== undefined ? [`INITIALLY ${one.initially}`] : []),
  ].join(' ');
}

/** A foreign key of one column, beside it. */
export const inlineForeignKeySql = (one: ForeignKey): string => `${nameSql(one.name)}${referencesSql(one)}`;

export function createIndexSql(index: Index, table: Table | { readonly name: string }): string {
  const unique = index.unique === true ? 'UNIQUE ' : '';
  const where = index.where === undefined ? '' : ` WHERE ${bareExpression(index.where)}`;
  const parts = index.columns.map(partSql).join(', ');
  return `CREATE ${unique}INDEX ${quote(indexName(index, table))} ON ${quote(table.name)} (${parts})${where}`;
}

function partSql(part: string | IndexPart): string {
  if (typeof part === 'string') return quote(part);
  const key = 'column' in part ? quote(part.column) : expressionKeySql(part.expression);
  const collation = part.collation === undefined ? '' : ` COLLATE ${quote(part.collation)}`;
  return `${key}${collation}${part.order === 'desc' ? ' DESC' : ''}`;
}

const expressionKeySql = (expression: string): string => `(${bareExpression(expression)})`;
