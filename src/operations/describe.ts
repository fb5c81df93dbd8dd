import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import { objectLabel } from '../schema/objects/object-name.ts';
import { columnsOf, type Index } from '../schema/table-index.ts';
import { tableLabel } from '../schema/table-name.ts';
import { isWidening, typeLabel } from '../schema/type-change.ts';
import { definitionOf } from './custom-operation.ts';
import type { Description, Hazard } from './description.ts';
import { type ByKind, type Dropped, dispatch, type OnTable, type Operation } from './operation.ts';
import { partitionsLost } from './partitions-lost.ts';

/** Says what an operation does, and whether it loses data or may fail on existing rows. */
export const describe = (operation: Operation): Description => dispatch(describers, operation);

const say = (summary: string, ...hazards: readonly Hazard[]): Description => ({ summary, hazards });
const losesData = (reason: string): Hazard => ({ kind: 'data-loss', reason });
const mayFail = (reason: string): Hazard => ({ kind: 'may-fail', reason });

const onLabel = ({ table, schema }: OnTable): string =>
  tableLabel(schema === undefined ? { name: table } : { name: table, schema });

const historyHazards = ({ from, to }: Operation<'alterTable'>): readonly Hazard[] =>
  from.mysql?.systemVersioned === true && to.mysql?.systemVersioned !== true
    ? [losesData('the rows that were, which the table kept')]
    : [];

const describers: ByKind<[], Description> = {
  createObject: ({ object }) => say(`create ${objectLabel(object)}`),
  dropObject: ({ object }) => say(`drop ${objectLabel(object)}`, ...dropHazards(object)),
  alterObject: ({ to }) => say(`alter ${objectLabel(to)}`),

  createTable: ({ table }) => say(`create table ${tableLabel(table)}`),
  dropTable: ({ table }) => say(`drop table ${tableLabel(table)}`, losesData(`all rows of ${tableLabel(table)}`)),
  moveTable: ({ table, from, to }) =>
    say(
      `move table ${onLabel(named(table, from ?? undefined))} to ${to === null ? 'the default schema' : `schema ${to}`}`,
    ),
  renameTable: ({ from, to, schema }) => say(`rename table ${onLabel(named(from, schema))} to ${to}`),
  alterTable: (operation) =>
    say(
      `alter options of table ${onLabel(operation)}`,
      ...partitionsLost(operation).map(losesData),
      ...historyHazards(operation),
    ),

  addColumn: ({ column, ...on }) =>
    needsValue(column)
      ? say(
          `add column ${onLabel(on)}.${column.name}`,
          mayFail(`rows that exist have no value for ${column.name}, which is NOT NULL and has no server default`),
        )
      : say(`add column ${onLabel(on)}.${column.name}`),
  dropColumn: ({ column, ...on }) =>
    say(
      `drop column ${onLabel(on)}.${column.name}`,
      ...('computed' in column && column.computed !== undefined ? [] : [losesData(`all values of ${column.name}`)]),
    ),
  alterColumn: (operation) =>
    say(
      `alter column ${onLabel(operation)}.${operation.to.name}: ${changes(operation).join(', ')}`,
      ...alterHazards(operation),
    ),
  renameColumn: ({ from, to, ...on }) => say(`rename column ${onLabel(on)}.${from} to ${to}`),

  addConstraint: ({ constraint, ...on }) =>
    say(`add ${constraintLabel(constraint)} to ${onLabel(on)}`, ...constraintHazards(constraint)),
  dropConstraint: ({ constraint, ...on }) => say(`drop ${constraintLabel(constraint)} of ${onLabel(on)}`),
  renameConstraint: ({ from, to, ...on }) => say(`rename constraint ${from} of ${onLabel(on)} to ${to}`),

  createIndex: ({ index, ...on }) =>
    say(
      `create ${indexLabel(index)} on ${onLabel(on)}`,
      ...(index.unique === true ? [mayFail(`rows that are equal in ${columnsOf(index).join(', ')}`)] : []),
    ),
  dropIndex: ({ index, ...on }) => say(`drop ${indexLabel(index)} of ${onLabel(on)}`),
  renameIndex: ({ from, to, ...on }) => say(`rename index ${from} of ${onLabel(on)} to ${to}`),

  execute: ({ sql }) => say(`execute ${firstLine(typeof sql === 'string' ? sql : Object.values(sql).join(' / '))}`),
  bulkInsert: ({ rows, ...on }) => say(`insert ${rows.length} rows into ${onLabel(on)}`),
  bulkDelete: ({ rows, ...on }) =>
    say(`delete ${rows.length} rows from ${onLabel(on)}`, losesData(`up to ${rows.length} rows`)),
  backfill: ({ set, ...on }) =>
    say(`set ${Object.keys(set).join(', ')} of ${onLabel(on)}`, losesData('the values that these columns had')),

  custom: ({ name, payload }) => {
    const { describe: words = () => name, hazards = () => [] } = definitionOf({ name });
    return say(words(payload), ...hazards(payload));
  },
};

function dropHazards({ kind, ...name }: Operation<'dropObject'>['object']): readonly Hazard[] {
  switch (kind) {
    case 'sequence':
      return [losesData('how far the sequence has counted')];
    case 'schema':
      return [mayFail('the schema holds something that is not dropped before it')];
    case 'virtualTable':
      return [losesData(`all rows of ${tableLabel(name)}`)];
    default:
      return [];
  }
}

const named = (table: string, schema: string | undefined): OnTable =>
  schema === undefined ? { table } : { table, schema };

const needsValue = (column: Column): boolean =>
  column.nullable === false &&
  column.serverDefault === undefined &&
  column.autoincrement === undefined &&
  column.identity === undefined &&
  column.computed === undefined;

/** What differs between the two, in words. */
function changes({ from, to }: Operation<'alterColumn'>): readonly string[] {
  const parts: readonly [boolean, string][] = [
    [!equal(from.type, to.type), `type ${typeLabel(from.type)} to ${typeLabel(to.type)}`],
    [(from.nullable ?? true) !== (to.nullable ?? true), to.nullable === false ? 'not null' : 'nullable'],
    [!equal(from.serverDefault, to.serverDefault), to.serverDefault === undefined ? 'no default' : 'default'],
    [!equal(from.serverOnupdate, to.serverOnupdate), 'on update'],
    [from.autoincrement !== to.autoincrement, to.autoincrement === true ? 'autoincrement' : 'no autoincrement'],
    [!equal(from.identity, to.identity), to.identity === undefined ? 'no identity' : 'identity'],
    [!equal(from.computed, to.computed), to.computed === undefined ? 'not computed' : 'computed'],
    [from.collation !== to.collation, 'collation'],
    [from.comment !== to.comment, 'comment'],
    [
      !equal(from.postgresql, to.postgresql) || !equal(from.mysql, to.mysql) || !equal(from.sqlite, to.sqlite),
      'options',
    ],
  ];
  const said = parts.filter(([differs]) => differs).map(([, words]) => words);
  return said.length === 0 ? ['as declared'] : said;
}

function alterHazards({ from, to }: Operation<'alterColumn'>): readonly Hazard[] {
  const hazards: Hazard[] = [];
  if (to.type.type === 'Enum' && from.type.type === 'Enum') {
    const kept = new Set([...to.type.values, ...Object.values(to.type.renamedFrom ?? {})]);
    const removed = from.type.values.filter((value) => !kept.has(value));
    if (removed.length > 0) hazards.push(mayFail(`rows that hold ${removed.map((one) => `'${one}'`).join(', ')}`));
  } else if (!isWidening(from.type, to.type)) {
    hazards.push(losesData(`values of ${to.name} that do not fit ${typeLabel(to.type)} are changed or refused`));
  }
  if (from.nullable !== false && to.nullable === false) hazards.push(mayFail(`rows where ${to.name} is NULL`));
  if (from.computed === undefined && to.computed !== undefined) {
    hazards.push(losesData(`values of ${to.name} are computed anew`));
  }
  return hazards;
}

function constraintHazards(constraint: Constraint): readonly Hazard[] {
  switch (constraint.kind) {
    case 'primaryKey':
      return [mayFail(`rows that are equal or NULL in ${constraint.columns.join(', ')}`)];
    case 'unique':
      return [mayFail(`rows that are equal in ${constraint.columns.join(', ')}`)];
    case 'foreignKey':
      return constraint.notValid === true
        ? []
        : [mayFail(`rows whose ${constraint.columns.join(', ')} is not in ${constraint.references.table}`)];
    case 'check':
      return constraint.notValid === true || constraint.notEnforced === true
        ? []
        : [mayFail(`rows for which (${firstLine(constraint.expression)}) is false`)];
    case 'exclusion':
      return [mayFail('rows that exclude each other')];
  }
}

const words: Readonly<Record<Constraint['kind'], string>> = {
  primaryKey: 'primary key',
  unique: 'unique constraint',
  foreignKey: 'foreign key',
  check: 'check constraint',
  exclusion: 'exclusion constraint',
};

function constraintLabel(constraint: Dropped<Constraint>): string {
  const label = words[constraint.kind];
  if (constraint.name !== undefined) return `${label} ${constraint.name}`;
  return 'columns' in constraint ? `${label} (${constraint.columns.join(', ')})` : label;
}

function indexLabel(index: Dropped<Index>): string {
  const unique = 'unique' in index && index.unique === true ? 'unique index' : 'index';
  return index.name === undefined ? unique : `${unique} ${index.name}`;
}

function firstLine(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
