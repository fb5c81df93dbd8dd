import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDialect } from '../src/dialects/registry.ts';
import { moduleLoader } from '../src/module-loader.ts';
import type { Operation } from '../src/operations/operation.ts';
import { recorder } from '../src/operations/recorder.ts';
import { readRevision } from '../src/revisions/files.ts';
import { loadRevision, type RecordOperations } from '../src/revisions/load.ts';
import { asWritten } from '../src/revisions/render.ts';
import type { DialectName } from '../src/schema/type.ts';
import { type ChangeCase, changeCases } from './support/change-cases/change-case.ts';
import { planOffline, revisionOf } from './support/change-cases/offline.ts';
import { root } from './support/source-files.ts';

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
    if (dialect === undefined) throw new Error(`${change.name} is for no database`);
    const plan = await planOffline(dialect, change);
    const source = revisionOf(change, plan);
    await expect(source).toMatchFileSnapshot(join(change.folder, 'revision.ts'));
    const { upgrade, downgrade } = await readBack(source);
    expect(upgrade).toEqual(plan.upgrade.map(asWritten));
    expect(downgrade).toEqual(plan.downgrade.map(asWritten));
  });

  it('has no file that belongs to nothing', () => {
    const known = ['change.ts', 'revision.ts', ...dialectsOf(change).map(({ name }) => `${name}.sql`)];
    expect(readdirSync(change.folder).filter((file) => !known.includes(file))).toEqual([]);
  });
});

/** What a revision records when it is loaded as `migrate` loads it. */
async function readBack(source: string): Promise<Readonly<Record<'upgrade' | 'downgrade', readonly Operation[]>>> {
  const folder = mkdtempSync(join(tmpdir(), 'athanor-revision-'));
  try {
    const path = join(folder, 'revision.ts');
    writeFileSync(path, source);
    const { upgrade, downgrade } = await loadRevision(readRevision(path), moduleLoader(root));
    return { upgrade: await record(upgrade), downgrade: await record(downgrade) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function record(direction: RecordOperations): Promise<readonly Operation[]> {
  const { op, flush } = recorder(async () => []);
  await direction(op);
  return flush().map(({ operation }) => operation);
}
