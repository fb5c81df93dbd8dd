import { derive } from '../../schema/canonical.ts';
import type { Column, Identity } from '../../schema/column.ts';
import type { ServerDefault } from '../../schema/expression.ts';
import type { TableName } from '../../schema/table-name.ts';
import type { SqlType } from '../../schema/type.ts';
import { typeOn } from '../../schema/type.ts';
import { atLeast, type Server } from '../dialect.ts';
import { canonicalColumnOptions } from './column-options.ts';
import { canonicalLiteral, type DefaultedType, readDefault } from './default-text.ts';
import { checkedEnum, checkName } from './enum-checks.ts';
import { canonicalExpression } from './expression-text.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral } from './quoting.ts';
import { withoutDefaults } from './sequence-options.ts';
import { canonicalSpelling } from './type-spelling.ts';
import { enumLength, formatType, isNativeEnum } from './types.ts';

/** A column as the server would report it, had it been created from this. */
export function canonicalColumn(column: Column, table: TableName, server: Server, inPrimaryKey: boolean): Column {
  const type = checkedType(column, table) ?? canonicalType(column.type, server);
  const defaulted = defaultedType(type);
  const numbered = column.autoincrement === true || column.identity !== undefined;
  return derive(column, {
    name: clipIdentifier(column.name),
    type,
    nullable: inPrimaryKey || numbered || column.nullable === false ? false : undefined,
    serverDefault: numbered ? undefined : canonicalDefault(column.serverDefault, defaulted, server),
    identity: column.identity && canonicalIdentity(column.identity, defaulted.spelling),
    computed: column.computed && {
      expression: canonicalExpression(column.computed.expression),
      persisted: column.computed.persisted ?? !hasVirtualColumns(server),
    },
    collation: canonicalCollation(column),
    comment: column.comment === '' ? undefined : column.comment,
    postgresql: canonicalColumnOptions(column, defaulted.spelling),
    serverOnupdate: undefined,
    renamedFrom: undefined,
    mysql: undefined,
    sqlite: undefined,
  });
}

/** PostgreSQL has virtual generated columns since 18, where they are what is made when nothing is said. */
export const hasVirtualColumns = ({ version }: Server): boolean => atLeast(version, 18);

/** A type in the catalog's spelling; an enum stays one, for its values. */
export function canonicalType(given: SqlType, server: Server): SqlType {
  const type = typeOn('postgresql', given);
  if (type.type === 'Enum' && isNativeEnum(type)) {
    const schema = type.schema === server.defaultSchema ? undefined : type.schema;
    return {
      type: 'Enum',
      name: clipIdentifier(type.name ?? ''),
      values: type.values,
      ...(schema === undefined ? {} : { schema }),
    };
  }
  if (type.type === 'Array') {
    const item = canonicalType(type.item, server);
    return item.type === 'custom' ? { type: 'custom', sql: `${item.sql.replace(/\[\]$/, '')}[]` } : arrayOf(item);
  }
  return { type: 'custom', sql: canonicalSpelling(formatType(type)) };
}

/** An array of arrays is an array of more dimensions, which the server does not keep. */
const arrayOf = (item: SqlType): SqlType => (item.type === 'Array' ? item : { type: 'Array', item });

/** A string enum keeps the values and the name of its CHECK, as they are part of the column. */
function checkedType(column: Column, table: TableName): SqlType | undefined {
  const type = checkedEnum(column);
  if (type === undefined) return undefined;
  const { values, length } = type;
  return {
    type: 'Enum',
    values,
    native: false,
    createConstraint: true,
    constraintName: clipIdentifier(checkName(type, column, table)),
    ...(length === undefined || length === enumLength({ type: 'Enum', values }) ? {} : { length }),
  };
}

/** What reading a default needs to know of a canonical type. */
export function defaultedType(type: SqlType): DefaultedType {
  if (type.type === 'custom') return { spelling: type.sql };
  if (type.type === 'Enum' && type.native === false) return { spelling: 'character varying' };
  if (type.type === 'Enum') return { spelling: '', enumName: type.name ?? '' };
  return type.type === 'Array' ? defaultedType(type.item) : { spelling: '' };
}

/** A default in the one spelling that stands for all that mean the same; none where it is null anyway. */
export function canonicalDefault(
  value: ServerDefault | undefined,
  type: DefaultedType,
  server: Server,
): ServerDefault | undefined {
  if (value === undefined) return undefined;
  const meaning = readDefault(value, type);
  switch (meaning.kind) {
    case 'null':
      return undefined;
    case 'now':
      return { text: 'CURRENT_TIMESTAMP' };
    case 'literal':
      return { text: quoteLiteral(canonicalLiteral(meaning.value, type)) };
    case 'nextval':
      return { text: nextvalSql(withoutDefaultSchema(meaning.sequence, server)) };
    case 'expression':
      return { text: meaning.sql };
  }
}

/** The call that takes the next number of a sequence, which is given by its schema and name, or its name alone. */
export const nextvalSql = (sequence: readonly string[]): string =>
  `nextval(${quoteLiteral(sequence.map((part) => quoteIdentifier(part)).join('.'))})`;

export const withoutDefaultSchema = (name: readonly string[], { defaultSchema }: Server): readonly string[] =>
  name.length > 1 && name[0] === defaultSchema ? name.slice(1) : name;

const canonicalIdentity = (identity: Identity, dataType: string): Identity => ({
  always: identity.always === true,
  ...withoutDefaults(identity, dataType),
});

function canonicalCollation({ type: given, collation }: Column): string | undefined {
  const type = typeOn('postgresql', given);
  const own = 'collation' in type && typeof type.collation === 'string' ? type.collation : undefined;
  const chosen = collation ?? own;
  return chosen === undefined || chosen === 'default' ? undefined : clipIdentifier(chosen);
}
