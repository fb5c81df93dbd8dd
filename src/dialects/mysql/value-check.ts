import type { Column } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import { equal } from '../../schema/equal.ts';
import type { Table } from '../../schema/table.ts';
import { type BooleanType, type DialectName, type EnumType, type SqlType, typeOn } from '../../schema/type.ts';
import { isReadableIntroducer, isWord, nameOfToken, readTokens, withoutParentheses } from './expression.ts';
import { quoteIdentifier, quoteString, unquoteString } from './quote.ts';
import { enumLength } from './types.ts';

type CheckedType = EnumType | BooleanType;

/** The type of a column whose values a CHECK is to guard: a Boolean, or an Enum that is kept as a string. */
export function checkedType(column: Column, dialect: DialectName): CheckedType | undefined {
  const type = typeOn(dialect, column.type) as CheckedType;
  const isChecked = type.type === 'Boolean' || (type.type === 'Enum' && type.native === false);
  return isChecked && type.createConstraint === true ? type : undefined;
}

/** The CHECK that a column's type asks for (`createConstraint`). */
export function impliedCheck(column: Column, dialect: DialectName): Check | undefined {
  const type = checkedType(column, dialect);
  if (type === undefined) return undefined;
  const name = type.constraintName ?? type.name;
  const values = type.type === 'Enum' ? type.values.map(quoteString) : ['0', '1'];
  return {
    kind: 'check',
    ...(name === undefined ? {} : { name }),
    expression: `${quoteIdentifier(column.name)} IN (${values.join(', ')})`,
  };
}

/** The column without the wish for a CHECK: what is left where the CHECK is a constraint of the table. */
export function withoutCheck(column: Column, dialect: DialectName): Column {
  const type = checkedType(column, dialect);
  if (type === undefined) return column;
  const { createConstraint: _c, constraintName: _n, ...plain } = type;
  return { ...column, type: plain };
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

/** The table with the checks of its types among its constraints, which is how the servers have them. */
export function spreadChecks(table: Table, dialect: DialectName): Table {
  const constraints = constraintsWithChecks(table, dialect);
  if (constraints.length === (table.constraints?.length ?? 0)) return table;
  return { ...table, columns: table.columns.map((column) => withoutCheck(column, dialect)), constraints };
}

/**
 * The opposite: a string whose CHECK is a plain list of values is an enum that asks for that CHECK, so that the list is part of
 * the column here as it is on other databases; a `tinyint(1)` with 0 and 1 is a Boolean that asked for its CHECK. `named`
 * leaves out checks that the server gave a name to, by which alone they can be dropped.
 */
export function gatherChecks(table: Table, dialect: DialectName, which: 'all' | 'named'): Table {
  const gathered = new Map<string, Column>();
  const own = new Set(table.columns.flatMap((column) => impliedCheck(column, dialect)?.name ?? []));
  const constraints = (table.constraints ?? []).filter((constraint) => {
    if (constraint.kind !== 'check') return true;
    if (constraint.name !== undefined && own.has(constraint.name)) return false;
    if (which === 'named' && isGeneratedCheckName(constraint.name ?? '', table.name)) return true;
    const column = columnWithValues(constraint, table, dialect);
    if (column === undefined || gathered.has(column.name)) return true;
    gathered.set(column.name, column);
    return false;
  });
  if (constraints.length === (table.constraints?.length ?? 0)) return table;
  const columns = table.columns.map((column) => gathered.get(column.name) ?? column);
  const { constraints: _, ...rest } = table;
  return {
    ...rest,
    columns,
    ...(constraints.length === 0 ? {} : { constraints: constraints as readonly Constraint[] }),
  };
}

/** The check of a table that a column's type once asked for: by its name, or by what it says where that is the server's. */
export function findCheck(wanted: Check, { constraints = [] }: Table): Check | undefined {
  const checks = constraints.filter((one): one is Check => one.kind === 'check');
  const list = readValueList(wanted.expression);
  return (
    checks.find(({ name }) => name !== undefined && name === wanted.name) ??
    checks.find(({ expression }) => list !== undefined && equal(readValueList(expression), list))
  );
}

/** `users_chk_1` on MySQL, `CONSTRAINT_1` on MariaDB: what a check is called that has no name. */
export const isGeneratedCheckName = (name: string, table: string): boolean =>
  /^CONSTRAINT_\d+$/.test(name) || (name.startsWith(`${table}_chk_`) && /^\d+$/.test(name.slice(table.length + 5)));

function columnWithValues(check: Check, table: Table, dialect: DialectName): Column | undefined {
  const list = check.notEnforced === true ? undefined : readValueList(check.expression);
  const column = table.columns.find(({ name }) => name.toLowerCase() === list?.column);
  if (list === undefined || column === undefined || column.computed !== undefined) return undefined;
  const name = check.name === undefined || isGeneratedCheckName(check.name, table.name) ? undefined : check.name;
  const type = typeWithValues(typeOn(dialect, column.type), list);
  if (type === undefined) return undefined;
  return {
    ...column,
    type: { ...type, createConstraint: true, ...(name === undefined ? {} : { constraintName: name }) },
  };
}

function typeWithValues(type: SqlType, { values, areStrings }: ValueList): CheckedType | undefined {
  if (!areStrings) {
    const isBoolean = type.type === 'Boolean' && type.createConstraint !== true && values.join() === '0,1';
    return isBoolean ? { type: 'Boolean' } : undefined;
  }
  const { length } = type as { readonly length?: number };
  const needed = enumLength({ values });
  if (type.type !== 'String' || length === undefined || length < needed) return undefined;
  return { type: 'Enum', values, native: false, ...(length === needed ? {} : { length }) };
}

interface ValueList {
  /** In small letters. */
  readonly column: string;
  readonly values: readonly string[];
  readonly areStrings: boolean;
}

/** Reads `column IN ('a', 'b')`, `column IN (0, 1)` and, which the servers print for a single value, `column = 'a'`. */
function readValueList(expression: string): ValueList | undefined {
  const [name, operator, ...rest] = withoutParentheses(
    readTokens(expression).filter((token) => !(isWord(token) && isReadableIntroducer(token.text))),
  );
  if (name === undefined || (name.kind !== 'word' && name.kind !== 'identifier')) return undefined;
  const isList = isWord(operator, 'in') && rest[0]?.text === '(' && rest.at(-1)?.text === ')';
  if (!isList && !(operator?.text === '=' && rest.length === 1)) return undefined;
  const items = isList ? rest.slice(1, -1) : rest;
  const values = items.filter((_, at) => at % 2 === 0);
  const areApart = items.length % 2 === 1 && items.every(({ text }, at) => at % 2 === 0 || text === ',');
  const areStrings = values.every(({ kind, text }) => kind === 'string' && text.startsWith("'"));
  if (!areApart || !(areStrings || values.every(({ kind }) => kind === 'number'))) return undefined;
  return {
    column: nameOfToken(name).toLowerCase(),
    values: values.map(({ text }) => (areStrings ? unquoteString(text) : text)),
    areStrings,
  };
}
