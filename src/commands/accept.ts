import { UsageError } from '../errors.ts';
import { parseTarget, resolveTarget } from '../revisions/target.ts';
import { recordAcceptances } from '../runner/own-table-writes.ts';
import { type EditedRevision, findEdited } from './edited-revisions.ts';
import { openProject, type RunningOptions, withDatabase } from './project.ts';
import { toolVersion } from './tool-version.ts';
import { readPosition } from './version-state.ts';

export interface AcceptOptions extends RunningOptions {
  /** The revisions whose files are right as they are. Absent: every applied one that was edited. */
  readonly revisions?: readonly string[] | undefined;
}

export interface AcceptResult {
  /** The database, without secrets. */
  readonly database: string;
  /** Those that were edited, and are taken as they are now. */
  readonly accepted: readonly EditedRevision[];
}

/**
 * Takes the files of applied revisions as they are now for what was run. Nothing is run: the database has to be what they say.
 *
 * @param options which revisions, and which project and database
 * @returns the revisions whose fingerprint was noted anew
 * @throws UsageError, UnknownRevision, UnknownVersion, LockNotAcquired
 * @example await accept({ revisions: ['ab12cd34ef56'] });
 */
export async function accept(options: AcceptOptions = {}): Promise<AcceptResult> {
  const project = await openProject('accept', options);
  const { revisions, lockTimeoutMs = project.settings.lockTimeoutMs, signal, report } = options;
  return withDatabase(project.settings, async (open) => {
    const { state, graph, heads, applied } = await readPosition(open, project.graph);
    const wanted = revisions?.flatMap((name) => resolveTarget(graph, heads, parseTarget(name)));
    const pending = wanted?.find((id) => !applied.has(id));
    if (pending !== undefined) {
      throw new UsageError(`revision ${pending} is not applied: its file may be edited freely`, {
        file: graph.get(pending).path,
        hint: 'there is nothing to accept before it is applied',
      });
    }
    const edited = await findEdited(open, graph, state);
    const accepted = edited.filter(({ revision }) => wanted?.includes(revision) ?? true);
    const notes = accepted.map(({ revision, message, holds }) => ({ revision, message, checksum: holds }));
    const { database, own } = open;
    if (notes.length > 0) {
      await recordAcceptances({ database, own, lockTimeoutMs, signal, report }, notes, toolVersion());
    }
    return { database: database.connection.label, accepted };
  });
}
