import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Change } from '../../../fixtures/changes/change.ts';
import { root } from '../source-files.ts';

export interface ChangeCase extends Change {
  /** `<kind>/<case>`. */
  readonly name: string;
  readonly folder: string;
}

const folder = join(root, 'fixtures', 'changes');

/** The cases of `fixtures/changes`, in the order of their names; only those that `ATHANOR_CASE` is part of. */
export const changeCases: readonly ChangeCase[] = await Promise.all(
  caseNames().map(async (name) => {
    const own = join(folder, name);
    const change = (await import(pathToFileURL(join(own, 'change.ts')).href)) as Change;
    return { ...change, name, folder: own };
  }),
);

function caseNames(): readonly string[] {
  const kinds = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return kinds
    .flatMap((kind) => readdirSync(join(folder, kind.name)).map((name) => `${kind.name}/${name}`))
    .filter((name) => name.includes(process.env.ATHANOR_CASE ?? ''))
    .sort();
}

/** The cases that a database has what it takes for. */
export const casesOf = (dialect: NonNullable<Change['only']>[number]): readonly ChangeCase[] =>
  changeCases.filter(({ only }) => only?.includes(dialect) ?? true);
