import type { Constraint, ForeignKey } from '../../schema/constraint.ts';
import type { Table } from '../../schema/table.ts';
import { columnsOf, type Index } from '../../schema/table-index.ts';

/**
 * InnoDB makes an index for a foreign key where no other starts with its columns, calls it after the constraint or, where
 * that has no name, after its first column, and drops it silently when another index takes its place.
 * https://dev.mysql.com/doc/refman/9.4/en/create-table-foreign-keys.html
 */
export function impliedIndexName(foreignKey: ForeignKey, table: string): string {
  const { name } = foreignKey;
  return name === undefined || isGeneratedName(name, table) ? (foreignKey.columns[0] ?? '') : name;
}

const isGeneratedName = (name: string, table: string): boolean =>
  name.startsWith(`${table}_ibfk_`) && /^\d+$/.test(name.slice(table.length + '_ibfk_'.length));

/** Whether a foreign key has a name as the server makes it for one without. */
export const isNamedByServer = ({ name }: ForeignKey, table: string): boolean =>
  name !== undefined && isGeneratedName(name, table);

/** Whether nothing but a foreign key of the table asks for this index. */
export const isImplied = (index: Index, table: Pick<Table, 'name' | 'constraints'>): boolean =>
  index.unique !== true &&
  index.using === undefined &&
  index.comment === undefined &&
  index.where === undefined &&
  Object.keys(index.mysql ?? {}).length === 0 &&
  index.columns.every((part) => typeof part === 'string') &&
  foreignKeysOf(table).some(
    (foreignKey) =>
      index.columns.join('\0') === foreignKey.columns.join('\0') && isNamedAfter(index, foreignKey, table),
  );

/** A name that is taken gets a number: `user_id_2`. */
function isNamedAfter({ name }: Index, foreignKey: ForeignKey, table: Pick<Table, 'name'>): boolean {
  if (name === undefined || name === foreignKey.name) return name !== undefined;
  const implied = impliedIndexName(foreignKey, table.name);
  return implied !== foreignKey.name && name.replace(/_\d+$/, '') === implied;
}

export const foreignKeysOf = ({ constraints = [] }: Pick<Table, 'constraints'>): readonly ForeignKey[] =>
  constraints.filter((one): one is ForeignKey => one.kind === 'foreignKey');

/** Whether a foreign key can lean on these keys: its columns come first, in order. */
export const covers = (keys: readonly string[], foreignKey: ForeignKey): boolean =>
  foreignKey.columns.every((column, at) => keys[at] === column);

/** The keys of everything in a table that is an index, with the name it goes by. */
export const keysOf = (table: Pick<Table, 'constraints' | 'indexes'>): readonly Keys[] => [
  ...(table.constraints ?? []).flatMap(constraintKeys),
  ...(table.indexes ?? []).map((index) => ({ name: index.name, columns: leadingColumns(index) })),
];

interface Keys {
  readonly name: string | undefined;
  readonly columns: readonly string[];
}

const constraintKeys = (constraint: Constraint): readonly Keys[] =>
  constraint.kind === 'primaryKey' || constraint.kind === 'unique'
    ? [{ name: constraint.kind === 'primaryKey' ? 'PRIMARY' : constraint.name, columns: constraint.columns }]
    : [];

/** The columns that an index orders whole rows by: a prefix or an expression ends them, and a text index has none. */
function leadingColumns(index: Index): readonly string[] {
  if (/^(?:fulltext|spatial|hash)$/i.test(index.using ?? '')) return [];
  const end = index.columns.findIndex(
    (part) => typeof part !== 'string' && ('expression' in part || part.length !== undefined),
  );
  return columnsOf({ columns: end < 0 ? index.columns : index.columns.slice(0, end) });
}

/** The foreign keys of a table that no index serves. */
export const uncovered = (table: Pick<Table, 'constraints' | 'indexes'>): readonly ForeignKey[] => {
  const keys = keysOf(table);
  return foreignKeysOf(table).filter((foreignKey) => !keys.some(({ columns }) => covers(columns, foreignKey)));
};

/**
 * The indexes of foreign keys that have a name of the server's choice, to be made by name: given that name, the server would
 * call the index after it, and not after the column as it did where it chose.
 */
export function indexesToName(table: Pick<Table, 'name' | 'constraints' | 'indexes'>): readonly Index[] {
  const made: Index[] = [];
  for (const foreignKey of uncovered(table)) {
    if (!isNamedByServer(foreignKey, table.name)) continue;
    const named = { ...table, indexes: [...(table.indexes ?? []), ...made] };
    if (!uncovered(named).includes(foreignKey)) continue;
    const taken = new Set(keysOf(named).map(({ name }) => name));
    made.push({ name: freeName(impliedIndexName(foreignKey, table.name), taken), columns: foreignKey.columns });
  }
  return made;
}

function freeName(stem: string, taken: ReadonlySet<string | undefined>): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}_${number}`;
    if (!taken.has(name)) return name;
  }
}
