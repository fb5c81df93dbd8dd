import { UnknownReference } from './errors.ts';
import type { Relationship } from './relationship.ts';
import { suggestion } from './suggestion.ts';
import { labelOf, type Table, tableKeyOf } from './table.ts';

/**
 * Refuses relationships to what is not declared: the other model, the association table, the way back.
 *
 * @throws UnknownReference
 */
export function refuseUnknownRelationships(tables: readonly Table[]): void {
  const models = new Map<string, Table>();
  for (const table of tables) for (const name of namesOf(table)) models.set(name, table);
  for (const table of tables) {
    for (const [property, relationship] of Object.entries(table.relationships)) {
      refuseUnknown(relationship, `the relationship '${property}' of ${labelOf(table)}`, table, models);
    }
  }
}

/** A table can be referred to by its model, its name, and its name with the schema. */
const namesOf = (table: Table): readonly string[] => [
  tableKeyOf(table),
  table.name,
  ...(table.model === undefined ? [] : [table.model]),
];

function refuseUnknown(
  { target, options }: Relationship,
  subject: string,
  table: Table,
  models: ReadonlyMap<string, Table>,
): void {
  const refuse = (what: string, wanted: string, known: Iterable<string>): never => {
    throw new UnknownReference(`${subject} ${what}`, { hint: suggestion(wanted, known), ...table.declaredAt() });
  };
  const other = models.get(target) ?? refuse(`is to '${target}', which is no model`, target, models.keys());
  const { secondary, backPopulates } = options;
  if (typeof secondary === 'string' && !models.has(secondary)) {
    refuse(`goes through '${secondary}', which is no table`, secondary, models.keys());
  }
  if (backPopulates !== undefined && other.relationships[backPopulates] === undefined) {
    const known = Object.keys(other.relationships);
    refuse(`goes back by '${backPopulates}', which ${labelOf(other)} does not have`, backPopulates, known);
  }
}
