import { equal } from '../schema/equal.ts';
import type { Sequence } from '../schema/objects/object.ts';
import type { Table as TableData } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';
import type { EnumType, SqlType } from '../schema/type.ts';
import { DuplicateName } from './errors.ts';
import { labelOf, type Table } from './table.ts';

/** What was made, and from which tables, in the same order. */
export interface NamedThings {
  readonly tables: readonly TableData[];
  readonly sequences: readonly Sequence[];
  readonly declared: readonly Table[];
}

/**
 * Refuses names that no database would take twice: of constraints in a table, of indexes and keys in a table, of sequences,
 * and of enum types with different values.
 *
 * @throws DuplicateName
 */
export function refuseSameNames({ tables, sequences, declared }: NamedThings): void {
  const enums = new Map<string, { readonly type: EnumType; readonly owner: Table }>();
  tables.forEach((table, at) => {
    const owner = declared[at];
    if (owner === undefined) return;
    const constraints = table.constraints ?? [];
    refuseTwice([...constraints, ...table.columns.flatMap((column) => checksFor(column.type))], owner, 'constraints');
    const keys = constraints.filter(({ kind }) => kind === 'unique' || kind === 'primaryKey');
    refuseTwice([...keys, ...(table.indexes ?? [])], owner, 'keys and indexes');
    for (const type of table.columns.flatMap((column) => enumsIn(column.type))) refuseOtherEnum(type, owner, enums);
  });
  const names = new Set<string>();
  for (const sequence of sequences) {
    const key = tableKey(sequence);
    if (names.has(key))
      throw new DuplicateName(`there are two sequences named '${sequence.name}'`, {
        hint: 'declare it once, and use it for several columns',
      });
    names.add(key);
  }
}

function refuseTwice(parts: readonly { readonly name?: string }[], owner: Table, what: string): void {
  const names = new Set<string>();
  for (const { name } of parts) {
    if (name === undefined) continue;
    if (names.has(name)) {
      throw new DuplicateName(`${labelOf(owner)} has two ${what} named '${name}'`, {
        hint: 'give one of them another name',
        ...owner.declaredAt(),
      });
    }
    names.add(name);
  }
}

/** Columns share an enum type by its name, and then they must agree on its values. */
function refuseOtherEnum(
  type: EnumType,
  owner: Table,
  seen: Map<string, { readonly type: EnumType; readonly owner: Table }>,
): void {
  if (type.name === undefined || type.native === false) return;
  const key = tableKey({ name: type.name, ...(type.schema === undefined ? {} : { schema: type.schema }) });
  const other = seen.get(key);
  seen.set(key, other ?? { type, owner });
  if (other === undefined || equal(other.type.values, type.values)) return;
  throw new DuplicateName(
    `the enum '${type.name}' has other values in ${labelOf(owner)} (${type.values.join(', ')}) than in ${labelOf(other.owner)} (${other.type.values.join(', ')})`,
    { hint: 'declare the enum once and use it in both, or give one another name', ...owner.declaredAt() },
  );
}

const enumsIn = (type: SqlType): readonly EnumType[] => [
  ...(type.type === 'Enum' ? [type as EnumType] : []),
  ...(type.type === 'Array' ? enumsIn((type as { readonly item: SqlType }).item) : []),
  ...Object.values((type.variants ?? {}) as Readonly<Record<string, SqlType>>).flatMap(enumsIn),
];

/** The CHECKs that stand for types where a database does not have them. */
const checksFor = ({
  constraintName,
}: SqlType & { readonly constraintName?: unknown }): readonly { readonly name: string }[] =>
  typeof constraintName === 'string' ? [{ name: constraintName }] : [];
