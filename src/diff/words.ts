import type { Operation } from '../operations/operation.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { ServerDefault } from '../schema/expression.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import { wordsIn } from '../schema/rename-identifier.ts';
import type { Table } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';
import type { SqlType } from '../schema/type.ts';

/** The names that the texts of an object mention: what it may lean on, where no server says it. */
export function wordsOfObject(object: SchemaObject | Operation<'dropObject'>['object']): readonly string[] {
  const texts = Object.entries(object).flatMap(([key, value]) => (isName(key) ? [] : textsIn(value)));
  return distinct([...texts.flatMap((text) => [...wordsIn(text)]), ...('table' in object ? [object.table ?? ''] : [])]);
}

const isName = (key: string): boolean =>
  ['kind', 'name', 'schema', 'comment', 'dependsOn', 'resultColumns', 'access', 'table'].includes(key);

/** Every text in a piece of data: types, bodies, options. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The names that a column mentions beside its own: types, functions, sequences. */
export const wordsOfColumn = ({ type, serverDefault, computed, collation }: Column): readonly string[] =>
  distinct([
    ...wordsOfType(type),
    ...wordsOfDefault(serverDefault),
    ...(computed === undefined ? [] : wordsIn(computed.expression)),
    ...(collation === undefined ? [] : [collation]),
  ]);

const wordsOfType = (type: SqlType): readonly string[] => textsIn(type).flatMap((text) => [...wordsIn(text)]);

const wordsOfDefault = (value: ServerDefault | undefined): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value) return [...wordsIn(value.text)];
  return [
    value.function,
    ...(value.arguments ?? []).flatMap((one) => (typeof one === 'string' ? [...wordsIn(one)] : [])),
  ];
};

/** The names that a check mentions, or the extension that an exclusion needs. */
export const wordsOfConstraint = (constraint: Constraint): readonly string[] =>
  constraint.kind === 'foreignKey' ? [] : constraint.kind === 'check' ? [...wordsIn(constraint.expression)] : [];

/** The names that an index mentions beside columns: functions, operator classes. */
export const wordsOfIndex = (index: Index): readonly string[] => textsIn(index).flatMap((text) => [...wordsIn(text)]);

/** The names that a table and its parts mention. */
export const wordsOfTable = (table: Table): readonly string[] =>
  distinct([
    ...table.columns.flatMap(wordsOfColumn),
    ...(table.constraints ?? []).flatMap(wordsOfConstraint),
    ...(table.indexes ?? []).flatMap(wordsOfIndex),
    ...textsIn(table.postgresql).flatMap((text) => [...wordsIn(text)]),
  ]);

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)];
