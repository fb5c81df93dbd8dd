import type { Column } from '../../schema/column.ts';
import type { ServerDefault } from '../../schema/expression.ts';
import type { SqlType } from '../../schema/type.ts';
import type { Server } from '../dialect.ts';
import { withoutDefaultSchema } from './canonical-column.ts';
import type { ColumnRow, EnumRow, SequenceRow } from './catalog.ts';
import { canonicalLiteral, type DefaultedType, readDefaultText } from './default-text.ts';
import { stripParentheses } from './expression-text.ts';
import { isSerial, sequenceOptions } from './reflect-sequence.ts';
import { readStorage } from './storage.ts';
import { parseType } from './types.ts';

export interface ColumnContext {
  readonly server: Server;
  readonly enums: ReadonlyMap<number, EnumRow>;
  /** By the table and the position of the column that owns it: `16384.1`. */
  readonly sequences: ReadonlyMap<string, SequenceRow>;
}

/** A column in the models' vocabulary. */
export function reflectColumn(row: ColumnRow, context: ColumnContext): Column {
  const sequence = context.sequences.get(`${row.table}.${row.position}`);
  const serial = isSerial(row, sequence);
  const serverDefault = serial || row.generated !== '' ? undefined : reflectDefault(row, context);
  return {
    name: row.name,
    type: reflectType(row, context),
    ...(row.not_null ? { nullable: false } : {}),
    ...(serverDefault === undefined ? {} : { serverDefault }),
    ...(serial ? { autoincrement: true } : {}),
    ...(row.identity === '' ? {} : { identity: identityOf(row, sequence) }),
    ...(row.generated === '' ? {} : { computed: computedOf(row) }),
    ...(row.collation === null ? {} : { collation: row.collation }),
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...columnOptions(row),
  };
}

const storages: Readonly<Record<string, string>> = { p: 'plain', e: 'external', x: 'extended', m: 'main' };
const compressions: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

/** How a column is kept, where not as all of its type are; and that it is there because of another table. */
function columnOptions(row: ColumnRow): Pick<Column, 'postgresql'> {
  const storage = storages[row.storage ?? ''];
  const compression = compressions[row.compression];
  const postgresql = {
    ...(storage === undefined ? {} : { storage }),
    ...(compression === undefined ? {} : { compression }),
    ...(row.statistics === null ? {} : { statistics: row.statistics }),
    ...readStorage(row.options),
    ...(row.overridden ? { inherited: true } : {}),
  };
  return Object.keys(postgresql).length === 0 ? {} : { postgresql };
}

function reflectType({ type, type_oid, element_oid }: ColumnRow, { enums, server }: ColumnContext): SqlType {
  const own = enums.get(type_oid);
  if (own !== undefined) return enumType(own, server);
  const item = type.endsWith('[]') ? enums.get(element_oid) : undefined;
  return item === undefined ? parseType(type) : { type: 'Array', item: enumType(item, server) };
}

const enumType = ({ name, schema, values }: EnumRow, { defaultSchema }: Server): SqlType => ({
  type: 'Enum',
  values,
  name,
  ...(schema === defaultSchema ? {} : { schema }),
});

function reflectDefault(row: ColumnRow, context: ColumnContext): ServerDefault | undefined {
  if (row.expression === null) return undefined;
  const type = defaultedType(row, context);
  const meaning = readDefaultText(row.expression, type);
  switch (meaning.kind) {
    case 'null':
      return undefined;
    case 'now':
      return row.expression === 'now()' ? { function: 'now' } : { text: row.expression };
    case 'literal': {
      const value = canonicalLiteral(meaning.value, type);
      // `1.00` stays what it is, though it is 1
      const isBare = typeof value === 'number' && /^-?[\d.]+$/.test(row.expression);
      return isBare && String(value) !== row.expression ? { text: row.expression } : value;
    }
    case 'nextval':
      return { function: 'nextval', arguments: withoutDefaultSchema(meaning.sequence, context.server) };
    case 'expression':
      return { text: row.expression };
  }
}

function defaultedType({ type, type_oid, element_oid }: ColumnRow, { enums }: ColumnContext): DefaultedType {
  const used = enums.get(type_oid) ?? (type.endsWith('[]') ? enums.get(element_oid) : undefined);
  return used === undefined ? { spelling: type } : { spelling: type, enumName: used.name };
}

const identityOf = (row: ColumnRow, sequence: SequenceRow | undefined): NonNullable<Column['identity']> => ({
  ...(row.identity === 'a' ? { always: true } : {}),
  ...(sequence === undefined ? {} : sequenceOptions(sequence)),
});

const computedOf = ({ expression, generated }: ColumnRow): NonNullable<Column['computed']> => ({
  expression: stripParentheses(expression ?? ''),
  persisted: generated === 's',
});
