import { derive } from '../../../schema/canonical.ts';
import type { SchemaObject } from '../../../schema/objects/object.ts';
import type { Table } from '../../../schema/table.ts';
import { nameOf, type TableName, tableKey } from '../../../schema/table-name.ts';
import type { EnumType } from '../../../schema/type.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { canonicalName } from '../canonical-name.ts';
import { quoteLiteral, quoteTable } from '../quoting.ts';
import { enumName, enumOf } from '../types.ts';
import { commentOnType } from './composite-type.ts';

/** The statements that bring an enum from some values to others, as far as that goes without making it anew. */
export interface EnumChange {
  readonly statements: readonly string[];
  /** What remains to be done: values to take away or to put in another order. */
  readonly rebuild: boolean;
}

export const createEnum = (name: TableName, values: readonly string[]): string =>
  `CREATE TYPE ${quoteTable(name)} AS ENUM (${values.map(quoteLiteral).join(', ')})`;

/** Enums, as they are where no column has them. What has to be done to those of columns is known to `EnumTypes`. */
export const enumSupport: ObjectSupport<'enum'> = {
  canonicalise: (object, server) => {
    const { name, schema } = canonicalName(object, server);
    return derive(object, { name, schema, comment: object.comment || undefined });
  },
  create: (object) => [createEnum(nameOf(object), object.values), ...(object.comment ? [commentOnType(object)] : [])],
  drop: (object) => [`DROP TYPE ${quoteTable(nameOf(object))}`],
};

/**
 * An enum that columns have is compared with them, and here only for its comment, since its values belong to the columns.
 * Both are canonical.
 */
export function settleEnums(objects: readonly SchemaObject[], tables: readonly Table[]): readonly SchemaObject[] {
  if (!objects.some(({ kind }) => kind === 'enum')) return objects;
  const types = tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumOf(type) ?? []));
  const used = new Set(types.map((type) => tableKey(enumName(type))));
  return objects.flatMap((object) => {
    if (object.kind !== 'enum' || !used.has(tableKey(object))) return [object];
    return object.comment === undefined ? [] : [derive(object, { values: [] })];
  });
}

/** Renames by hint, then adds at their places, as long as what is there already stays in its order. */
export function changeEnum(name: TableName, from: readonly string[], to: EnumType): EnumChange {
  const renames = Object.entries(to.renamedFrom ?? {}).filter(
    ([now, before]) => from.includes(before) && !from.includes(now) && to.values.includes(now),
  );
  const newNames = new Map(renames.map(([now, before]) => [before, now]));
  const kept = from.map((value) => newNames.get(value) ?? value);
  const renaming = renames.map(
    ([now, before]) => `ALTER TYPE ${quoteTable(name)} RENAME VALUE ${quoteLiteral(before)} TO ${quoteLiteral(now)}`,
  );
  if (!isSubsequence(kept, to.values)) return { statements: renaming, rebuild: true };
  return { statements: [...renaming, ...additions(name, kept, to.values)], rebuild: false };
}

const isSubsequence = (part: readonly string[], whole: readonly string[]): boolean => {
  let next = 0;
  for (const value of whole) if (value === part[next]) next += 1;
  return next === part.length;
};

function additions(name: TableName, kept: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.flatMap((value, at) => {
    if (kept.includes(value)) return [];
    const previous = wanted[at - 1];
    const place =
      previous !== undefined
        ? ` AFTER ${quoteLiteral(previous)}`
        : kept[0] === undefined
          ? ''
          : ` BEFORE ${quoteLiteral(kept[0])}`;
    return [`ALTER TYPE ${quoteTable(name)} ADD VALUE ${quoteLiteral(value)}${place}`];
  });
}

/** A column that uses an enum, as itself or as the elements of its array. */
export interface EnumUse {
  readonly table: Table;
  readonly column: Table['columns'][number];
  readonly isArray: boolean;
}

/** The statement that moves a column from the renamed type to the new one of its name, by the text of its values. */
export function moveColumn({ table, column, isArray }: EnumUse, name: TableName, quotedColumn: string): string {
  const brackets = isArray ? '[]'.repeat(dimensionsOf(column.type)) : '';
  const target = `${quoteTable(name)}${brackets}`;
  const text = isArray ? 'text[]' : 'text';
  return `ALTER TABLE ${quoteTable(nameOf(table))} ALTER COLUMN ${quotedColumn} TYPE ${target} USING ${quotedColumn}::${text}::${target}`;
}

const dimensionsOf = (type: Table['columns'][number]['type']): number =>
  type.type === 'Array' ? (type.dimensions ?? 1) : 1;
