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
    if (other !== undefined && other.to !== rename.to) {
      throw new UsageError(`${before} cannot become both ${other.to} and ${rename.to}`, {
        hint: "let one 'renamedFrom' or --rename name it, and only one",
      });
    }
    agreed.set(before, rename);
  }
  return [...agreed.values()];
}

function labelOf(rename: Rename): string {
  const place = rename.schema === undefined ? {} : { schema: rename.schema };
  return rename.kind === 'table'
    ? `table ${tableLabel({ ...place, name: rename.from })}`
    : `column ${tableLabel({ ...place, name: rename.table })}.${rename.from}`;
}
