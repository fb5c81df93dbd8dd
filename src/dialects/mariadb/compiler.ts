import type { OnTable } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { type TableName, tableOf } from '../../schema/table-name.ts';

import type { Statement } from '../dialect.ts';
import { MysqlCompiler } from '../mysql/compiler.ts';
import { isTextual } from '../mysql/defaults.ts';
import { supports } from './objects/supports.ts';

/** What MariaDB does otherwise than MySQL. */
export class MariadbCompiler extends MysqlCompiler {
  protected override readonly supports = supports;

  /** A check of a column stands behind everything else. */
  protected override columnSql(column: Column, table: TableName): string {
    const { check, generatedAs, withoutSystemVersioning } = column.mysql ?? {};
    if (typeof generatedAs === 'string') return this.#rowBoundSql(column, table, generatedAs);
    return [
      super.columnSql(column, table),
      ...(withoutSystemVersioning === true ? ['WITHOUT SYSTEM VERSIONING'] : []),
      ...(check === undefined ? [] : [`CHECK (${check})`]),
    ].join(' ');
  }

  /** The beginning or the end of the time that a row was there. */
  #rowBoundSql(column: Column, table: TableName, bound: string): string {
    const { name, comment = '' } = column;
    return [
      `${this.identifier(name)} ${this.columnType(column, table)} GENERATED ALWAYS AS ${bound}`,
      ...this.columnOptionsSql(column),
      ...(comment === '' ? [] : [`COMMENT ${this.literal(comment)}`]),
    ].join(' ');
  }

  protected override periodSql({ columns }: Table): readonly string[] {
    const [start, end] = ['ROW START', 'ROW END'].map((bound) =>
      columns.find(({ mysql }) => mysql?.generatedAs === bound),
    );
    if (start === undefined || end === undefined) return [];
    return [`PERIOD FOR SYSTEM_TIME (${this.identifiers([start.name, end.name])})`];
  }

  protected override versioningSql({ mysql }: Table): string {
    return mysql?.systemVersioned === true ? ' WITH SYSTEM VERSIONING' : '';
  }

  protected override versioningClauses(from: Pick<Table, 'mysql'>, to: Pick<Table, 'mysql'>): readonly string[] {
    const [before, after] = [from, to].map(({ mysql }) => mysql?.systemVersioned === true);
    return before === after ? [] : [after === true ? 'ADD SYSTEM VERSIONING' : 'DROP SYSTEM VERSIONING'];
  }

  /** A table that keeps its past is changed with the past kept, or not at all (4119). https://mariadb.com/kb/en/system-versioned-tables/ */
  protected override alterTableSql(on: OnTable, clauses: readonly string[]): readonly Statement[] {
    const statements = super.alterTableSql(on, clauses);
    const isVersioned = this.find(tableOf(on))?.mysql?.systemVersioned === true;
    if (!isVersioned || clauses[0] === 'DROP SYSTEM VERSIONING') return statements;
    return statements.map(({ sql, ...others }) => ({
      ...others,
      sql: `SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ${sql}`,
    }));
  }

  /** Text and JSON take plain defaults. https://mariadb.com/kb/en/create-table/#default-column-option */
  protected override takesBareConstant(): boolean {
    return true;
  }

  protected override dropNamed(constraint: Pick<Constraint, 'kind' | 'name'>): string {
    const { kind, name = '' } = constraint;
    return kind === 'check' ? `DROP CONSTRAINT ${this.identifier(name)}` : super.dropNamed(constraint);
  }

  /** Addresses and UUIDs take nothing but text and bytes: `Cannot cast 'double' as 'uuid'` (4078). MariaDB 10.7 to 11.8. */
  protected override needsTextBetween(before: string, after: string): boolean {
    const isOwn = (spelling: string): boolean => /^(?:uuid|inet[46])$/.test(spelling);
    const isPlain = (spelling: string): boolean => !isOwn(spelling) && !isTextual(spelling);
    return (isOwn(before) && isPlain(after)) || (isOwn(after) && isPlain(before));
  }

  /** Renaming a column renames it in checks, generated columns and defaults as well. */
  protected override renamedExpressions(): readonly string[] {
    return [];
  }

  protected override enforcementSql(check: Check): string {
    return check.notEnforced === true
      ? this.unsupported(`keep the check ${check.name ?? check.expression} without enforcing it`, 'leave it out')
      : '';
  }

  /** https://mariadb.com/kb/en/ignored-indexes/ */
  protected override invisibleIndex(): string {
    return 'IGNORED';
  }

  protected override expressionKey(expression: string): string {
    return this.unsupported(
      `index the expression ${expression}`,
      'make a generated column of the expression, and index that',
    );
  }
}
