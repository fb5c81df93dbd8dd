import type { Column } from '../../schema/column.ts';
import type { Check } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { type BooleanType, type DialectName, type EnumType, typeOn } from '../../schema/type.ts';
import { quoteIdentifier, quoteString } from './quote.ts';

/** The CHECK that a column's type asks for (`createConstraint`): of a Boolean, or of an Enum that is kept as a string. */
export function impliedCheck(column: Column, dialect: DialectName): Check | undefined {
  const type = typeOn(dialect, column.type) as EnumType | BooleanType;
  const isChecked = type.type === 'Boolean' || (type.type === 'Enum' && type.native === false);
  if (!isChecked || type.createConstraint !== true) return undefined;
  const name = type.constraintName ?? type.name;
  const values = type.type === 'Enum' ? type.values.map(quoteString) : ['0', '1'];
  return {
    kind: 'check',
    ...(name === undefined ? {} : { name }),
    expression: `${quoteIdentifier(column.name)} IN (${values.join(', ')})`,
  };
}

/** The constraints of a table with the checks that its types ask for, unless they are among them by name. */
export function constraintsWithChecks(table: Table, dialect: DialectName): NonNullable<Table['constraints']> {
  const constraints = table.constraints ?? [];
  const checks = table.columns.flatMap((column) => impliedCheck(column, dialect) ?? []);
  return [
    ...constraints,
    ...checks.filter((check) => check.name === undefined || !constraints.some(({ name }) => name === check.name)),
  ];
}
