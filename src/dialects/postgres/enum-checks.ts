import type { Column } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import type { TableName } from '../../schema/table-name.ts';
import { type EnumType, typeOn } from '../../schema/type.ts';
import { foldValueLists, spell, stringValue, type Word, withoutParentheses, wordsOf } from './expression-text.ts';
import { chosenName, quoteIdentifier, quoteString } from './quoting.ts';
import { enumLength, isNativeEnum } from './types.ts';

/** The enum of a column that is a string with a CHECK here. */
export function checkedEnum(column: Column): EnumType | undefined {
  const type = typeOn('postgresql', column.type);
  return type.type === 'Enum' && !isNativeEnum(type) && type.createConstraint === true ? type : undefined;
}

/** The CHECK that such a column asks for, under the name that it has or that the server would choose. */
export function impliedCheck(column: Column, table: TableName): Check | undefined {
  const type = checkedEnum(column);
  if (type === undefined) return undefined;
  const values = type.values.map(quoteString).join(', ');
  return {
    kind: 'check',
    name: checkName(type, column, table),
    expression: `${quoteIdentifier(column.name)} IN (${values})`,
  };
}

export const checkName = (type: EnumType, column: Column, table: TableName): string =>
  type.constraintName ?? type.name ?? chosenName(table.name, column.name, 'check');

/**
 * What the values of a column become, as SQL, where some of an enum that is a string here are called otherwise. What the old
 * type had under the new name already was renamed before.
 */
export function renamedValues(from: Column, to: Column): string | undefined {
  const [old, now] = [typeOn('postgresql', from.type), typeOn('postgresql', to.type)];
  if (now.type !== 'Enum' || isNativeEnum(now)) return undefined;
  const values = old.type === 'Enum' ? (old as EnumType).values : undefined;
  const cases = Object.entries((now as EnumType).renamedFrom ?? {})
    .filter(([after, before]) => values === undefined || (values.includes(before) && !values.includes(after)))
    .map(([after, before]) => `WHEN ${quoteString(before)} THEN ${quoteString(after)}`);
  const column = quoteIdentifier(to.name);
  const text = old.type === 'Enum' && isNativeEnum(old) ? `${column}::text` : column;
  return cases.length === 0 ? undefined : `CASE ${text} ${cases.join(' ')} ELSE ${text} END`;
}

/**
 * The table with every string column whose CHECK is a plain list of values turned into an enum that asks for that CHECK,
 * so that the list is part of the column on this database as it is on the others.
 */
export function gatherEnumChecks(table: Table): Table {
  const gathered = new Map<string, Column>();
  const constraints = table.constraints?.filter((constraint) => {
    const column = constraint.kind === 'check' ? withValues(constraint, table) : undefined;
    if (column === undefined || gathered.has(column.name)) return true;
    gathered.set(column.name, column);
    return false;
  });
  if (constraints === undefined || gathered.size === 0) return table;
  const columns = table.columns.map((column) => gathered.get(column.name) ?? column);
  const { constraints: _, ...rest } = table;
  return {
    ...rest,
    columns,
    ...(constraints.length === 0 ? {} : { constraints: constraints as readonly Constraint[] }),
  };
}

function withValues(check: Check, table: Table): Column | undefined {
  if (check.notValid === true || check.noInherit === true || check.notEnforced === true) return undefined;
  const list = readValueList(check.expression);
  const column = table.columns.find(({ name }) => name === list?.column);
  if (list === undefined || column === undefined) return undefined;
  const type = typeOn('postgresql', column.type);
  if (type.type !== 'String' || type.length === undefined) return undefined;
  const needed = enumLength({ type: 'Enum', values: list.values });
  if (type.length < needed) return undefined;
  // the name that the server chooses goes without saying, and is another one on other databases
  const isChosen = check.name === undefined || check.name === chosenName(table.name, column.name, 'check');
  const asked = { native: false, createConstraint: true, ...(isChosen ? {} : { constraintName: check.name }) } as const;
  const length = type.length === needed ? {} : { length: type.length };
  return { ...column, type: { type: 'Enum', values: list.values, ...asked, ...length } };
}

interface ValueList {
  readonly column: string;
  readonly values: readonly string[];
}

const declared = /^(\S+) in \( ''(?: , '')* \)$/;
const printedItem = "\\( '' :: character varying \\) :: text";
const printed = new RegExp(`^\\( (\\S+) \\) :: text = any \\( array \\[ ${printedItem}(?: , ${printedItem})* \\] \\)$`);
/** A list of one value is printed as an equation. */
const printedOnce = /^\( (\S+) \) :: text = '' :: text$/;

/** Reads `column IN ('a', 'b')`, as people write it or as the server prints it over a varchar, and nothing else. */
function readValueList(expression: string): ValueList | undefined {
  const words = foldValueLists(withoutParentheses(wordsOf(expression)));
  const strings = words.filter(({ kind }) => kind === 'string');
  const shape = spell(words.map((word) => (word.kind === 'string' ? { ...word, text: "''" } : word)));
  const match = declared.exec(shape) ?? printed.exec(shape) ?? printedOnce.exec(shape);
  const values = strings.map(({ text }) => stringValue(text));
  const name = match === null ? undefined : nameOf(words.find(({ kind }) => kind === 'word' || kind === 'identifier'));
  if (name === undefined || values.some((value) => value === undefined)) return undefined;
  return { column: name, values: values as readonly string[] };
}

const nameOf = (word: Word | undefined): string | undefined =>
  word?.kind === 'identifier' ? word.text.slice(1, -1).replaceAll('""', '"') : word?.text;
