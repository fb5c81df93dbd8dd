import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UnreadableMigration } from './errors.ts';

/** A file of another tool. */
export interface SourceFile {
  /** Relative to the folder that was named, with `/` between. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads all files of a folder and below it whose paths are wanted. Hidden folders and `node_modules` are passed over.
 *
 * @param folder absolute
 * @returns the files in the order of their paths
 * @throws UnreadableMigration when there is no such folder
 */
export function readSources(folder: string, isWanted: (path: string) => boolean): readonly SourceFile[] {
  const found: SourceFile[] = [];
  const pending = [''];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(resolve(folder, next))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === '__pycache__') continue;
      const path = next === '' ? entry.name : `${next}/${entry.name}`;
      const file = join(folder, path);
      if (entry.isDirectory()) pending.push(path);
      else if (isWanted(path)) found.push({ path, file, bytes: readFileSync(file) });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing ? `there is no folder ${folder}` : `${folder}: ${(cause as Error).message}`;
    throw new UnreadableMigration(message, { cause, hint: 'name the folder that holds the migrations' });
  }
}

/** A text in UTF-8, without its byte order mark. @throws UnreadableMigration */
export function textOf({ bytes, file }: SourceFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableMigration('the file is not in UTF-8', { file, cause, hint: 'save it as UTF-8' });
  }
}
