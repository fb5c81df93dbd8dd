import type { Column as ColumnData } from '../schema/column.ts';
import type { ServerDefault } from '../schema/expression.ts';
import type { Column } from './column.ts';
import { InvalidColumn } from './errors.ts';
import { given } from './given.ts';
import type { NamingScope } from './naming.ts';
import { refuseLongName } from './naming.ts';
import type { DeclaredSequence } from './sequence.ts';
import { labelOf, type Table } from './table.ts';
import { nameType } from './type-names.ts';

const integerTypes = /^(?:(?:mysql\.)?(?:Tiny|Small|Medium|Big)?Integer|sqlite\.Integer)$/;

/** A column as data. `primaryKey` names the columns of the table's primary key. */
export function columnData(
  column: Column,
  table: Table,
  primaryKey: readonly string[],
  scope: NamingScope,
): ColumnData {
  refuseContradiction(column, table);
  refuseLongName(column.name, scope);
  const { options, identity, computed } = column;
  return given({
    name: column.name,
    type: nameType(column.type, column.name, scope),
    nullable: isNullable(column, primaryKey) ? undefined : false,
    serverDefault: options.serverDefault ?? nextValue(column.sequence, table),
    identity,
    computed,
    serverOnupdate: options.serverOnupdate,
    autoincrement: isNumbered(column, primaryKey) ? (true as const) : undefined,
    collation: options.collation,
    comment: options.comment,
    renamedFrom: options.renamedFrom,
    postgresql: options.postgresql,
    mysql: options.mysql,
    sqlite: options.sqlite,
  });
}

/** As in SQLAlchemy: a column can be null unless it is of the primary key or an identity, or says so itself. */
const isNullable = ({ name, options, identity }: Column, primaryKey: readonly string[]): boolean =>
  options.nullable ?? (identity === undefined && !primaryKey.includes(name));

function isNumbered(column: Column, primaryKey: readonly string[]): boolean {
  const { name, type, options, identity, computed, sequence } = column;
  if (identity !== undefined) return false;
  if (options.autoincrement !== undefined) return options.autoincrement;
  const isFilled = (computed ?? sequence ?? options.serverDefault) !== undefined;
  return numbersItself({ name, type, primaryKey, isFilled, isForeign: column.foreignKeys.length > 0 });
}

/** What decides whether a database numbers the rows by a column that says nothing about it. */
export interface NumberedColumn extends Pick<ColumnData, 'name' | 'type'> {
  /** The columns of the table's primary key. */
  readonly primaryKey: readonly string[];
  /** It has a value of its own: a default, a sequence, or it is computed. */
  readonly isFilled: boolean;
  /** It points at another table. */
  readonly isForeign: boolean;
}

/**
 * As SQLAlchemy's `autoincrement="auto"`: the only column of a primary key is numbered if it is a whole number, does not
 * point at another table, and has no value of its own.
 */
export const numbersItself = ({ name, type, primaryKey, isFilled, isForeign }: NumberedColumn): boolean =>
  primaryKey.length === 1 && primaryKey[0] === name && integerTypes.test(type.type) && !isFilled && !isForeign;

/** The default of a column that takes its values from a sequence. */
function nextValue(sequence: DeclaredSequence | undefined, table: Table): ServerDefault | undefined {
  if (sequence === undefined) return undefined;
  const schema = sequence.options.schema ?? table.metadata.schema;
  return { function: 'nextval', arguments: schema === undefined ? [sequence.name] : [schema, sequence.name] };
}

/** @throws InvalidColumn */
function refuseContradiction(column: Column, table: Table): void {
  const { options, identity, computed } = column;
  const numbered = options.autoincrement === true && identity === undefined ? true : undefined;
  const sources = given({
    'sa.Identity': identity,
    'sa.Computed': computed,
    serverDefault: options.serverDefault,
    autoincrement: numbered,
  });
  const names = Object.keys(sources);
  if (names.length < 2) return;
  throw new InvalidColumn(
    `column '${column.name}' of ${labelOf(table)} has ${names.join(' and ')}, but only one of them can give its value`,
    { hint: `keep one of ${names.join(', ')}`, ...table.declaredAt() },
  );
}
