import { derive, originOf } from '../schema/canonical.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import { Families, hasParents, isPartition, parentsOf } from '../schema/parents.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { Index } from '../schema/table-index.ts';

/** Both forms of a table, as far as they are to be held against each other. */
export interface Sides {
  readonly from: Table;
  readonly to: Table;
}

/**
 * Completes tables that have columns of others. Where these stay the same, a column that is said something of on one side
 * only is held against the one that it is inherited from. A table that is put into another one, or taken out, is compared
 * with all that it has from there.
 */
export class Completion {
  readonly #before: Families;
  readonly #after: Families;

  constructor(from: Schema, to: Schema) {
    this.#before = new Families(from);
    this.#after = new Families(to);
  }

  complete(from: Table, to: Table): Sides {
    if (!hasParents(from) && !hasParents(to)) return { from, to };
    if (equal(parentsOf(from), parentsOf(to))) {
      return this.#withCounterparts(from, to);
    }
    return {
      from: whole(from, this.#before, inheritedParts(from, this.#before)),
      to: whole(to, this.#after, inheritedParts(to, this.#after)),
    };
  }

  #withCounterparts(from: Table, to: Table): Sides {
    const [old, now] = [byName(this.#before.inheritedColumns(from)), byName(this.#after.inheritedColumns(to))];
    const [own, other] = [byName(from.columns), byName(to.columns)];
    // what goes from the other table goes from this one
    const stays = from.columns.filter(({ name }) => other.has(name) || now.has(name) || !old.has(name));
    const missing = (column: Column): readonly Column[] => {
      const counterpart = own.has(column.name) ? undefined : (old.get(column.name) ?? now.get(column.name));
      return counterpart === undefined ? [] : [retyped(counterpart, column)];
    };
    const returned = stays.flatMap(({ name }) => (other.has(name) ? [] : (now.get(name) ?? [])));
    return {
      from: {
        ...from,
        columns: [
          ...stays.map((column) =>
            now.has(column.name) ? retyped(column, other.get(column.name) ?? now.get(column.name)) : column,
          ),
          ...to.columns.flatMap(missing),
        ],
      },
      to: { ...to, columns: [...to.columns, ...returned] },
    };
  }
}

/** A column whose type follows that of the table that it is inherited from. */
function retyped(column: Column, to: Column | undefined): Column {
  if (to === undefined || (equal(column.type, to.type) && column.collation === to.collation)) return column;
  const follow = (from: Column, { type, collation }: Column): Column => {
    const { collation: _, ...rest } = from;
    return { ...rest, type, ...(collation === undefined ? {} : { collation }) };
  };
  return derive(follow(originOf(column), originOf(to)), follow(column, to));
}

const byName = (columns: readonly Column[]): ReadonlyMap<string, Column> =>
  new Map(columns.map((column) => [column.name, column]));

interface Parts {
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
}

/** What a table has of others: checks and foreign keys under their names, keys and indexes under those that the server chose. */
function inheritedParts(table: Table, families: Families): Parts {
  const partition = isPartition(table);
  const parents = families.parentsOf(table).flatMap((parent) => [parent, ...grandparents(parent, families)]);
  const constraints = parents.flatMap((parent) =>
    (parent.constraints ?? []).flatMap((one): readonly Constraint[] => {
      if (one.kind === 'check') return one.noInherit === true ? [] : [one];
      if (!partition || one.kind === 'exclusion') return [];
      if (one.kind === 'foreignKey') return [one];
      const { name: _, comment: _comment, ...rest } = one;
      return [rest as Constraint];
    }),
  );
  const indexes = partition
    ? parents.flatMap((parent) => (parent.indexes ?? []).map(({ name: _, comment: _comment, ...rest }): Index => rest))
    : [];
  return { constraints, indexes };
}

const grandparents = (table: Table, families: Families): readonly Table[] =>
  families.parentsOf(table).flatMap((parent) => [parent, ...grandparents(parent, families)]);

function whole(table: Table, families: Families, { constraints, indexes }: Parts): Table {
  return {
    ...table,
    columns: families.columnsOf(table),
    constraints: [...(table.constraints ?? []), ...constraints],
    indexes: [...(table.indexes ?? []), ...indexes],
  };
}
