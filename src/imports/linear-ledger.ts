import { LedgerMismatch } from './errors.ts';
import type { ForeignMigration } from './migration.ts';

/** What the rows of a ledger mean, by migration; rows without a file have a name alone. */
export interface AppliedRow {
  readonly name: string;
  readonly migration: ForeignMigration | undefined;
}

/**
 * The applied ones of a linear history: every row has its file, and nothing is left out before what is applied.
 *
 * @throws LedgerMismatch
 */
export function appliedInRow(
  tool: string,
  rows: readonly AppliedRow[],
  migrations: readonly ForeignMigration[],
): readonly ForeignMigration[] {
  const unknown = rows.filter(({ migration }) => migration === undefined).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new LedgerMismatch(
      `${tool} has applied ${unknown.join(', ')}, and no file of the folder holds ${unknown.length === 1 ? 'it' : 'them'}`,
      unknown,
      'get the missing files (is this the right branch, and the right database?)',
    );
  }
  const applied = new Set(rows.flatMap(({ migration }) => migration ?? []));
  const last = migrations.findLastIndex((migration) => applied.has(migration));
  const gaps = migrations.slice(0, last + 1).filter((migration) => !applied.has(migration));
  if (gaps.length > 0) {
    const names = gaps.map(({ name }) => name);
    throw new LedgerMismatch(
      `${tool} has applied ${migrations[last]?.name}, but not ${names.join(', ')}, which ${names.length === 1 ? 'comes' : 'come'} before it`,
      names,
      `let ${tool} apply what is missing, then import`,
    );
  }
  return migrations.filter((migration) => applied.has(migration));
}
