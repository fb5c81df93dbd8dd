import { numbersItself } from '../metadata/column-data.ts';
import type { Column } from '../schema/column.ts';
import { type ForeignKey, targetOf } from '../schema/constraint.ts';
import type { Table } from '../schema/table.ts';
import { atom, call, type Layout, object, pair } from '../source/layout.ts';
import type { Spelling } from '../source/literal.ts';
import type { GivenName } from './conventions.ts';

/** What a table says of one of its columns where it is declared. */
export interface ColumnPlace {
  readonly table: Table;
  /** The key that it is written under; a column of the Core form has none. */
  readonly property: string | undefined;
  readonly primaryKey: readonly string[];
  /** Foreign keys of this column alone, with what is to be said of their names. */
  readonly foreignKeys: readonly { readonly key: ForeignKey; readonly name: GivenName }[];
  /** It is unique, or has an index of its own, by a name that goes without saying. */
  readonly marks: { readonly unique?: true; readonly index?: true };
}

/** `column('created_at', sa.DateTime, { nullable: false })` */
export function columnSource(column: Column, place: ColumnPlace, spelling: Spelling): Layout {
  const { name, type, identity, computed, nullable, autoincrement, renamedFrom: _, ...rest } = column;
  const isKey = place.primaryKey.includes(name);
  const marks = {
    ...(isKey ? { primaryKey: true } : {}),
    ...nullableMark(column, isKey),
    ...numberingMark(column, place),
    ...place.marks,
  };
  const options = [
    ...Object.entries(marks).map(([key, value]) => pair(key, atom(`${value}`))),
    ...spelling.pairs(rest),
  ];
  return call('column', [
    ...(place.property === name ? [] : [spelling.literal(name)]),
    spelling.type(type),
    ...place.foreignKeys.map((one) => foreignKeySource(one, place.table, spelling)),
    ...(identity === undefined ? [] : [call(spelling.word('Identity'), optional(spelling.pairs(identity)))]),
    ...(computed === undefined ? [] : [computedSource(computed, spelling)]),
    ...optional(options),
  ]);
}

/** Options behind other arguments; nothing where there are none. */
export const optional = (pairs: readonly Layout[]): readonly Layout[] => (pairs.length === 0 ? [] : [object(pairs)]);

/** A column can be null unless it is of the primary key or an identity. */
function nullableMark({ nullable = true, identity }: Column, isKey: boolean): { readonly nullable?: boolean } {
  const implied = identity === undefined && !isKey;
  return nullable === implied ? {} : { nullable };
}

function numberingMark(column: Column, { primaryKey, foreignKeys }: ColumnPlace): { readonly autoincrement?: boolean } {
  if (column.identity !== undefined) return {};
  const { name, type, computed, serverDefault } = column;
  const isFilled = computed !== undefined || serverDefault !== undefined;
  const implied = numbersItself({ name, type, primaryKey, isFilled, isForeign: foreignKeys.length > 0 });
  const isNumbered = column.autoincrement === true;
  return isNumbered === implied ? {} : { autoincrement: isNumbered };
}

function computedSource({ expression, ...options }: NonNullable<Column['computed']>, spelling: Spelling): Layout {
  return call(spelling.word('Computed'), [spelling.literal(expression), ...optional(spelling.pairs(options))]);
}

function foreignKeySource({ key, name }: ColumnPlace['foreignKeys'][number], table: Table, spelling: Spelling): Layout {
  const [target] = targetSources(key, table, spelling);
  return call('ForeignKey', [target as Layout, ...optional(foreignKeyOptions(key, name, spelling))]);
}

/** What is said of a foreign key beside its columns. */
export const foreignKeyOptions = (
  { kind: _, name: __, columns: ___, references: ____, ...rest }: ForeignKey,
  name: GivenName,
  spelling: Spelling,
): readonly Layout[] => [...namePair(name, spelling), ...spelling.pairs(rest)];

/** `name: 'ck_users_age'`, where it has to be said; a name that the convention must not change is marked as final. */
export function namePair({ name, isFinal }: GivenName, spelling: Spelling): readonly Layout[] {
  if (name === undefined) return [];
  const text = spelling.literal(name);
  return [pair('name', isFinal === true ? call(spelling.word('conv'), [text]) : text)];
}

/** `'users.id'` for each column; its parts one by one where a name holds a dot. */
export function targetSources(key: ForeignKey, table: Table, spelling: Spelling): readonly Layout[] {
  const { name, schema } = targetOf(key, table);
  return key.references.columns.map((column) => {
    const parts = [...(schema === undefined ? [] : [schema]), name, column];
    if (parts.some((part) => part.includes('.') || part === '')) {
      return spelling.literal({ table: name, ...(schema === undefined ? {} : { schema }), column });
    }
    return spelling.literal(parts.join('.'));
  });
}
