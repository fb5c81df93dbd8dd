import type { NamingConvention } from '../metadata/table.ts';
import { type NamingStyle, tableNameFor } from '../metadata/table-naming.ts';
import type { IdentifierLimits } from '../metadata/truncate-name.ts';
import type { ForeignKey } from '../schema/constraint.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';
import { isPlainName } from '../source/literal.ts';
import { detectConvention } from './conventions.ts';
import { declarableName, identifierFrom, Names } from './identifiers.ts';
import { camelCase, pascalCase, plural, singular, withLast, wordsOf } from './words.ts';

/** How models and their properties are called. */
export interface ModelNaming {
  /** Models after one row (`User` of `users`), after all of them (`Users`), or as their tables. */
  readonly classNames: 'singular' | 'plural' | 'as-is';
  readonly propertyNames: 'camelCase' | 'as-is';
}

/** A table, and how it is written. */
export interface PlannedTable {
  readonly table: Table;
  /** A model, or a table of the Core form. */
  readonly form: 'model' | 'table';
  /** What it is declared as. */
  readonly identifier: string;
  /** The properties of its columns, by their names. */
  readonly properties: ReadonlyMap<string, string>;
}

/** Everything that is decided before a line is written. */
export interface ModelPlan {
  readonly tables: readonly PlannedTable[];
  readonly convention: NamingConvention;
  /** How the base names tables after models. */
  readonly tableNaming: NamingStyle;
  /** The names that are declared, or must not be. */
  readonly names: Names;
}

/** What decides how tables are written. */
export interface PlanOptions extends ModelNaming {
  /** `tables`: everything in the Core form. */
  readonly form: 'models' | 'tables';
  readonly limits: IdentifierLimits;
}

/** Decides which tables are models, and what everything is called. Tables stand in the order of their names. */
export function planModels(schema: Schema, options: PlanOptions): ModelPlan {
  const tables = [...schema.tables].sort((a, b) => (tableKey(a) < tableKey(b) ? -1 : 1));
  const names = new Names();
  const foreign = tableNames(tables);
  const planned = tables.map((table): PlannedTable => {
    const form = options.form === 'models' && isModel(table) ? 'model' : 'table';
    return {
      table,
      form,
      identifier: identifierOf(table, form, options, names, foreign),
      properties: propertiesOf(table, form, options),
    };
  });
  return {
    tables: planned,
    convention: detectConvention(tables, options.limits),
    tableNaming: bestNaming(planned),
    names,
  };
}

/** Relationships name models by their class or their table: no model may be called as another one's table. */
const tableNames = (tables: readonly Table[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { name } of tables) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** A row of a model can be told from all others; and what only joins two tables is no model. */
const isModel = (table: Table): boolean =>
  table.constraints?.some(({ kind }) => kind === 'primaryKey') === true && associated(table) === undefined;

/** The two foreign keys of a table that has nothing else, and whose rows are told apart by both. */
export function associated(table: Table): readonly [ForeignKey, ForeignKey] | undefined {
  const [first, second, third] = (table.constraints ?? []).filter((one) => one.kind === 'foreignKey');
  const key = table.constraints?.find((one) => one.kind === 'primaryKey');
  if (first === undefined || second === undefined || third !== undefined || key?.kind !== 'primaryKey')
    return undefined;
  const columns = new Set([...first.columns, ...second.columns]);
  const isWhole = table.columns.every(({ name }) => columns.has(name) && key.columns.includes(name));
  return isWhole && first.columns.length + second.columns.length === columns.size ? [first, second] : undefined;
}

function identifierOf(
  table: Table,
  form: PlannedTable['form'],
  { classNames }: PlanOptions,
  names: Names,
  foreign: ReadonlyMap<string, number>,
): string {
  const words = wordsOf(table.name);
  const numbered = { singular: withLast(words, singular), plural: withLast(words, plural), 'as-is': words }[classNames];
  const styled = form === 'table' ? camelCase(words) : pascalCase(numbered);
  const plain = classNames === 'as-is' && isPlainName(table.name) ? table.name : identifierFrom(styled, 'Table');
  const suffix = form === 'table' ? 'Table' : 'Model';
  const wanted = declarableName(plain, suffix);
  const isOthers = wanted !== table.name && foreign.has(wanted);
  const inSchema = table.schema === undefined ? [] : [pascalCase([...wordsOf(table.schema), ...numbered])];
  const choices = [
    ...(isOthers ? [] : [wanted]),
    ...inSchema.map((name) => declarableName(identifierFrom(name, 'Table'), suffix)),
    `${wanted}${suffix}`,
  ];
  return names.take(...(choices as [string, ...string[]]));
}

function propertiesOf(
  table: Table,
  form: PlannedTable['form'],
  { propertyNames }: PlanOptions,
): ReadonlyMap<string, string> {
  if (form === 'table') return new Map(table.columns.map(({ name }) => [name, name]));
  const taken = new Names();
  // A name that needs no change is not taken by another one that becomes it.
  const wanted = table.columns.map(({ name }) => ({ name, property: propertyFor(name, propertyNames) }));
  const asTheyAre = wanted.filter(({ name, property }) => name === property);
  for (const { property } of asTheyAre) taken.take(property);
  return new Map(wanted.map(({ name, property }) => [name, name === property ? property : taken.take(property)]));
}

function propertyFor(name: string, style: ModelNaming['propertyNames']): string {
  // A key that is a number would come before all others.
  if (style === 'as-is') return /^\d+$/.test(name) ? `_${name}` : name;
  if (/^[a-z][a-zA-Z0-9]*$/.test(name)) return name;
  const property = identifierFrom(camelCase(wordsOf(name)), 'column');
  return property === '__proto__' ? 'proto' : property;
}

const namings: readonly NamingStyle[] = ['snake_plural', 'snake', 'as_is'];

/** The way of naming tables after models under which the fewest models have to say the name of their table. */
function bestNaming(tables: readonly PlannedTable[]): NamingStyle {
  const count = (style: NamingStyle): number =>
    tables.filter(({ form, table, identifier }) => form === 'model' && tableNameFor(style, identifier) === table.name)
      .length;
  return namings.reduce<NamingStyle>((best, style) => (count(style) > count(best) ? style : best), 'as_is');
}
