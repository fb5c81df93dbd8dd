import type { TableName } from '../schema/table-name.ts';
import { type ConstraintName, isFinalName } from './constraint-name.ts';
import { InvalidNamingConvention, NameTooLong } from './errors.ts';
import { callingPlace, type FindPlace } from './place.ts';
import { labelOf, type NamedPart, type NamingConvention } from './table.ts';
import { type IdentifierLimits, isTooLong, nameLength, truncateName } from './truncate-name.ts';

/** The table whose parts are named, and by which rules. */
export interface NamingScope {
  readonly convention: NamingConvention;
  readonly limits: IdentifierLimits;
  readonly table: TableName;
  readonly model?: string;
  readonly declaredAt: FindPlace;
}

/** What is to be named, with the name that was given, final or not. */
export interface PartToName extends Omit<NamedPart, 'name'> {
  readonly name: ConstraintName | undefined;
}

const keys = { index: 'ix', unique: 'uq', check: 'ck', foreignKey: 'fk', primaryKey: 'pk', exclusion: 'ex' } as const;

/**
 * Refuses a pattern that would never be used: tokens of your own are functions.
 *
 * @throws InvalidNamingConvention
 */
export function refuseUnknownPatterns(convention: NamingConvention): void {
  const known: readonly string[] = Object.values(keys);
  for (const [key, pattern] of Object.entries(convention)) {
    if (typeof pattern !== 'string' || known.includes(key)) continue;
    throw new InvalidNamingConvention(
      `the naming convention has a pattern for '${key}', which is no kind of constraint`,
      {
        hint: `patterns are for ${known.join(', ')}; a token of your own is a function`,
        ...callingPlace()(),
      },
    );
  }
}

/**
 * The name of a constraint or index by SQLAlchemy's rules: a final name stays; a given name stays, unless the convention
 * wraps it (`%(constraint_name)s`); where no name is given the convention makes one. What a convention made, or `conv` made
 * final, is cut with a hash where it is too long.
 *
 * @returns undefined where the database is to choose
 * @throws InvalidNamingConvention, NameTooLong
 */
export function nameFor(part: PartToName, scope: NamingScope): string | undefined {
  const { name } = part;
  if (name !== undefined && isFinalName(name)) return truncateName(name.name, scope.limits);
  const pattern = scope.convention[keys[part.kind]];
  if (typeof pattern === 'string' && (name === undefined || wraps(pattern))) {
    return truncateName(expand(pattern, { ...part, name }, scope), scope.limits);
  }
  if (name !== undefined) refuseLongName(name, scope);
  return name;
}

/**
 * The name of the CHECK that stands for a type where the database has no such type: as `nameFor`, but a convention that
 * asks for a name and gets none leaves the choice to the database.
 */
export function typeCheckName(name: string | undefined, column: string, scope: NamingScope): string | undefined {
  const pattern = scope.convention.ck;
  if (name === undefined && (pattern === undefined || wraps(pattern))) return undefined;
  return nameFor({ kind: 'check', name, columns: [column] }, scope);
}

const wraps = (pattern: string): boolean => pattern.includes('%(constraint_name)s');

/** @throws NameTooLong */
export function refuseLongName(
  name: string,
  scope: Pick<NamingScope, 'limits' | 'table' | 'model' | 'declaredAt'>,
): void {
  const { limits } = scope;
  if (!isTooLong(name, limits)) return;
  throw new NameTooLong(
    `the name '${name}' in ${ownerLabel(scope)} has ${nameLength(name, limits)} ${limits.identifierLengthUnit}; the database takes at most ${limits.maxIdentifierLength}`,
    { hint: 'choose a shorter name, or let a naming convention or sa.conv() cut it', ...scope.declaredAt() },
  );
}

const ownerLabel = ({ table, model }: Pick<NamingScope, 'table' | 'model'>): string =>
  labelOf({ ...table, ...(model === undefined ? {} : { model }) });

/** Puts values in the place of the tokens of a pattern. */
const expand = (pattern: string, part: NamedPart, scope: NamingScope): string =>
  pattern.replace(/%\(([^)]*)\)s|%%/g, (found, token: string | undefined) =>
    token === undefined ? found.slice(1) : tokenValue(token, part, scope),
  );

function tokenValue(token: string, part: NamedPart, scope: NamingScope): string {
  const own = scope.convention[token];
  if (typeof own === 'function') return own(part, scope.table);
  if (token === 'table_name') return scope.table.name;
  if (token === 'constraint_name') return part.name ?? refuseToken(token, 'must be given a name', part, scope);
  if (token === 'referred_table_name' && part.references !== undefined) return part.references.table;
  return columnValue(token, part, scope) ?? refuseToken(token, 'has no value for that token', part, scope);
}

/**
 * `column_0_name` is one column, `column_0N_name` all of them, `column_0_N_name` all of them with `_` between; `key` is the
 * same as `name`; `label` has the table in front. `referred_column_…` are what a foreign key points at, by name only.
 */
function columnValue(token: string, part: NamedPart, scope: NamingScope): string | undefined {
  const match = /^(referred_)?column_(?:(\d+)|0(_?)N)_(name|key|label)$/.exec(token);
  if (match === null) return undefined;
  const [, referred, position, separator = '', form] = match;
  if (referred !== undefined && (form !== 'name' || part.references === undefined)) return undefined;
  const columns = referred === undefined ? part.columns : (part.references?.columns ?? []);
  const spell = (column: string): string => (form === 'label' ? columnLabel(column, scope.table) : column);
  if (position === undefined) return columns.map(spell).join(separator);
  const column = columns[Number(position)];
  if (column !== undefined) return spell(column);
  // An index on expressions alone would be called `ix_`, as would the next one.
  return part.kind === 'index' && columns.length === 0 ? undefined : '';
}

const columnLabel = (column: string, { schema, name }: TableName): string =>
  [...(schema === undefined ? [] : [schema.replaceAll('.', '_')]), name, column].join('_');

const words: Readonly<Record<NamedPart['kind'], string>> = {
  index: 'an index',
  unique: 'a unique constraint',
  check: 'a check',
  foreignKey: 'a foreign key',
  exclusion: 'an exclusion constraint',
  primaryKey: 'the primary key',
};

function refuseToken(token: string, reason: string, part: NamedPart, scope: NamingScope): never {
  const pattern = scope.convention[keys[part.kind]];
  throw new InvalidNamingConvention(
    `the naming convention '${pattern}' has %(${token})s, but ${words[part.kind]} of ${ownerLabel(scope)} ${reason}`,
    {
      hint:
        token === 'constraint_name' || part.kind === 'index'
          ? `give it a name: { name: '…' }${part.columns.length === 0 ? '' : ` (columns: ${part.columns.join(', ')})`}`
          : `tokens are table_name, constraint_name, column_0_name, column_0N_name, column_0_N_name, their _key and _label, referred_table_name, referred_column_0_name, and your own functions`,
      ...scope.declaredAt(),
    },
  );
}
