import type { Rename } from '../diff/rename.ts';
import { UsageError } from '../errors.ts';
import { tableLabel } from '../schema/table-name.ts';

/**
 * Hints, flags and answers together, what several of them say only once.
 *
 * @throws UsageError where they give one thing two names
 */
export function agreedRenames(renames: readonly Rename[]): readonly Rename[] {
  const agreed = new Map<string, Rename>();
  for (const rename of renames) {
    const before = labelOf(rename);
    const other = agreed.get(before);
    if (other !== undefined && newLabelOf(other) !== newLabelOf(rename)) {
      throw new UsageError(`${before} cannot become both ${newLabelOf(other)} and ${newLabelOf(rename)}`, {
        hint: "let one 'renamedFrom' or --rename name it, and only one",
      });
    }
    agreed.set(before, rename);
  }
  return [...agreed.values()];
}

function labelOf(rename: Rename): string {
  const place = rename.schema === undefined ? {} : { schema: rename.schema };
  switch (rename.kind) {
    case 'schema':
      return `schema ${rename.from}`;
    case 'table':
      return `table ${tableLabel({ ...place, name: rename.from })}`;
    case 'column':
      return `column ${tableLabel({ ...place, name: rename.table })}.${rename.from}`;
  }
}

/** What it is called afterwards, with the schema where it goes into another one. */
const newLabelOf = (rename: Rename): string =>
  rename.kind === 'table' && typeof rename.toSchema === 'string' ? `${rename.toSchema}.${rename.to}` : rename.to;
