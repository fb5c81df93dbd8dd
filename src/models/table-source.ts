import { tableNameFor } from '../metadata/table-naming.ts';
import { type Constraint, columnsOfConstraint, targetOf } from '../schema/constraint.ts';
import type { Table } from '../schema/table.ts';
import type { Index, IndexPart } from '../schema/table-index.ts';
import { tableKey } from '../schema/table-name.ts';
import { array, arrow, atom, call, type Layout, object, openObject, pair, print } from '../source/layout.ts';
import { isPlainName, keyText, textLiteral } from '../source/literal.ts';
import {
  type ColumnPlace,
  columnSource,
  foreignKeyOptions,
  namePair,
  optional,
  targetSources,
} from './column-source.ts';
import { constraintThing, type GivenName, givenName, indexThing, namingScope } from './conventions.ts';
import type { PlannedTable } from './plan.ts';
import type { SourceScope } from './source-scope.ts';

/** A table as a statement. */
export function tableSource(planned: PlannedTable, scope: SourceScope): string {
  const parts = partsOf(planned, scope);
  return planned.form === 'model' ? modelSource(planned, parts, scope) : coreSource(planned, parts, scope);
}

interface TableParts {
  /** Its columns, each with the property that it is reached by. */
  readonly columns: readonly { readonly property: string; readonly source: Layout }[];
  /** Constraints and indexes that are not said at a column. */
  readonly others: readonly Layout[];
  readonly options: readonly Layout[];
  /** The columns are mentioned in constraints or indexes. */
  readonly mentionsColumns: boolean;
}

function modelSource(
  { identifier, table }: PlannedTable,
  parts: TableParts,
  { spelling, relationships }: SourceScope,
): string {
  const members = [
    ...parts.columns.map(({ property, source }) => pair(keyText(property), source)),
    ...(relationships.get(tableKey(table)) ?? []).map(({ property, target, options }) =>
      pair(keyText(property), call(spelling.word('relationship'), [textLiteral(target), spelling.literal(options)])),
    ),
  ];
  const last = lastArgument(parts);
  const head = `export class ${identifier} extends `;
  const source = call('Base.model', [
    textLiteral(identifier),
    openObject(members),
    ...(last === undefined ? [] : [last]),
  ]);
  return `${head}${print(source, 0, head.length, 4)} {}\n`;
}

/** Options alone are an object; with constraints or indexes they are the last of a list, made of the columns where it names any. */
function lastArgument({ others, options, mentionsColumns }: TableParts): Layout | undefined {
  if (others.length === 0) return options.length === 0 ? undefined : object(options);
  const list = array([...others, ...optional(options)]);
  return mentionsColumns ? arrow('t', list) : list;
}

function coreSource(
  { identifier, table }: PlannedTable,
  { columns, others, options }: TableParts,
  scope: SourceScope,
): string {
  const head = `export const ${identifier} = `;
  const source = call(scope.spelling.word('Table'), [
    textLiteral(table.name),
    atom(scope.metadata),
    ...columns.map(({ source }) => source),
    ...others,
    ...optional(options),
  ]);
  return `${head}${print(source, 0, head.length, 1)};\n`;
}

function partsOf(planned: PlannedTable, scope: SourceScope): TableParts {
  const { table, form, properties } = planned;
  const sorted = sortParts(planned, scope);
  const primaryKey = table.constraints?.find(({ kind }) => kind === 'primaryKey');
  const keyColumns = primaryKey === undefined ? [] : columnsOfConstraint(primaryKey);
  const columns = table.columns.map((column) => {
    const property = properties.get(column.name) ?? column.name;
    const place: ColumnPlace = {
      table,
      property: form === 'model' ? property : undefined,
      primaryKey: keyColumns,
      foreignKeys: sorted.foreignKeys.get(column.name) ?? [],
      marks: sorted.marks.get(column.name) ?? {},
    };
    return { property, source: columnSource(column, place, scope.spelling) };
  });
  const refer = referrer(planned);
  const others = [
    ...sorted.constraints.map(([constraint, name]) => constraintSource(constraint, name, table, refer, scope)),
    ...sorted.indexes.map(([index, name]) => indexSource(index, name, refer, scope)),
  ];
  const mentionsColumns = sorted.indexes.length > 0 || sorted.constraints.some(([{ kind }]) => kind !== 'check');
  return { columns, others, options: optionsSource(planned, scope), mentionsColumns };
}

/** How a constraint names a column: `t.email`, or `'email'` in the Core form. */
type Refer = (column: string) => Layout;

const referrer =
  ({ form, properties }: PlannedTable): Refer =>
  (column) => {
    const property = properties.get(column);
    if (form === 'table' || property === undefined) return textLiteral(column);
    return atom(isPlainName(property) ? `t.${property}` : `t[${keyText(property).replace(/^\[|\]$/g, '')}]`);
  };

interface SortedParts {
  readonly foreignKeys: ReadonlyMap<string, ColumnPlace['foreignKeys']>;
  readonly marks: ReadonlyMap<string, ColumnPlace['marks']>;
  readonly constraints: readonly (readonly [Constraint, GivenName])[];
  readonly indexes: readonly (readonly [Index, GivenName])[];
}

/** Parts what can be said at a column from what takes a line of its own. */
function sortParts({ table }: PlannedTable, { plan, limits, declared }: SourceScope): SortedParts {
  const scope = namingScope(plan.convention, table, limits);
  // A partition has columns that it does not say: those of its parent.
  const own = new Set(table.columns.map((column) => column.name));
  const foreignKeys = new Map<string, ColumnPlace['foreignKeys']>();
  const marks = new Map<string, ColumnPlace['marks']>();
  const constraints: (readonly [Constraint, GivenName])[] = [];
  for (const constraint of table.constraints ?? []) {
    const name = givenName(constraintThing(constraint), scope);
    const [column = '', ...more] = columnsOfConstraint(constraint);
    if (constraint.kind === 'foreignKey') {
      if (!declared.has(tableKey(targetOf(constraint, table)))) continue;
      if (more.length > 0 || !own.has(column)) constraints.push([constraint, name]);
      else foreignKeys.set(column, [...(foreignKeys.get(column) ?? []), { key: constraint, name }]);
    } else if (constraint.kind === 'primaryKey') {
      const marked = table.columns.filter(({ name: one }) => constraint.columns.includes(one)).map((one) => one.name);
      const isSaid = !saysMore(constraint) && name.name === undefined && `${marked}` === `${constraint.columns}`;
      if (!isSaid) constraints.push([constraint, name]);
    } else if (
      constraint.kind === 'unique' &&
      more.length === 0 &&
      own.has(column) &&
      !saysMore(constraint) &&
      name.name === undefined &&
      marks.get(column) === undefined
    ) {
      marks.set(column, { unique: true });
    } else constraints.push([constraint, name]);
  }
  const indexes: (readonly [Index, GivenName])[] = [];
  for (const index of table.indexes ?? []) {
    const name = givenName(indexThing(index), scope);
    const [column, ...more] = index.columns;
    const { name: _, columns: __, unique, ...rest } = index;
    const isPlain =
      typeof column === 'string' && own.has(column) && more.length === 0 && Object.keys(rest).length === 0;
    if (typeof column === 'string' && isPlain && name.name === undefined && marks.get(column) === undefined) {
      marks.set(column, unique === true ? { unique: true, index: true } : { index: true });
    } else indexes.push([index, name]);
  }
  return { foreignKeys, marks, constraints, indexes };
}

/** Something beside its name and columns. */
const saysMore = ({
  kind: _,
  name: __,
  columns: ___,
  ...rest
}: Extract<Constraint, { readonly kind: 'primaryKey' | 'unique' }>): boolean => Object.keys(rest).length > 0;

function constraintSource(
  constraint: Constraint,
  name: GivenName,
  table: Table,
  refer: Refer,
  { spelling }: SourceScope,
): Layout {
  const named = namePair(name, spelling);
  switch (constraint.kind) {
    case 'check': {
      const { kind: _, name: __, expression, ...rest } = constraint;
      return call(spelling.word('CheckConstraint'), [
        spelling.literal(expression),
        ...optional([...named, ...spelling.pairs(rest)]),
      ]);
    }
    case 'foreignKey':
      return call(spelling.word('ForeignKeyConstraint'), [
        array(constraint.columns.map(refer)),
        array(targetSources(constraint, table, spelling)),
        ...optional(foreignKeyOptions(constraint, name, spelling)),
      ]);
    case 'exclusion': {
      const { kind: _, name: __, elements, ...rest } = constraint;
      const parts = elements.map((element) => partSource(element, refer, spelling));
      return call(spelling.word('ExcludeConstraint'), [...parts, ...optional([...named, ...spelling.pairs(rest)])]);
    }
    case 'primaryKey':
    case 'unique': {
      const { kind, name: _, columns, ...rest } = constraint;
      const factory = spelling.word(kind === 'unique' ? 'UniqueConstraint' : 'PrimaryKeyConstraint');
      return call(factory, [...columns.map(refer), ...optional([...named, ...spelling.pairs(rest)])]);
    }
  }
}

function indexSource(index: Index, { name }: GivenName, refer: Refer, { spelling }: SourceScope): Layout {
  const { name: _, columns, where, ...rest } = index;
  const predicate = where === undefined ? [] : [pair('where', call(spelling.word('text'), [spelling.literal(where)]))];
  return call(spelling.word('Index'), [
    name === undefined ? atom('undefined') : spelling.literal(name),
    ...columns.map((part) => (typeof part === 'string' ? refer(part) : partSource(part, refer, spelling))),
    ...optional([...spelling.pairs(rest), ...predicate]),
  ]);
}

/** `sa.desc(t.createdAt)` where that says it all. */
function partSource(part: IndexPart, refer: Refer, spelling: SourceScope['spelling']): Layout {
  const { order, ...rest } = part;
  const expression = (sql: string): Layout => call(spelling.word('text'), [spelling.literal(sql)]);
  const key = 'column' in part ? refer(part.column) : expression(part.expression);
  if (Object.keys(rest).length === 1) return order === undefined ? key : call(spelling.word(order), [key]);
  const { column: _, expression: __, ...storage } = { column: '', expression: '', ...part };
  const kept = 'column' in part ? pair('column', key) : pair('expression', spelling.literal(part.expression));
  return object([kept, ...spelling.pairs(storage)]);
}

function optionsSource({ table, form, identifier }: PlannedTable, { plan, spelling }: SourceScope): readonly Layout[] {
  const { name, columns: _, constraints: __, indexes: ___, renamedFrom: ____, ...rest } = table;
  const isNamed = form === 'table' || tableNameFor(plan.tableNaming, identifier) === name;
  return [...(isNamed ? [] : [pair('tablename', textLiteral(name))]), ...spelling.pairs(rest)];
}
