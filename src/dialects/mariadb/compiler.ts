import type { Operation } from '../../operations/operation.ts';
import type { Column, SequenceOptions } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import type { Sequence } from '../../schema/objects/object.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { Statement } from '../dialect.ts';
import { MysqlCompiler } from '../mysql/compiler.ts';
import { isTextual } from '../mysql/defaults.ts';

/** What MariaDB does otherwise than MySQL. */
export class MariadbCompiler extends MysqlCompiler {
  override createObject(operation: Operation<'createObject'>): readonly Statement[] {
    const { object } = operation;
    return object.kind === 'sequence' ? this.createSequence(object) : super.createObject(operation);
  }
  override dropObject(operation: Operation<'dropObject'>): readonly Statement[] {
    const { object } = operation;
    return object.kind === 'sequence' ? this.sql(`DROP SEQUENCE ${this.table(object)}`) : super.dropObject(operation);
  }
  override alterObject({ from, to }: Operation<'alterObject'>): readonly Statement[] {
    if (to.kind !== 'sequence') return [];
    const { minValue, maxValue, increment = 1, cache = 1000, cycle = false } = to;
    const { start = increment > 0 ? (minValue ?? 1) : (maxValue ?? -1) } = to;
    const options = this.sequenceOptionsSql({ start, increment, cache, cycle });
    // NO MINVALUE and NO MAXVALUE are those of counting up, whichever way the sequence counts: 4085 on MariaDB to 11.8
    const [least, most] = increment > 0 ? ['1', '9223372036854775806'] : ['-9223372036854775807', '-1'];
    const limits = `MINVALUE ${minValue ?? least} MAXVALUE ${maxValue ?? most}`;
    // counting the other way, no value that comes next is within the new limits
    const isTurned = from.kind === 'sequence' && (from.increment ?? 1) > 0 !== increment > 0;
    return this.sql(`ALTER SEQUENCE ${this.table(to)} ${limits} ${options}${isTurned ? ' RESTART' : ''}`);
  }

  private createSequence(sequence: Sequence): readonly Statement[] {
    const options = this.sequenceOptionsSql(sequence);
    const type = sequence.dataType === undefined ? '' : ` AS ${sequence.dataType}`;
    return this.sql(`CREATE SEQUENCE ${this.table(sequence)}${type}${options === '' ? '' : ` ${options}`}`);
  }

  protected override sequenceOptionsSql(options: SequenceOptions): string {
    return super.sequenceOptionsSql(options).replace('NO CYCLE', 'NOCYCLE');
  }

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
