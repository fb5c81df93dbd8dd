import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TextFile } from '../models/object-source.ts';
import { FilesInTheWay } from './errors.ts';

/** What becomes of a file. */
export interface WrittenFile {
  /** Absolute. */
  readonly path: string;
  /** `removed`: it was written before, and what it declared is not in the database any more. */
  readonly state: 'created' | 'updated' | 'unchanged' | 'removed';
}

/** A file as it is to be. */
interface PlannedFile extends WrittenFile {
  readonly text: string;
  /** Somebody wrote or edited what is there. */
  readonly isInTheWay: boolean;
}

/** What writing models comes to, before anything is written. */
export interface FilePlan {
  readonly files: readonly PlannedFile[];
}

/**
 * Compares files with what is there.
 *
 * @param folder where they go
 * @param files by their names
 * @param others `removed`: files of the folder that were written earlier and are not among these go; `kept`: they stay
 */
export function planFiles(folder: string, files: readonly TextFile[], others: 'removed' | 'kept'): FilePlan {
  const planned = files.map(({ name, text }) => plannedFile(join(folder, name), signed(name, text)));
  const names = new Set(files.map(({ name }) => name));
  const there = others === 'removed' && existsSync(folder) ? readdirSync(folder).sort() : [];
  const stale = there.filter(
    (name) => /\.(?:ts|sql)$/.test(name) && !names.has(name) && isOurs(textOf(join(folder, name))),
  );
  const removed = stale.map((name) => ({
    path: join(folder, name),
    text: '',
    state: 'removed' as const,
    isInTheWay: false,
  }));
  return { files: [...planned, ...removed] };
}

function plannedFile(path: string, text: string): PlannedFile {
  if (!existsSync(path)) return { path, text, state: 'created', isInTheWay: false };
  const there = textOf(path);
  if (there === text) return { path, text, state: 'unchanged', isInTheWay: false };
  return { path, text, state: 'updated', isInTheWay: !isOurs(there) };
}

/** Does what was planned. @throws FilesInTheWay unless what somebody wrote may be overwritten */
export function writeFiles({ files }: FilePlan, foreign: 'kept' | 'overwritten'): void {
  const inTheWay = files.filter(({ isInTheWay }) => isInTheWay).map(({ path }) => path);
  if (inTheWay.length > 0 && foreign === 'kept') throw new FilesInTheWay(inTheWay);
  for (const { path, text, state } of files) {
    if (state === 'removed') rmSync(path);
    if (state !== 'created' && state !== 'updated') continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Line ends are the version control's business. */
const textOf = (path: string): string => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');

/** The first line says who wrote the rest, and what it was then. */
const signature = /^(?:\/\/|--) written by migrate models \(([0-9a-f]{12})\)[^\n]*\n/;

/** A text with a first line that says who wrote it, and what it was then. */
export function signed(name: string, text: string): string {
  const comment = name.endsWith('.sql') ? '--' : '//';
  return `${comment} written by migrate models (${fingerprint(text)}), which leaves it alone once it is edited\n${text}`;
}

const isOurs = (text: string): boolean => {
  const [line, found] = signature.exec(text) ?? [];
  return line !== undefined && fingerprint(text.slice(line.length)) === found;
};

const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
