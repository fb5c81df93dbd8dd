import { spawn } from 'node:child_process';
import { UsageError } from '../errors.ts';
import { readRevision } from '../revisions/files.ts';
import type { Revision } from '../revisions/revision.ts';
import { EditorFailed } from './errors.ts';
import type { ProjectOptions } from './project.ts';
import { show } from './show.ts';

export interface EditOptions extends ProjectOptions {
  /** `head`, `current`, an id or its first characters. */
  readonly target: string;
  /** The editor's command, for the shell. */
  readonly editor: string;
}

export interface EditResult {
  /** The revisions as they are now. */
  readonly revisions: readonly Revision[];
}

/**
 * Opens the files of revisions in an editor, waits for it, and reads their headers again.
 *
 * @param options which revision, which editor, and which project
 * @returns what the headers say now
 * @throws UnknownRevision, UsageError, EditorFailed, BrokenRevisionFile
 */
export async function edit(options: EditOptions): Promise<EditResult> {
  const { revisions } = await show(options);
  if (revisions.length === 0) {
    throw new UsageError(`'${options.target}' names no revision here: there is nothing to edit`, {
      hint: 'name a revision, or head',
    });
  }
  const paths = revisions.map(({ path }) => path);
  await openEditor(options.editor, paths);
  return { revisions: paths.map(readRevision) };
}

/** The editor is a command line as people keep it in `EDITOR`: `code --wait`. The paths are its further arguments. */
function openEditor(editor: string, paths: readonly string[]): Promise<void> {
  const isWindows = process.platform === 'win32';
  const [command, args] = isWindows
    ? [`${editor} ${paths.map((path) => `"${path}"`).join(' ')}`, []]
    : ['/bin/sh', ['-c', `${editor} "$@"`, 'editor', ...paths]];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', shell: isWindows });
    const fail = (why: string, cause?: unknown): void =>
      reject(new EditorFailed(`the editor '${editor}' ${why}`, { hint: 'set VISUAL or EDITOR to another one', cause }));
    child.on('error', (cause) => fail(`could not be started: ${cause.message}`, cause));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else fail(code === null ? `was ended by ${signal}` : `ended with ${code}`);
    });
  });
}
