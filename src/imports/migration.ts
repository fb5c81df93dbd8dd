import { createHash } from 'node:crypto';
import type { RevisionHeader } from '../revisions/revision.ts';

/** A migration as another tool left it, on its way to become a revision. */
export interface ForeignMigration {
  /** What the tool calls it in its ledger. */
  readonly name: string;
  /** Its file, absolute. */
  readonly file: string;
  /** What the revision says of itself. The parents of a linear history are the migrations before. */
  readonly header: Omit<RevisionHeader, 'createdAt'>;
  /** The revision's file, relative to the migrations folder and without its ending. */
  readonly stem: string;
  /** When it was written: what its clock showed, taken as UTC. */
  readonly at?: Date;
  /** The SQL that applies it; absent where only its own tool can tell. */
  readonly up?: string;
  /** The SQL that takes it back; absent where there is none, or where only its own tool can tell. */
  readonly down?: string;
  /** What it is written in, where that is no SQL; kept as a comment. */
  readonly code?: ForeignCode;
  /** The fingerprints by which the tool may know the file again: with the line ends that it has, and with others. */
  readonly fingerprints?: readonly string[];
  /** The number by which the tool orders it, where the ledger stores one. */
  readonly ordinal?: number;
}

/** The text of a migration that is a program. */
export interface ForeignCode {
  readonly tool: string;
  readonly text: string;
  /** It has a way back, though nobody but its tool can go it. */
  readonly goesBack: boolean;
}

/** A whole history of another tool. */
export interface ForeignHistory {
  /** In the order in which the tool would run them. */
  readonly migrations: readonly ForeignMigration[];
  /** `linear`: each follows the one before; `graph`: each says what it follows. */
  readonly order: 'linear' | 'graph';
  /** What the SQL was written for, in the tool's own word. */
  readonly madeFor?: string;
  /** What people should know. */
  readonly notes: readonly string[];
}

/** Longer names than this are no ids. */
const longestId = 64;

/** The id of a migration, made from its name alone, so that two imports agree. */
export function idFor(name: string): string {
  const id = name
    .normalize('NFKD')
    .replaceAll(/[^0-9A-Za-z_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  if (id !== '' && id.length <= longestId) return id;
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return id === '' ? mark : `${id.slice(0, longestId - mark.length - 1)}_${mark}`;
}

/** What a name says, without the number that orders it. */
export const messageFor = (name: string): string =>
  name
    .replace(/^\d+[-_. ]*/, '')
    .replaceAll(/[-_\s]+/g, ' ')
    .trim();

/** A file name for a revision. Names that begin with `.` or `_` would be passed over. */
export const stemFor = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replaceAll(/[^\p{L}\p{N}_-]+/gu, '_').replace(/^_+(?=.)/, ''))
    .join('/');

/** SHA-256 in hexadecimal, of a text as it is and with the line ends of either kind of system. */
export function fingerprintsOf(text: string): readonly string[] {
  const unix = text.replaceAll('\r\n', '\n');
  const all = [text, unix, unix.replaceAll('\n', '\r\n')];
  return [...new Set(all.map((one) => createHash('sha256').update(one).digest('hex')))];
}

/** Whether a fingerprint in a ledger is that of the file as it is now. */
export const isUnedited = ({ fingerprints = [] }: ForeignMigration, fingerprint: string): boolean =>
  fingerprints.includes(fingerprint);

/** What a migration of a linear history is, beside its place in it. */
export type UnplacedMigration = Omit<ForeignMigration, 'header' | 'stem'>;

/** Puts migrations in a row: each follows the one before. */
export function inRow(migrations: readonly UnplacedMigration[]): readonly ForeignMigration[] {
  return migrations.map((migration, at) => {
    const previous = migrations[at - 1];
    const parents = previous === undefined ? [] : [idFor(previous.name)];
    const { name } = migration;
    return {
      ...migration,
      header: { id: idFor(name), parents, message: messageFor(name), labels: [], dependsOn: [] },
      stem: stemFor(name),
    };
  });
}

/** The moment that the digits of a name stand for: 14 of them are a date and a time, 13 are milliseconds, 17 both. */
export function momentOf(name: string): Date | undefined {
  const [digits = ''] = /^\d+/.exec(name) ?? [];
  if (digits.length === 13) return new Date(Number(digits));
  if (digits.length !== 14 && digits.length !== 17) return undefined;
  const [year, month, day, hour, minute, second] = [0, 4, 6, 8, 10, 12].map((at) =>
    Number(digits.slice(at, at === 0 ? 4 : at + 2)),
  ) as [number, number, number, number, number, number];
  const moment = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day ? moment : undefined;
}
