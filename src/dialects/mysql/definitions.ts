import type { ColumnPosition } from '../../operations/operation.ts';
import type { Column, Computed } from '../../schema/column.ts';
import type { Check, Constraint, ForeignKey, PrimaryKey } from '../../schema/constraint.ts';
import type { ServerDefault } from '../../schema/expression.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Table } from '../../schema/table.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { SqlType } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { AnsiCompiler } from '../ansi/compiler.ts';
import { mysqlRules } from '../ansi/lexer.ts';
import { splitStatements } from '../ansi/statements.ts';
import type { Server } from '../dialect.ts';
import { charsetAndCollation } from './column-collation.ts';
import { defaultSql, isLargeObject, isTextual, onUpdateSql } from './defaults.ts';
import { quoteReservedColumns } from './expression.ts';
import { indexesToName } from './implied-index.ts';
import { partitioningSql, partitionOptions, readPartitioning } from './partitioning.ts';
import { quoteIdentifier, quoteLiteral, quoteString } from './quote.ts';
import type { ServerRules } from './server-rules.ts';
import { formatColumnType, formatType } from './types.ts';
import { constraintsWithChecks } from './value-check.ts';

/** How tables, columns, constraints and indexes are written: what CREATE and ALTER have in common. */
export abstract class MysqlDefinitions extends AnsiCompiler {
  protected readonly rules: ServerRules;

  constructor(server: Server, rules: ServerRules) {
    super(server);
    this.rules = rules;
  }

  override formatType(type: SqlType): string {
    return formatType(type, this.rules.types);
  }
  override identifier(name: string): string {
    return quoteIdentifier(name);
  }
  override literal(value: unknown): string {
    return quoteLiteral(value);
  }
  protected override splitSql(sql: string): readonly string[] {
    return splitStatements(sql, mysqlRules);
  }

  /** Columns, constraints and indexes in one statement, so that a table is there whole or not at all. */
  protected override createTableSql(table: Table): string {
    const constraints = constraintsWithChecks(table, this.server.dialect).filter(
      (one) => !(one.kind === 'foreignKey' && one.useAlter === true),
    );
    const indexes = [...(table.indexes ?? []), ...indexesToName({ ...table, constraints })];
    const parts = [
      ...table.columns.map((column) => this.columnSql(column, table)),
      ...constraints.map((one) => this.constraintSql(one, table)),
      ...indexes.map((index) => this.indexSql(index, table)),
      ...this.periodSql(table),
    ];
    return `CREATE TABLE ${this.table(table)} (\n  ${parts.join(',\n  ')}\n)${this.tableSuffix(table)}`;
  }

  /** Periods of time that the table has. */
  protected periodSql(_table: Table): readonly string[] {
    return [];
  }

  /** That the table keeps the rows that were. */
  protected versioningSql(_table: Table): string {
    return '';
  }

  /** What begins to keep the rows that were, or ceases to. */
  protected versioningClauses(_from: Pick<Table, 'mysql'>, _to: Pick<Table, 'mysql'>): readonly string[] {
    return [];
  }

  protected override tableSuffix(table: Table): string {
    const options = [
      ...this.optionsSql(table.mysql ?? {}),
      ...(table.comment === undefined ? [] : [`COMMENT=${quoteString(table.comment)}`]),
    ];
    const partitioning = readPartitioning(table.mysql, this.columnNames(table));
    return [
      options.length === 0 ? '' : ` ${options.join(' ')}`,
      this.versioningSql(table),
      partitioning === undefined ? '' : `\n${partitioningSql(partitioning)}`,
    ].join('');
  }

  /** `ENGINE=InnoDB`, `DEFAULT CHARSET=utf8mb4`, `KEY_BLOCK_SIZE=8`. */
  protected optionsSql({ charset, collate, collation = collate, ...others }: DialectOptions): readonly string[] {
    return [
      ...Object.entries(others)
        .filter(([name]) => !partitionOptions.has(name) && name !== 'systemVersioned')
        .map(
          ([name, value]) =>
            `${snakeCase(name)}=${textOptions.has(name) ? quoteString(String(value)) : optionValue(value)}`,
        ),
      ...(charset === undefined ? [] : [`DEFAULT CHARSET=${optionValue(charset)}`]),
      ...(collation === undefined ? [] : [`COLLATE=${optionValue(collation)}`]),
    ];
  }

  protected override columnType(column: Column, table: TableName): string {
    return formatColumnType(column, table, this.rules.types);
  }

  protected addColumnSql(column: Column, table: TableName, position: ColumnPosition | undefined): string {
    const place =
      position === undefined ? '' : position === 'first' ? ' FIRST' : ` AFTER ${this.identifier(position.after)}`;
    return `ADD COLUMN ${this.columnSql(column, table)}${place}`;
  }

  /** The whole definition: whatever MODIFY does not restate is lost. */
  protected override columnSql(column: Column, table: TableName): string {
    const spelling = this.columnType(column, table);
    const { charset, collation } = charsetAndCollation(column, typeOn(this.server.dialect, column.type));
    const isCounted = column.autoincrement === true || column.identity !== undefined;
    const { serverDefault, serverOnupdate, comment, computed } = column;
    return [
      this.identifier(column.name),
      spelling,
      ...(charset === undefined ? [] : [`CHARACTER SET ${this.identifier(charset)}`]),
      ...(collation === undefined ? [] : [`COLLATE ${this.identifier(collation)}`]),
      ...(computed === undefined ? [] : [this.generationSql(computed, table)]),
      ...this.nullabilitySql(column, spelling),
      ...(serverDefault === undefined || isCounted || computed !== undefined
        ? []
        : [`DEFAULT ${defaultSql(serverDefault, spelling, this.takesBareConstant(spelling))}`]),
      ...(serverOnupdate === undefined ? [] : [`ON UPDATE ${onUpdateSql(serverOnupdate, spelling)}`]),
      ...(isCounted ? ['AUTO_INCREMENT'] : []),
      ...this.columnOptionsSql(column),
      ...(comment === undefined || comment === '' ? [] : [`COMMENT ${quoteString(comment)}`]),
    ].join(' ');
  }

  /** A column of the table under another name, without anything but its type and collation. */
  bareColumnSql(table: Table, name: string, as: string): string {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) return this.unsupported(`find column ${name} in table ${table.name}`);
    const { charset, collation } = charsetAndCollation(column, typeOn(this.server.dialect, column.type));
    const { collate } = table.mysql ?? {};
    const spelling = this.columnType(column, table);
    const set = charset ?? (isTextual(spelling) && collation === undefined ? table.mysql?.charset : undefined);
    const order = collation ?? (isTextual(spelling) && charset === undefined ? collate : undefined);
    return [
      this.identifier(as),
      spelling,
      ...(set === undefined ? [] : [`CHARACTER SET ${this.identifier(String(set))}`]),
      ...(order === undefined ? [] : [`COLLATE ${this.identifier(String(order))}`]),
    ].join(' ');
  }

  /** The columns of a table without anything but their types and collations. */
  bareTableSql(table: Table): string {
    const columns = table.columns.map(({ name }) => this.bareColumnSql(table, name, name));
    return `CREATE TABLE ${this.table(table)} (${columns.join(', ')})`;
  }

  /** A default of a column of the table, as it stands behind DEFAULT. */
  defaultOf(table: Table, name: string, value: ServerDefault): string {
    const column = table.columns.find((one) => one.name === name);
    const spelling = column === undefined ? '' : this.columnType(column, table);
    return defaultSql(value, spelling, this.takesBareConstant(spelling));
  }

  /**
   * TIMESTAMP is NOT NULL unless it says NULL where `explicit_defaults_for_timestamp` is off, which was MariaDB's default
   * before 10.10. https://mariadb.com/kb/en/server-system-variables/#explicit_defaults_for_timestamp
   */
  protected nullabilitySql({ nullable, computed }: Column, spelling: string): readonly string[] {
    if (nullable === false) return computed === undefined || this.rules.notNullComputed ? ['NOT NULL'] : [];
    return spelling.startsWith('timestamp') && computed === undefined ? ['NULL'] : [];
  }

  protected takesBareConstant(spelling: string): boolean {
    return !isLargeObject(spelling);
  }

  private generationSql({ expression, persisted }: Computed, table: TableName): string {
    return `GENERATED ALWAYS AS (${this.expressionSql(expression, table)}) ${persisted === true ? 'STORED' : 'VIRTUAL'}`;
  }

  /** An expression over the columns of a table, as far as these are known. */
  protected expressionSql(expression: string, table: TableName): string {
    return quoteReservedColumns(expression, this.columnNames(table));
  }

  protected columnNames(table: TableName | Table): readonly string[] {
    return 'columns' in table ? table.columns.map(({ name }) => name) : [];
  }

  protected columnOptionsSql({ mysql }: Column): readonly string[] {
    return mysql?.invisible === true ? ['INVISIBLE'] : [];
  }

  protected override constraintSql(constraint: Constraint, table: TableName): string {
    switch (constraint.kind) {
      case 'primaryKey':
        return `PRIMARY KEY (${primaryKeyParts(constraint)
          .map((part) => this.keySql(part, table))
          .join(', ')})`;
      case 'unique':
        if (constraint.nullsNotDistinct === true) this.unsupported('take nulls for equal in a unique constraint');
        return super.constraintSql(constraint, table);
      case 'check':
        return `${super.constraintSql(this.#readable(constraint, table), table)}${this.enforcementSql(constraint)}`;
      default:
        return super.constraintSql(constraint, table);
    }
  }

  #readable(check: Check, table: TableName): Check {
    return { ...check, expression: this.expressionSql(check.expression, table) };
  }

  protected enforcementSql({ notEnforced }: Check): string {
    return notEnforced === true ? ' NOT ENFORCED' : '';
  }

  /** Without MATCH, which InnoDB takes as a reason to forget ON DELETE and ON UPDATE. https://dev.mysql.com/doc/refman/9.4/en/create-table-foreign-keys.html */
  protected override foreignKeySql({ match: _, ...foreignKey }: ForeignKey, table: TableName): string {
    return super.foreignKeySql(foreignKey, table);
  }
  /** Nothing can be deferred here. */
  protected override deferrableSql(): string {
    return '';
  }

  /** An index as part of CREATE TABLE and, behind ADD, of ALTER TABLE. */
  protected indexSql(index: Index, table: TableName): string {
    const { name } = index;
    return `${this.indexKind(index, table)} ${name === undefined ? '' : `${this.identifier(name)} `}${this.keysSql(index, table)}`;
  }

  protected override createIndexSql(index: Index, table: TableName): string {
    const { name } = index;
    if (name === undefined) return `ALTER TABLE ${this.table(table)} ADD ${this.indexSql(index, table)}`;
    return `CREATE ${this.indexKind(index, table)} ${this.identifier(name)} ON ${this.table(table)} ${this.keysSql(index, table)}`;
  }

  private indexKind({ using, unique, where, nullsNotDistinct, name }: Index, table: TableName): string {
    const label = `index ${name ?? ''} of ${table.name}`;
    if (where !== undefined) {
      this.unsupported(
        `make the partial ${label}`,
        'leave out the rows in a generated column that is NULL for them, and index that column',
      );
    }
    if (nullsNotDistinct === true) this.unsupported(`take nulls for equal in the ${label}`);
    const method = using?.toUpperCase() ?? 'BTREE';
    if (['FULLTEXT', 'SPATIAL', 'VECTOR'].includes(method)) return `${method} INDEX`;
    if (!isMethod(method)) {
      this.unsupported(`make the ${label} with the method ${using}`, 'there are btree, hash, fulltext and spatial');
    }
    return unique === true ? 'UNIQUE INDEX' : 'INDEX';
  }

  private keysSql(index: Index, table: TableName): string {
    const { using, comment, mysql } = index;
    return [
      `(${index.columns.map((part) => this.keySql(part, table)).join(', ')})`,
      ...(using !== undefined && isMethod(using) ? [`USING ${using.toUpperCase()}`] : []),
      ...(mysql?.keyBlockSize === undefined ? [] : [`KEY_BLOCK_SIZE=${optionValue(mysql.keyBlockSize)}`]),
      ...(mysql?.parser === undefined ? [] : [`WITH PARSER ${this.identifier(String(mysql.parser))}`]),
      ...(mysql?.invisible === true ? [this.invisibleIndex()] : []),
      ...(comment === undefined || comment === '' ? [] : [`COMMENT ${quoteString(comment)}`]),
    ].join(' ');
  }

  protected invisibleIndex(): string {
    return 'INVISIBLE';
  }

  private keySql(part: string | IndexPart, table: TableName): string {
    if (typeof part === 'string') return this.identifier(part);
    const order = part.order === 'desc' ? ' DESC' : '';
    if ('expression' in part) return `${this.expressionKey(this.expressionSql(part.expression, table))}${order}`;
    return `${this.identifier(part.column)}${part.length === undefined ? '' : `(${part.length})`}${order}`;
  }

  protected expressionKey(expression: string): string {
    return `(${expression})`;
  }
}

/** What an index is searched by, where it is not of a kind of its own. */
const isMethod = (using: string): boolean => /^(?:btree|hash)$/i.test(using);

/** The keys of a primary key as those of an index. */
const primaryKeyParts = ({ columns, mysql = {} }: PrimaryKey): readonly IndexPart[] => {
  const { length = {}, order = {} } = mysql as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return columns.map((column) => ({
    column,
    ...(typeof length[column] === 'number' ? { length: length[column] } : {}),
    ...(order[column] === 'desc' ? { order: 'desc' } : {}),
  }));
};

const snakeCase = (name: string): string =>
  name
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9_]/g, '');

/** Options that take nothing but a string. */
const textOptions = new Set(['compression', 'encryption', 'connection', 'engineAttribute', 'secondaryEngineAttribute']);

const optionValue = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return /^\w+$/.test(String(value)) ? String(value) : quoteString(String(value));
};
