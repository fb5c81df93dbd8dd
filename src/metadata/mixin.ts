import type { Column } from './column.ts';
import { DuplicateColumn } from './errors.ts';
import type { Place } from './place.ts';
import type { Relationship } from './relationship.ts';

/** What a model, a mixin or an abstract base declares, by property. */
export type Members = { readonly [property: string]: Column | Relationship };

const mixinMark = 'athanor.mixin';
let mixins = 0;

/**
 * Columns that several models share. Spread it into them: `{ ...Timestamps, title: column(sa.String(200)) }`. Each table
 * gets copies. A model may redefine a column of a mixin; two mixins that define the same column are an error.
 *
 * @param members columns and relationships
 * @example
 * const Timestamps = sa.mixin({
 *   createdAt: column('created_at', sa.DateTime, { nullable: false, serverDefault: sa.func.now() }),
 * });
 */
export function mixin<const C extends Members>(members: C): C {
  // A symbol of its own survives the spread, so that a model knows of every mixin, also of one that was overwritten.
  mixins += 1;
  return { ...members, [Symbol(`${mixinMark} ${mixins}`)]: members };
}

/**
 * Refuses members of which one mixin overwrote another's.
 *
 * @throws DuplicateColumn
 */
export function refuseMixinClash(label: string, members: Members, findPlace: () => Place | undefined): void {
  const owners = new Map<unknown, Members>();
  const all = mixinsIn(members);
  for (const mixed of all) for (const member of Object.values(mixed)) owners.set(member, mixed);
  for (const mixed of all) {
    for (const [property, member] of Object.entries(mixed)) {
      const winner = members[property];
      if (winner === member || !owners.has(winner)) continue;
      throw new DuplicateColumn(`two mixins of ${label} both define '${property}'`, {
        hint: `define '${property}' in the model itself, or rename it in one of the mixins`,
        ...findPlace(),
      });
    }
  }
}

const mixinsIn = (members: Members): readonly Members[] =>
  Object.getOwnPropertySymbols(members)
    .filter((symbol) => symbol.description?.startsWith(mixinMark) === true)
    .map((symbol) => (members as Readonly<Record<symbol, Members>>)[symbol] as Members);
