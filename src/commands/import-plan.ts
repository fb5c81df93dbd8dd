import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ImportConflict } from '../imports/errors.ts';
import type { ForeignHistory, ForeignMigration } from '../imports/migration.ts';
import { type RenderedRevision, renderMigration } from '../imports/render.ts';
import { checksum } from '../revisions/checksum.ts';
import { RevisionExists } from '../revisions/errors.ts';
import { readText } from '../revisions/files.ts';
import { RevisionGraph } from '../revisions/graph.ts';
import type { Revision } from '../revisions/revision.ts';

/** A revision that is to be written. */
export interface PlannedRevision extends RenderedRevision {
  readonly migration: ForeignMigration;
  /** Relative to the migrations folder. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

/** What an import will do to the migrations folder. */
export interface ImportPlan {
  readonly fresh: readonly PlannedRevision[];
  /** Revisions of migrations that were imported before. */
  readonly kept: readonly string[];
  readonly notes: readonly string[];
}

/** Where revisions go, and what those are written in that hold code. */
export interface ImportPlace {
  readonly folder: string;
  readonly language: 'ts' | 'js';
}

/**
 * Decides which revisions are new and where each goes. Those of a linear history that are new follow the last that is there,
 * wherever their tool would put them: that is the order in which the databases meet them.
 *
 * @throws ImportConflict, RevisionExists
 */
export function planImport(history: ForeignHistory, existing: readonly Revision[], place: ImportPlace): ImportPlan {
  requireOneEach(history.migrations);
  const byId = new Map(existing.map((revision) => [revision.id, revision]));
  const isKept = ({ header }: ForeignMigration): boolean => byId.has(header.id);
  const kept = history.migrations.filter(isKept);
  const fresh = history.migrations.filter((migration) => !isKept(migration));
  const placed = history.order === 'graph' ? fresh : appended(fresh, kept, existing);
  const planned = placed.map((migration) => plannedRevision(migration, place));
  requireFreePlaces(planned);
  return {
    fresh: planned,
    kept: kept.map(({ header }) => header.id),
    notes: [...codeNotes(planned), ...keptNotes(kept, byId, history.order)],
  };
}

function plannedRevision(migration: ForeignMigration, { folder, language }: ImportPlace): PlannedRevision {
  const rendered = renderMigration(migration, language);
  const name = `${migration.stem}.${rendered.ending}`;
  return { ...rendered, migration, name, path: join(folder, name) };
}

/** Names of two migrations may come down to one id, and on some systems to one file. */
function requireOneEach(migrations: readonly ForeignMigration[]): void {
  const ids = new Map<string, ForeignMigration>();
  for (const migration of migrations) {
    const other = ids.get(migration.header.id);
    if (other !== undefined) {
      throw new ImportConflict(`${other.file} and ${migration.file} would both be revision ${migration.header.id}`, {
        file: migration.file,
        hint: 'remove one of them, or give it another name',
      });
    }
    ids.set(migration.header.id, migration);
  }
}

function requireFreePlaces(planned: readonly PlannedRevision[]): void {
  const taken = new Map<string, PlannedRevision>();
  for (const one of planned) {
    const other = taken.get(one.name.toLowerCase());
    if (other !== undefined) {
      throw new ImportConflict(`${other.migration.file} and ${one.migration.file} would both become ${one.name}`, {
        hint: 'rename one of them',
      });
    }
    taken.set(one.name.toLowerCase(), one);
    if (!existsSync(one.path)) continue;
    throw new RevisionExists(`there is a file of that name already: ${one.path}`, {
      file: one.path,
      hint: `it holds another revision than ${one.migration.header.id}; move it away, nothing was written`,
    });
  }
}

/** The new ones in their order, behind the branch that the known ones are on. */
function appended(
  fresh: readonly ForeignMigration[],
  kept: readonly ForeignMigration[],
  existing: readonly Revision[],
): readonly ForeignMigration[] {
  const end = endOf(kept, existing);
  return fresh.map((migration, at) => {
    const previous = at === 0 ? end : fresh[at - 1]?.header.id;
    return { ...migration, header: { ...migration.header, parents: previous === undefined ? [] : [previous] } };
  });
}

/** The head above the imported revisions; where there are several, the last imported one. */
function endOf(kept: readonly ForeignMigration[], existing: readonly Revision[]): string | undefined {
  if (kept.length === 0) return undefined;
  const graph = new RevisionGraph(existing);
  const last = graph.sort(new Set(kept.map(({ header }) => header.id))).at(-1) as string;
  const above = graph.followers([last]);
  const heads = graph.heads.filter((id) => above.has(id));
  return heads.length === 1 ? heads[0] : last;
}

function codeNotes(planned: readonly PlannedRevision[]): readonly string[] {
  const code = planned.filter(({ ending }) => ending !== 'sql');
  const tool = code[0]?.migration.code?.tool;
  if (tool === undefined) return [];
  const advice = tool === 'Alembic' ? ', or give --sql with what `alembic upgrade head --sql` writes' : '';
  const what = code.length === 1 ? '1 revision holds code' : `${code.length} revisions hold code`;
  return [
    `${what} that only ${tool} can run, as a comment, and will refuse to run on a new database: write out what it does${advice}`,
  ];
}

function keptNotes(
  kept: readonly ForeignMigration[],
  byId: ReadonlyMap<string, Revision>,
  order: ForeignHistory['order'],
): readonly string[] {
  const changed: string[] = [];
  const unused: string[] = [];
  for (const migration of kept) {
    const revision = byId.get(migration.header.id) as Revision;
    if (order === 'graph') requireSameLinks(migration, revision);
    if (migration.up === undefined) continue;
    if (revision.format !== 'sql') unused.push(revision.id);
    else if (isChanged(migration, revision)) changed.push(revision.id);
  }
  return [
    ...(changed.length === 0
      ? []
      : [`left as they are, though they or their sources were changed: ${changed.join(', ')}`]),
    ...(unused.length === 0
      ? []
      : [
          `left as they are, though their SQL is known: ${unused.join(', ')}; remove their files to import them with it`,
        ]),
  ];
}

/** What follows what has to be the same on both sides; a revision may have been given more labels since. */
function requireSameLinks({ header, file }: ForeignMigration, revision: Revision): void {
  for (const key of ['parents', 'dependsOn'] as const) {
    const [here, there] = [revision[key], header[key]];
    if (here.length === there.length && here.every((id) => there.includes(id))) continue;
    const names = (ids: readonly string[]): string => (ids.length === 0 ? 'nothing' : ids.join(', '));
    const verb = key === 'parents' ? 'follows' : 'depends on';
    throw new ImportConflict(
      `revision ${header.id} is there already and ${verb} ${names(here)}; in ${file} it ${verb} ${names(there)}`,
      { file: revision.path, hint: 'correct one of them; nothing was written' },
    );
  }
}

const isChanged = (migration: ForeignMigration, revision: Revision): boolean => {
  const { parents, labels } = revision;
  const { text } = renderMigration({ ...migration, header: { ...migration.header, parents, labels } }, 'ts');
  return checksum(text) !== checksum(readText(revision.path));
};
