import type { Settings } from '../config/settings.ts';
import type { Operation } from '../operations/operation.ts';
import { reverseAll } from '../operations/reverse.ts';
import { newRevisionId } from '../revisions/file-name.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { type Comparison, compare } from './compare.ts';
import { type Difference, differenceOf } from './difference.ts';
import { processDirectives } from './directives.ts';
import { type EditedRevision, findEdited } from './edited-revisions.ts';
import { openProject, type ProjectOptions, withDatabaseToRead } from './project.ts';
import { parseRenames } from './rename-answers.ts';
import { comparedSides } from './schemas.ts';
import { readPosition } from './version-state.ts';

export interface CheckOptions extends ProjectOptions {
  /** `users.age=years`: compare as if the database had the new names already. */
  readonly renames?: readonly string[] | undefined;
}

export interface CheckResult extends Difference {
  /** The database, without secrets. */
  readonly database: string;
  /** The models and the database say the same. */
  readonly isInSync: boolean;
  /** Revisions that the database has not run. */
  readonly pending: readonly string[];
  /** The heads that no branch label accounts for, where there are several: two people wrote a revision on the same one. */
  readonly strayHeads: readonly string[];
  /** Revisions that were edited after they were applied. */
  readonly edited: readonly EditedRevision[];
}

/**
 * Compares the models with the database. Writes nothing, and does not need the database to be at head: whether it is, is said
 * apart.
 *
 * @param options which project and database
 * @returns what differs, and which revisions are pending
 * @throws MetadataMissing, ModelError, UnknownVersion, ConnectionFailed
 * @example
 * const { isInSync, operations } = await check();
 */
export async function check(options: CheckOptions = {}): Promise<CheckResult> {
  const { settings, graph } = await openProject('check', options);
  return withDatabaseToRead(settings, async (open) => {
    const { dialect, connection } = open.database;
    const { pending, state } = await readPosition(open, graph);
    // Before the schemas are there, which take the most memory; files may be large.
    const edited = await findEdited(open, graph, state);
    const { before, after, insisted } = await comparedSides(open, settings);
    const renames = parseRenames(options.renames ?? [], before);
    const { server } = connection;
    const comparison = await compare({ dialect, server, connection, before, after, renames, insisted });
    const operations = await operationsToWrite(settings, graph, comparison);
    return {
      database: connection.label,
      isInSync: operations.length === 0,
      pending,
      strayHeads: strayHeads(graph),
      edited,
      ...differenceOf({ ...comparison, operations }),
    };
  });
}

/** What `revision --autogenerate` would write: the config may leave out some of what differs. */
async function operationsToWrite(
  settings: Settings,
  { heads }: RevisionGraph,
  { operations }: Comparison,
): Promise<readonly Operation[]> {
  const { name, locations } = settings;
  const directives = await processDirectives(
    settings,
    {
      id: newRevisionId(),
      message: '',
      parents: heads,
      labels: [],
      dependsOn: [],
      location: locations[0] as string,
      upgrade: operations,
      downgrade: reverseAll(operations),
      imports: [],
    },
    { command: 'check', autogenerate: true, name },
  );
  return directives?.upgrade ?? [];
}

/** Several heads are an accident unless each is on a branch that has a label. */
export function strayHeads(graph: RevisionGraph): readonly string[] {
  if (graph.heads.length < 2) return [];
  const labelled = graph.followers(graph.labels.values());
  return graph.heads.every((head) => labelled.has(head)) ? [] : graph.heads;
}
