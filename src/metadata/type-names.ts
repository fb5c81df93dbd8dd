import type { SqlType, TypeVariants } from '../schema/type.ts';
import { type NamingScope, refuseLongName, typeCheckName } from './naming.ts';
import { truncateName } from './truncate-name.ts';

/**
 * A column's type with the names that depend on where it is used: that of an enum's type, in the schema of its table, and
 * those of the checks that stand for enums and booleans.
 */
export function nameType(type: SqlType, column: string, scope: NamingScope): SqlType {
  const named = nameOne(type, column, scope);
  if (named.variants === undefined) return named;
  const variants = Object.entries(named.variants as Readonly<Record<string, SqlType>>).map(
    ([dialect, variant]) => [dialect, nameType(variant, column, scope)] as const,
  );
  return { ...named, variants: Object.fromEntries(variants) as TypeVariants };
}

function nameOne(type: SqlType, column: string, scope: NamingScope): SqlType {
  if (type.type === 'Array' && 'item' in type) {
    const item = nameType(type.item as SqlType, column, scope);
    return item === type.item ? type : { ...type, item };
  }
  if (type.type === 'Boolean') return { ...type, ...constraintName(type, column, scope) };
  if (type.type !== 'Enum') return type;
  if (type.name !== undefined) refuseLongName(type.name, scope);
  return {
    ...type,
    ...(type.native === false ? {} : nativeName(type, column, scope)),
    ...constraintName(type, column, scope),
  };
}

interface CheckedType {
  readonly name?: string;
  readonly schema?: string;
  readonly createConstraint?: boolean;
}

/** PostgreSQL's enums are types with a name, and an enum that is not given one is named after its column. */
const nativeName = ({ name, schema }: CheckedType, column: string, { table, limits }: NamingScope) => {
  const inSchema = schema ?? table.schema;
  return {
    name: name ?? truncateName(`${table.name}_${column}`, limits),
    ...(inSchema === undefined ? {} : { schema: inSchema }),
  };
};

function constraintName(type: CheckedType, column: string, scope: NamingScope): { readonly constraintName?: string } {
  if (type.createConstraint !== true) return {};
  const name = typeCheckName(type.name, column, scope);
  return name === undefined ? {} : { constraintName: name };
}
