import type { Check, Constraint, Exclusion, ForeignKey, PrimaryKey, Unique } from '../schema/constraint.ts';
import { isText } from '../schema/expression.ts';
import { hasParents } from '../schema/parents.ts';
import { optionsOf, type Table as TableData } from '../schema/table.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import type { Column } from './column.ts';
import { columnData } from './column-data.ts';
import type { DeclaredCheck, DeclaredExclusion, DeclaredPrimaryKey, DeclaredUnique } from './constraint.ts';
import { referredName } from './constraint.ts';
import { InvalidColumn, InvalidNamingConvention, UnknownReference } from './errors.ts';
import { bindTargets, foreignKeysOf, type OwnForeignKey } from './foreign-key-target.ts';
import { given } from './given.ts';
import { type NamingScope, nameFor, refuseLongName } from './naming.ts';
import { suggestion } from './suggestion.ts';
import { labelOf, type Table, type TableCollection, tableNameOf } from './table.ts';
import { type DeclaredIndex, Index as declareIndex } from './table-index.ts';
import type { IdentifierLimits } from './truncate-name.ts';

/** A table as data. `collections` is where the targets of its foreign keys are looked for. */
export function tableData(table: Table, collections: readonly TableCollection[], limits: IdentifierLimits): TableData {
  const scope: NamingScope = {
    convention: table.metadata.namingConvention,
    limits,
    table: tableNameOf(table),
    ...given({ model: table.model }),
    declaredAt: table.declaredAt,
  };
  refuseLongName(table.name, scope);
  const columns = Object.values(table.c);
  const primaryKey = primaryKeyOf(table, columns);
  const constraints: readonly Constraint[] = [
    ...(primaryKey === undefined ? [] : [primaryKeyData(primaryKey, scope)]),
    ...uniquesOf(table, columns).map((unique) => uniqueData(unique, table, scope)),
    ...foreignKeysOf(table).map((key) => foreignKeyData(key, table, collections, scope)),
    ...checksOf(table, columns).map((check) => checkData(check, scope)),
    ...exclusionsOf(table).map((exclusion) => exclusionData(exclusion, table, scope)),
  ];
  const indexes = indexesOf(table, columns).map((index) => indexData(index, table, scope));
  return {
    ...tableNameOf(table),
    columns: columns.map((column) => columnData(column, table, primaryKey?.columns ?? [], scope)),
    ...(constraints.length === 0 ? {} : { constraints }),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...optionsOf(table.options),
    ...given({ renamedFrom: table.options.renamedFrom, movedFrom: table.options.movedFrom }),
  };
}

type Key = Pick<DeclaredPrimaryKey, 'columns' | 'options'>;

/** The columns that are marked, unless a constraint says which and in which order. */
function primaryKeyOf(table: Table, columns: readonly Column[]): Key | undefined {
  const marked = columns.filter(({ options }) => options.primaryKey === true).map(({ name }) => name);
  const [constraint, second] = table.constraints.filter((each) => each.constraint === 'primaryKey');
  if (constraint === undefined) return marked.length === 0 ? undefined : { columns: marked, options: {} };
  refuseUnknownColumns(constraint.columns, 'primary key', table);
  const left = marked.find((name) => !constraint.columns.includes(name));
  if (second !== undefined || left !== undefined) {
    const what =
      left === undefined
        ? 'has two primary keys'
        : `marks '${left}' as primary key, but its PrimaryKeyConstraint leaves it out`;
    throw new InvalidColumn(`${labelOf(table)} ${what}`, {
      hint: 'say it once: with primaryKey on the columns, or with sa.PrimaryKeyConstraint',
      ...table.declaredAt(),
    });
  }
  return constraint;
}

const primaryKeyData = ({ columns, options: { name, include, ...rest } }: Key, scope: NamingScope): PrimaryKey => ({
  kind: 'primaryKey',
  ...given({ name: nameFor({ kind: 'primaryKey', name, columns }, scope) }),
  columns,
  ...given({ include: include?.map(referredName) }),
  ...given(rest),
});

type OwnUnique = Pick<DeclaredUnique, 'columns' | 'options'>;

/** As in SQLAlchemy, a column that is both unique and indexed has one unique index. */
const uniquesOf = (table: Table, columns: readonly Column[]): readonly OwnUnique[] => [
  ...columns
    .filter(({ options }) => options.unique === true && options.index !== true)
    .map(({ name }) => ({ columns: [name], options: {} })),
  ...table.constraints.filter((each) => each.constraint === 'unique'),
];

function uniqueData(
  { columns, options: { name, include, ...rest } }: OwnUnique,
  table: Table,
  scope: NamingScope,
): Unique {
  refuseUnknownColumns(columns, 'unique constraint', table);
  return {
    kind: 'unique',
    ...given({ name: nameFor({ kind: 'unique', name, columns }, scope) }),
    columns,
    ...given({ include: include?.map(referredName) }),
    ...given(rest),
  };
}

function foreignKeyData(
  key: OwnForeignKey,
  table: Table,
  collections: readonly TableCollection[],
  scope: NamingScope,
): ForeignKey {
  refuseUnknownColumns(key.columns, 'foreign key', table);
  const references = bindTargets(key, table, collections);
  const { name, onDelete, onUpdate, ondelete, onupdate, ...rest } = key.options;
  return {
    kind: 'foreignKey',
    ...given({ name: nameFor({ kind: 'foreignKey', name, columns: key.columns, references }, scope) }),
    columns: key.columns,
    references,
    ...given({ onDelete: onDelete ?? ondelete, onUpdate: onUpdate ?? onupdate }),
    ...given(rest),
  };
}

const checksOf = (table: Table, columns: readonly Column[]): readonly DeclaredCheck[] => [
  ...columns.flatMap(({ checks }) => checks),
  ...table.constraints.filter((each) => each.constraint === 'check'),
];

const checkData = ({ expression, options: { name, ...rest } }: DeclaredCheck, scope: NamingScope): Check => ({
  kind: 'check',
  ...given({ name: nameFor({ kind: 'check', name, columns: [] }, scope) }),
  expression,
  ...given(rest),
});

const exclusionsOf = (table: Table): readonly DeclaredExclusion[] =>
  table.constraints.filter((each) => each.constraint === 'exclusion');

function exclusionData(
  { elements, options: { name, where, include, ...rest } }: DeclaredExclusion,
  table: Table,
  scope: NamingScope,
): Exclusion {
  const columns = elements.flatMap((one) => ('column' in one ? [one.column] : []));
  refuseUnknownColumns(columns, 'exclusion constraint', table);
  return {
    kind: 'exclusion',
    ...given({ name: nameFor({ kind: 'exclusion', name, columns }, scope) }),
    elements,
    ...given({ where: isText(where) ? where.text : where, include: include?.map(referredName) }),
    ...given(rest),
  };
}

const indexesOf = (table: Table, columns: readonly Column[]): readonly DeclaredIndex[] => [
  ...columns
    .filter(({ options }) => options.index === true)
    .map(({ name, options }) => declareIndex(undefined, name, options.unique === true ? { unique: true } : {})),
  ...table.indexes,
];

function indexData({ name, columns, options }: DeclaredIndex, table: Table, scope: NamingScope): Index {
  const { where, include, ...rest } = options;
  const names = columnsOf({ columns });
  const included = include?.map(referredName);
  refuseUnknownColumns([...names, ...(included ?? [])], 'index', table);
  return {
    name: nameFor({ kind: 'index', name, columns: names }, scope) ?? refuseNameless(names, table),
    columns,
    ...given({ where: isText(where) ? where.text : where, include: included }),
    ...given(rest),
  };
}

function refuseNameless(columns: readonly string[], table: Table): never {
  throw new InvalidNamingConvention(`an index of ${labelOf(table)} (${columns.join(', ')}) has no name`, {
    hint: "name it, or add ix to the naming convention, such as ix: 'ix_%(column_0_label)s'",
    ...table.declaredAt(),
  });
}

/** @throws UnknownReference */
function refuseUnknownColumns(names: readonly string[], what: string, table: Table): void {
  // it may be a column of the table that this one has columns of
  if (hasParents(table.options)) return;
  const known = Object.values(table.c).map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UnknownReference(`${labelOf(table)} has no column '${unknown}', which its ${what} names`, {
    hint: suggestion(unknown, known),
    ...table.declaredAt(),
  });
}
