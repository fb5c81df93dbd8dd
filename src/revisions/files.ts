import {
  closeSync,
  type Dirent,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { BrokenRevisionFile, MigrationsFolderMissing, RevisionExists, UnsafePath } from './errors.ts';
import { readHeader, readSqlHeader } from './header.ts';
import { readPlainHeader } from './plain-header.ts';
import type { Revision, RevisionFormat, RevisionHeader } from './revision.ts';

const formats: Readonly<Record<string, RevisionFormat>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.sql': 'sql',
};

/** Which files of a migrations folder count. */
export interface Reading {
  /** Those in folders below it too. Absent: they do. */
  readonly recursive?: boolean;
}

/**
 * Reads the headers of all revisions in the folders and below them, without running any. Names that start with `.` or `_`,
 * declaration files and other endings are passed over.
 *
 * @param locations folders, absolute
 * @returns the revisions in the order of their file names
 * @throws MigrationsFolderMissing, BrokenRevisionFile, UnsafePath
 */
export const readRevisions = (
  locations: readonly string[],
  { recursive = true }: Reading = {},
): readonly Revision[] => {
  const walk = recursive ? foldersBelow : onlyThis;
  return locations.flatMap((location) => revisionFiles(location, walk)).map(readRevision);
};

/** Reads the header of one revision. @throws BrokenRevisionFile */
export function readRevision(path: string): Revision {
  const format = formats[extname(path)] ?? 'ts';
  const header = (format === 'sql' ? undefined : readBeginning(path)) ?? readWholeHeader(path, format);
  return { ...header, path, format };
}

function readWholeHeader(path: string, format: RevisionFormat): RevisionHeader {
  const source = readText(path);
  return format === 'sql' ? readSqlHeader(source, path) : readHeader(source, path);
}

const beginning = Buffer.allocUnsafe(768);

/**
 * The header, if the beginning of a file holds it as the tool writes it: of thousands of files, the rest is a lot to read.
 * Bytes are taken for characters, which is half the memory and true of all but the message.
 */
function readBeginning(path: string): RevisionHeader | undefined {
  const header = readPlainHeader(orUnreadable(path, () => readBytes(path)));
  if (header === undefined || !/[\x80-\xff]/.test(header.message)) return header;
  return { ...header, message: Buffer.from(header.message, 'latin1').toString('utf8') };
}

function readBytes(path: string): string {
  const file = openSync(path, 'r');
  try {
    return beginning.toString('latin1', 0, readSync(file, beginning, 0, beginning.length, 0));
  } finally {
    closeSync(file);
  }
}

/** The text of a revision. @throws BrokenRevisionFile when it cannot be read */
export const readText = (path: string): string => orUnreadable(path, () => readFileSync(path, 'utf8'));

function orUnreadable(path: string, read: () => string): string {
  try {
    return read();
  } catch (cause) {
    throw new BrokenRevisionFile(`the revision cannot be read: ${(cause as Error).message}`, { file: path, cause });
  }
}

/**
 * Writes a new file into a migrations folder. Nothing is ever overwritten, and nothing is written outside of the folder.
 *
 * @param folder the migrations folder, absolute
 * @param name relative to the folder, with the ending
 * @returns the path, absolute
 * @throws RevisionExists, UnsafePath
 */
export function writeRevision(folder: string, name: string, text: string): string {
  const path = resolve(folder, name);
  if (!isInside(folder, path)) {
    throw new UnsafePath(`'${name}' leads out of the migrations folder ${folder}`, { hint: 'correct fileTemplate' });
  }
  mkdirSync(dirname(path), { recursive: true });
  if (!isInside(join(realpathSync(folder), sep), join(realpathSync(dirname(path)), 'file'))) {
    throw new UnsafePath(`a symbolic link leads out of the migrations folder: ${dirname(path)}`, {
      file: path,
      hint: 'put a folder in the place of the link, or name where it leads in the config',
    });
  }
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new RevisionExists(`there is a file of that name already: ${path}`, {
      file: path,
      hint: 'move it away, or give the new revision another id or message',
      cause,
    });
  }
  return path;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a folder below a migrations folder is looked into. */
type Walk = (name: string) => boolean;

const onlyThis: Walk = () => false;
const foldersBelow: Walk = (name) => name !== 'node_modules';

function revisionFiles(folder: string, walk: Walk): readonly string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(next, folder)) {
      if (/^[._]/.test(entry.name)) continue;
      const path = `${next}${sep}${entry.name}`;
      if (entry.isDirectory()) pending.push(...(walk(entry.name) ? [path] : []));
      else if (isRevisionName(entry.name)) found.push(checked(entry, path));
    }
  }
  return found.sort();
}

function entriesOf(folder: string, location: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' || (cause as NodeJS.ErrnoException).code === 'ENOTDIR') {
      throw new MigrationsFolderMissing(`there is no migrations folder ${location}`, {
        hint: "run `migrate init`, or correct 'migrations' in the config",
        cause,
      });
    }
    throw cause;
  }
}

const isRevisionName = (name: string): boolean => extname(name) in formats && !/\.d\.[mc]?ts$/.test(name);

function checked(entry: Dirent, path: string): string {
  if (entry.isFile()) return path;
  throw new UnsafePath(`${path} is not a plain file`, {
    file: path,
    hint: 'a migrations folder holds its revisions themselves, not links to them',
  });
}
