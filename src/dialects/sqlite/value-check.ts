import type { Column } from '../../schema/column.ts';
import type { Check, Constraint } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { type BooleanType, type EnumType, type SqlType, typeOn } from '../../schema/type.ts';
import { quoteIdentifier, quoteLiteral, sameName } from './quote.ts';
import { isKeyword, isName, readTokens, splitAtCommas, unquote, withoutParentheses } from './tokens.ts';
import { enumLength } from './types.ts';

type CheckedType = EnumType | BooleanType;

/** The type of a column whose values a CHECK is to guard. */
export function checkedType(column: Column): CheckedType | undefined {
  const type = typeOn('sqlite', column.type) as CheckedType;
  return (type.type === 'Enum' || type.type === 'Boolean') && type.createConstraint === true ? type : undefined;
}

/** The CHECK that such a type asks for. */
export function impliedCheck(column: Column): Check | undefined {
  const type = checkedType(column);
  if (type === undefined) return undefined;
  const name = type.constraintName ?? type.name;
  const values = type.type === 'Enum' ? type.values.map(quoteLiteral) : ['0', '1'];
  return {
    kind: 'check',
    ...(name === undefined ? {} : { name }),
    expression: `${quoteIdentifier(column.name)} IN (${values.join(', ')})`,
  };
}

/** The column without the wish for a CHECK: what is left when the CHECK is a constraint of the table. */
export function withoutCheck(column: Column): Column {
  const type = checkedType(column);
  if (type === undefined) return column;
  const { createConstraint: _c, constraintName: _n, ...plain } = type;
  return { ...column, type: plain.type === 'Enum' ? { ...plain, native: false } : plain };
}

/** The table with the checks of its types among its constraints, which is how SQLite has them. */
export function spreadChecks(table: Table): Table {
  const checks = table.columns.flatMap((column) => impliedCheck(column) ?? []);
  if (checks.length === 0) return table;
  const constraints: readonly Constraint[] = [...(table.constraints ?? []), ...checks];
  return { ...table, columns: table.columns.map(withoutCheck), constraints };
}

interface ValueList {
  readonly column: string;
  readonly values: readonly string[];
  readonly quoted: boolean;
}

/** Reads `column IN ('a', 'b')` or `column IN (0, 1)`, and nothing else. */
export function readValueList(expression: string): ValueList | undefined {
  const [name, keyword, open, ...rest] = withoutParentheses(readTokens(expression));
  const close = rest.pop();
  if (name === undefined || !isName(name) || !isKeyword(keyword, 'IN')) return undefined;
  if (open?.text !== '(' || close?.text !== ')') return undefined;
  const items = splitAtCommas(rest);
  const values = items.flatMap(([value, ...more]) => (value === undefined || more.length > 0 ? [] : [value]));
  if (values.length !== items.length) return undefined;
  const quoted = values.every(({ kind, text }) => kind === 'string' && text.startsWith("'"));
  if (!quoted && !values.every(({ kind }) => kind === 'number')) return undefined;
  return { column: unquote(name), values: values.map((value) => (quoted ? unquote(value) : value.text)), quoted };
}

/**
 * The opposite of `spreadChecks`: a column whose CHECK is a plain list of values gets the type that says so. A `VARCHAR` and
 * its list are an enum, a `BOOLEAN` with 0 and 1 is one that asked for its CHECK; in a STRICT table, which has neither type,
 * `TEXT` and `INTEGER` stand for them. `copy` makes the changed column.
 */
export function gatherChecks(table: Table, copy: (column: Column, type: SqlType) => Column): Table {
  const gathered = new Map<string, Column>();
  const constraints = (table.constraints ?? []).filter((constraint) => {
    const list = constraint.kind === 'check' ? readValueList(constraint.expression) : undefined;
    const column = table.columns.find(({ name }) => list !== undefined && sameName(name, list.column));
    if (list === undefined || column === undefined || gathered.has(column.name)) return true;
    const type = typeWithValues(typeOn('sqlite', column.type), list, constraint.name, table.sqlite?.strict === true);
    if (type === undefined) return true;
    gathered.set(column.name, copy(column, type));
    return false;
  });
  if (gathered.size === 0) return table;
  const { constraints: _, ...rest } = table;
  const columns = table.columns.map((column) => gathered.get(column.name) ?? column);
  return { ...rest, columns, ...(constraints.length === 0 ? {} : { constraints }) };
}

function typeWithValues(
  type: SqlType,
  { values, quoted }: ValueList,
  name: string | undefined,
  strict: boolean,
): SqlType | undefined {
  const asked = { createConstraint: true, ...(name === undefined ? {} : { constraintName: name }) };
  if (!quoted) {
    const holdsBooleans = type.type === 'Boolean' || (strict && type.type === 'Integer');
    return holdsBooleans && values.join() === '0,1' ? { type: 'Boolean', ...asked } : undefined;
  }
  const needed = enumLength({ values });
  const length = lengthOf(type, strict ? needed : undefined);
  if (length === undefined || length < needed) return undefined;
  return { type: 'Enum', values, native: false, ...asked, ...(length === needed ? {} : { length }) };
}

/** `ofText` is the length to take for a type that has none. */
function lengthOf(type: SqlType, ofText: number | undefined): number | undefined {
  if (type.type === 'Enum') return ofText ?? enumLength(type as EnumType);
  if (type.type === 'String') return ofText ?? (type as { readonly length?: number }).length;
  return type.type === 'Text' ? ofText : undefined;
}
