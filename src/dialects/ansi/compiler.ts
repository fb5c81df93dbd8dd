import { UnsupportedOperation } from '../../errors.ts';
import { definitionOf } from '../../operations/custom-operation.ts';
import type { ByKind, OnTable, Operation, Row } from '../../operations/operation.ts';
import { dispatch } from '../../operations/operation.ts';
import type { Column, Identity, SequenceOptions } from '../../schema/column.ts';
import { type Constraint, type ForeignKey, targetOf } from '../../schema/constraint.ts';
import { type FunctionCall, isFunctionCall, isText, type ServerDefault } from '../../schema/expression.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { named, type TableName, tableOf } from '../../schema/table-name.ts';
import type { SqlType } from '../../schema/type.ts';
import type { Server, Statement } from '../dialect.ts';
import { compileObject, type ObjectSupports } from './object-support.ts';

/**
 * Operations to statements in standard SQL. A dialect's compiler extends it and reads as the list of what that database
 * does otherwise. Every method returns statements without a closing semicolon.
 */
export abstract class AnsiCompiler implements ByKind<[], readonly Statement[]> {
  constructor(protected readonly server: Server) {}

  /** How this database spells a type; `typeOn` has been applied. */
  abstract formatType(type: SqlType): string;
  abstract identifier(name: string): string;
  abstract literal(value: unknown): string;

  compile(operations: readonly Operation[]): Statement[] {
    return operations.flatMap((operation, at) =>
      dispatch<[], readonly Statement[]>(this, operation).map((statement) => ({ operation: at, ...statement })),
    );
  }

  /** The kinds of objects beside tables that this database has. */
  protected abstract readonly supports: ObjectSupports;

  createObject(operation: Operation<'createObject'>): readonly Statement[] {
    return compileObject(this.supports, operation, this.server);
  }
  dropObject(operation: Operation<'dropObject'>): readonly Statement[] {
    return compileObject(this.supports, operation, this.server);
  }
  alterObject(operation: Operation<'alterObject'>): readonly Statement[] {
    return compileObject(this.supports, operation, this.server);
  }

  createTable({ table }: Operation<'createTable'>): readonly Statement[] {
    const foreignKeys = (table.constraints ?? []).filter(isLateForeignKey);
    return [
      ...this.sql(this.createTableSql(table)),
      ...this.tableComments(table),
      ...(table.indexes ?? []).flatMap((index) => this.createIndex({ kind: 'createIndex', ...onTable(table), index })),
      ...foreignKeys.flatMap((constraint) =>
        this.addConstraint({ kind: 'addConstraint', ...onTable(table), constraint }),
      ),
    ];
  }
  dropTable({ table }: Operation<'dropTable'>): readonly Statement[] {
    return this.sql(`DROP TABLE ${this.table(table)}`);
  }
  /** Where tables live in one schema only, there is nothing to move. */
  moveTable(_operation: Operation<'moveTable'>): readonly Statement[] {
    return [];
  }
  renameTable({ from, to, schema }: Operation<'renameTable'>): readonly Statement[] {
    return this.sql(`ALTER TABLE ${this.table(named(from, schema))} RENAME TO ${this.identifier(to)}`);
  }
  abstract alterTable(operation: Operation<'alterTable'>): readonly Statement[];

  addColumn(operation: Operation<'addColumn'>): readonly Statement[] {
    return [
      ...this.sql(`${this.alter(operation)} ADD COLUMN ${this.columnSql(operation.column, tableOf(operation))}`),
      ...this.columnComment(tableOf(operation), operation.column, undefined),
    ];
  }
  dropColumn(operation: Operation<'dropColumn'>): readonly Statement[] {
    return this.sql(`${this.alter(operation)} DROP COLUMN ${this.identifier(operation.column.name)}`);
  }
  abstract alterColumn(operation: Operation<'alterColumn'>): readonly Statement[];
  renameColumn(operation: Operation<'renameColumn'>): readonly Statement[] {
    const { from, to } = operation;
    return this.sql(`${this.alter(operation)} RENAME COLUMN ${this.identifier(from)} TO ${this.identifier(to)}`);
  }

  addConstraint(operation: Operation<'addConstraint'>): readonly Statement[] {
    return this.sql(`${this.alter(operation)} ADD ${this.constraintSql(operation.constraint, tableOf(operation))}`);
  }
  dropConstraint(operation: Operation<'dropConstraint'>): readonly Statement[] {
    return this.sql(`${this.alter(operation)} DROP CONSTRAINT ${this.identifier(this.nameToDrop(operation))}`);
  }
  renameConstraint(operation: Operation<'renameConstraint'>): readonly Statement[] {
    const { from, to } = operation;
    return this.sql(`${this.alter(operation)} RENAME CONSTRAINT ${this.identifier(from)} TO ${this.identifier(to)}`);
  }

  createIndex(operation: Operation<'createIndex'>): readonly Statement[] {
    return this.sql(this.createIndexSql(operation.index, tableOf(operation)));
  }
  dropIndex({ index, schema }: Operation<'dropIndex'>): readonly Statement[] {
    return this.sql(`DROP INDEX ${this.table(named(index.name ?? '', schema))}`);
  }
  renameIndex({ from, to, schema }: Operation<'renameIndex'>): readonly Statement[] {
    return this.sql(`ALTER INDEX ${this.table(named(from, schema))} RENAME TO ${this.identifier(to)}`);
  }

  execute({ sql }: Operation<'execute'>): readonly Statement[] {
    const text = sqlOn(this.server.dialect, sql);
    return text === undefined ? [] : this.splitSql(text).map((statement) => ({ sql: statement }));
  }
  bulkInsert({ rows, ...on }: Operation<'bulkInsert'>): readonly Statement[] {
    return groupByColumns(rows).flatMap(({ columns, rows: alike }) => {
      const into = `INSERT INTO ${this.table(tableOf(on))} (${this.identifiers(columns)}) VALUES`;
      return chunks(alike, 500).map((chunk) => ({
        sql: `${into}\n  ${chunk.map((row) => `(${columns.map((column) => this.value(row[column])).join(', ')})`).join(',\n  ')}`,
      }));
    });
  }
  bulkDelete({ rows, ...on }: Operation<'bulkDelete'>): readonly Statement[] {
    return rows.map((row) => ({
      sql: `DELETE FROM ${this.table(tableOf(on))} WHERE ${Object.entries(row)
        .map(([column, value]) =>
          value === null ? `${this.identifier(column)} IS NULL` : `${this.identifier(column)} = ${this.value(value)}`,
        )
        .join(' AND ')}`,
    }));
  }
  backfill({ set, where, ...on }: Operation<'backfill'>): readonly Statement[] {
    const assignments = Object.entries(set).map(
      ([column, value]) => `${this.identifier(column)} = ${this.value(value)}`,
    );
    return this.sql(
      `UPDATE ${this.table(tableOf(on))} SET ${assignments.join(', ')}${where === undefined ? '' : ` WHERE ${where}`}`,
    );
  }

  custom({ name, payload }: Operation<'custom'>): readonly Statement[] {
    const written = definitionOf({ name }).compile(payload, {
      dialect: this.server.dialect,
      version: this.server.version,
      identifier: (text) => this.identifier(text),
      table: (table) => this.table(table),
      literal: (value) => this.literal(value),
    });
    return (typeof written === 'string' ? [written] : written).flatMap((one) => {
      const { sql, ...rest } = typeof one === 'string' ? { sql: one } : one;
      return this.splitSql(sql).map((statement) => ({ sql: statement, ...rest }));
    });
  }

  protected createTableSql(table: Table): string {
    const parts = [
      ...table.columns.map((column) => this.columnSql(column, table)),
      ...(table.constraints ?? [])
        .filter((constraint) => !isLateForeignKey(constraint))
        .map((constraint) => this.constraintSql(constraint, table)),
    ];
    return `CREATE TABLE ${this.table(table)} (\n  ${parts.join(',\n  ')}\n)${this.tableSuffix(table)}`;
  }

  /** What follows the closing parenthesis of CREATE TABLE. */
  protected tableSuffix(_table: Table): string {
    return '';
  }

  protected columnSql(column: Column, table: TableName): string {
    return [
      this.identifier(column.name),
      this.columnType(column, table),
      ...(column.collation === undefined ? [] : [`COLLATE ${this.identifier(column.collation)}`]),
      ...(column.computed === undefined ? [] : [this.computedSql(column)]),
      ...(column.identity === undefined ? [] : [this.identitySql(column.identity)]),
      ...(column.serverDefault === undefined ? [] : [`DEFAULT ${this.defaultSql(column.serverDefault, column)}`]),
      ...(column.nullable === false ? ['NOT NULL'] : []),
    ].join(' ');
  }

  /** The type where the column's other properties take part in its spelling (`SERIAL`). */
  protected abstract columnType(column: Column, table: TableName): string;

  protected computedSql({ computed }: Column): string {
    return `GENERATED ALWAYS AS (${computed?.expression})${computed?.persisted === true ? ' STORED' : ''}`;
  }

  protected identitySql(identity: Identity): string {
    const options = this.sequenceOptionsSql(identity);
    return `GENERATED ${identity.always === true ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${options === '' ? '' : ` (${options})`}`;
  }

  protected sequenceOptionsSql({ start, increment, minValue, maxValue, cache, cycle }: SequenceOptions): string {
    return [
      start === undefined ? '' : `START WITH ${start}`,
      increment === undefined ? '' : `INCREMENT BY ${increment}`,
      minValue === undefined ? '' : `MINVALUE ${minValue}`,
      maxValue === undefined ? '' : `MAXVALUE ${maxValue}`,
      cache === undefined ? '' : `CACHE ${cache}`,
      cycle === undefined ? '' : cycle ? 'CYCLE' : 'NO CYCLE',
    ]
      .filter((option) => option !== '')
      .join(' ');
  }

  protected defaultSql(value: ServerDefault, _column: Column): string {
    if (isText(value)) return value.text;
    return isFunctionCall(value) ? this.functionSql(value) : this.literal(value);
  }

  protected functionSql({ function: name, arguments: values = [] }: FunctionCall): string {
    if (name === 'now' && values.length === 0) return 'CURRENT_TIMESTAMP';
    return `${name}(${values.map((value) => this.literal(value)).join(', ')})`;
  }

  protected constraintSql(constraint: Constraint, table: TableName): string {
    const name = constraint.name === undefined ? '' : `CONSTRAINT ${this.identifier(constraint.name)} `;
    switch (constraint.kind) {
      case 'primaryKey':
        return `${name}PRIMARY KEY (${this.identifiers(constraint.columns)})${this.deferrableSql(constraint)}`;
      case 'unique':
        return `${name}UNIQUE (${this.identifiers(constraint.columns)})${this.deferrableSql(constraint)}`;
      case 'foreignKey':
        return `${name}${this.foreignKeySql(constraint, table)}`;
      case 'check':
        return `${name}CHECK (${constraint.expression})`;
      case 'exclusion':
        return this.unsupported('keep rows apart with an exclusion constraint', 'declare it for PostgreSQL only');
    }
  }

  protected foreignKeySql(foreignKey: ForeignKey, table: TableName): string {
    const { columns, references, match, onDelete, onUpdate } = foreignKey;
    return [
      `FOREIGN KEY (${this.identifiers(columns)})`,
      `REFERENCES ${this.table(targetOf(foreignKey, table))} (${this.identifiers(references.columns)})`,
      ...(match === undefined ? [] : [`MATCH ${match}`]),
      ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete}`]),
      ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
    ]
      .join(' ')
      .concat(this.deferrableSql(foreignKey));
  }

  protected deferrableSql({ deferrable, initially }: Pick<ForeignKey, 'deferrable' | 'initially'>): string {
    const mode = deferrable === undefined ? '' : deferrable ? ' DEFERRABLE' : ' NOT DEFERRABLE';
    return `${mode}${initially === undefined ? '' : ` INITIALLY ${initially}`}`;
  }

  protected createIndexSql(index: Index, table: TableName): string {
    const parts = index.columns.map((part) => this.indexPartSql(part)).join(', ');
    const name = index.name === undefined ? '' : `${this.identifier(index.name)} `;
    const where = index.where === undefined ? '' : ` WHERE ${index.where}`;
    return `CREATE ${index.unique === true ? 'UNIQUE ' : ''}INDEX ${name}ON ${this.table(table)} (${parts})${where}`;
  }

  protected indexPartSql(part: string | IndexPart): string {
    if (typeof part === 'string') return this.identifier(part);
    return [
      'column' in part ? this.identifier(part.column) : `(${part.expression})`,
      ...(part.collation === undefined ? [] : [`COLLATE ${this.identifier(part.collation)}`]),
      ...(part.order === undefined ? [] : [part.order.toUpperCase()]),
    ].join(' ');
  }

  /** Statements that set the comments of a new table and of its columns. */
  protected tableComments(_table: Table): readonly Statement[] {
    return [];
  }
  /** Statements that bring a column's comment from `before` to what the column says. */
  protected columnComment(_table: TableName, _column: Column, _before: string | undefined): readonly Statement[] {
    return [];
  }

  /** Cuts SQL written by hand into statements. */
  protected abstract splitSql(sql: string): readonly string[];

  protected alter(on: OnTable): string {
    return `ALTER TABLE ${this.table(tableOf(on))}`;
  }

  table({ name, schema }: TableName): string {
    return schema === undefined ? this.identifier(name) : `${this.identifier(schema)}.${this.identifier(name)}`;
  }

  identifiers(names: readonly string[]): string {
    return names.map((name) => this.identifier(name)).join(', ');
  }

  protected value(value: unknown): string {
    return isText(value) ? value.text : this.literal(value ?? null);
  }

  protected nameToDrop({ constraint, ...on }: Operation<'dropConstraint'>): string {
    if (constraint.name !== undefined) return constraint.name;
    throw new UnsupportedOperation(`cannot drop an unnamed constraint of table ${on.table}`, {
      hint: 'give the constraint a name, or set a naming convention on the MetaData',
    });
  }

  protected sql(...statements: readonly string[]): readonly Statement[] {
    return statements.map((sql) => ({ sql }));
  }

  protected unsupported(what: string, hint?: string): never {
    throw new UnsupportedOperation(`${this.server.dialect} cannot ${what}`, { hint });
  }
}

export const onTable = ({ name, schema }: TableName): OnTable =>
  schema === undefined ? { table: name } : { table: name, schema };

/** A foreign key that asks to be added after the table (`useAlter`). */
const isLateForeignKey = (constraint: Constraint): boolean =>
  constraint.kind === 'foreignKey' && constraint.useAlter === true;

function groupByColumns(rows: readonly Row[]): readonly { columns: readonly string[]; rows: readonly Row[] }[] {
  const groups = new Map<string, { columns: readonly string[]; rows: Row[] }>();
  for (const row of rows) {
    const key = JSON.stringify(Object.keys(row));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { columns: Object.keys(row), rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()];
}

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
