import type { RevisionDirectives } from '../config/hooks.ts';
import type { Settings } from '../config/settings.ts';
import { ConfigError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import { fileName } from '../revisions/file-name.ts';
import { readRevision, writeRevision } from '../revisions/files.ts';
import type { Revision, RevisionFormat } from '../revisions/revision.ts';
import {
  type NewRevision,
  renderJavaScriptRevision,
  renderRevision,
  renderSqlRevision,
} from '../revisions/template.ts';
import { runPostWriteHooks } from './post-write-hooks.ts';

/** How and when a revision is written. */
export interface Writing {
  /** In what language. Absent: as the config says. */
  readonly format?: RevisionFormat | undefined;
  /** For its name and first line. Absent: now. */
  readonly at?: Date | undefined;
  /** Without one, the file has no downgrade at all. Absent: it has one. */
  readonly wayBack?: WayBack | undefined;
  /** The two directions as SQL, asked for only where the file is to hold SQL. */
  readonly scripts: () => Scripts;
}

/** Whether a revision can be taken back. */
export type WayBack = 'downgrade' | 'none';

/** Both directions of a revision as SQL. */
export interface Scripts {
  readonly up: string;
  readonly down: string;
}

/**
 * Writes a revision into its folder, and does with it what the config says is done with new files.
 *
 * @throws RevisionExists, UnsafePath, ConfigError, PostWriteHookFailed
 */
export async function writeRevisionFile(
  settings: Settings,
  directives: RevisionDirectives,
  { format = settings.format, at = new Date(), wayBack = 'downgrade', scripts }: Writing,
): Promise<Revision> {
  const { id, message, parents, labels, dependsOn, replaces, location, imports, upgrade, downgrade } = directives;
  if (!settings.locations.includes(location)) {
    throw new ConfigError(`${location} is none of the migrations folders`, {
      file: settings.file,
      hint: `they are ${settings.locations.join(', ')}`,
    });
  }
  const { timezone } = settings.naming;
  const fresh: NewRevision = {
    header: { id, message, parents, labels, dependsOn, ...given({ replaces }) },
    at,
    ...(timezone === undefined ? {} : { timezone }),
    rendering: settings.rendering,
    imports,
    ...(wayBack === 'none' ? { isOneWay: true } : {}),
  };
  const name = `${fileName({ id, message, at }, settings.naming)}.${format}`;
  const path = writeRevision(location, name, sourceOf(format, fresh, { upgrade, downgrade }, scripts));
  await runPostWriteHooks(settings, path);
  return readRevision(path);
}

function sourceOf(
  format: RevisionFormat,
  fresh: NewRevision,
  directions: Pick<RevisionDirectives, 'upgrade' | 'downgrade'>,
  scripts: () => Scripts,
): string {
  if (format === 'ts') return renderRevision(fresh, directions);
  if (format === 'js') return renderJavaScriptRevision(fresh, directions);
  const { up, down } = scripts();
  return renderSqlRevision(fresh, up, down);
}
