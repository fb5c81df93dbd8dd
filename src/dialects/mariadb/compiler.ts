import type { Column } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import type { TableName } from '../../schema/table-name.ts';
import { MysqlCompiler } from '../mysql/compiler.ts';
import { isTextual } from '../mysql/defaults.ts';
import { supports } from './objects/supports.ts';

/** What MariaDB does otherwise than MySQL. */
export class MariadbCompiler extends MysqlCompiler {
  protected override readonly supports = supports;

  /** A check of a column stands behind everything else. */
  protected override columnSql(column: Column, table: TableName): string {
    const check = column.mysql?.check;
    return `${super.columnSql(column, table)}${check === undefined ? '' : ` CHECK (${check})`}`;
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
