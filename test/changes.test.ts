import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDialect } from '../src/dialects/registry.ts';
import { type Operations, recorder } from '../src/operations/recorder.ts';
import { asWritten } from '../src/revisions/render.ts';
import type { DialectName } from '../src/schema/type.ts';
import { type ChangeCase, changeCases } from './support/change-cases/change-case.ts';
import { planOffline, revisionOf } from './support/change-cases/offline.ts';

const names: readonly DialectName[] = ['postgresql', 'mysql', 'mariadb', 'sqlite'];
const dialects = await Promise.all(names.map(loadDialect));

const dialectsOf = (change: ChangeCase) => dialects.filter(({ name }) => change.only?.includes(name) ?? true);

describe.each(changeCases)('$name', (change) => {
  it.each(dialectsOf(change))('compiles to the SQL that stands in its golden file for $name', async (dialect) => {
    const { sql } = await planOffline(dialect, change);
    await expect(sql).toMatchFileSnapshot(join(change.folder, `${dialect.name}.sql`));
  });

  it('is written as the revision that stands in its golden file, and read back as the same operations', async () => {
    const [dialect] = dialectsOf(change);
    if (dialect === undefined) throw new Error(`${change.name} is supported by no database`);
    const plan = await planOffline(dialect, change);
    await expect(revisionOf(change, plan)).toMatchFileSnapshot(join(change.folder, 'revision.ts'));
    const { upgrade, downgrade } = await import(pathToFileURL(join(change.folder, 'revision.ts')).href);
    expect(record(upgrade)).toEqual(plan.upgrade.map(asWritten));
    expect(record(downgrade)).toEqual(plan.downgrade.map(asWritten));
  });

  it('has no file that belongs to nothing', () => {
    const goldens = dialectsOf(change).map(({ name }) => `${name}.sql`);
    expect(readdirSync(change.folder).sort()).toEqual(['change.ts', 'revision.ts', ...goldens].sort());
  });
});

function record(direction: (op: Operations) => void): readonly unknown[] {
  const { op, flush } = recorder(async () => []);
  direction(op);
  return flush().map(({ operation }) => operation);
}
