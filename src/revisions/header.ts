import { didYouMean } from '../closest.ts';
import { BrokenRevisionFile } from './errors.ts';
import { momentAtEnd, readPlainHeader } from './plain-header.ts';
import { labelPattern, type RevisionHeader, revisionIdPattern, revisionIdRule } from './revision.ts';
import { type Plain, type PlainObject, Scanner, SourceProblem } from './scanner.ts';

/**
 * Reads the header of a revision's module, `export const revision = { … }`, without running the module. The header has to be
 * plain data: strings of any quote and lists of them, with comments and trailing commas as people leave them.
 *
 * @throws BrokenRevisionFile with the file and the line
 */
export function readHeader(source: string, file: string): RevisionHeader {
  return reading(source, file, (text) => {
    const header = readPlainHeader(text);
    if (header !== undefined) return header;
    const scanner = new Scanner(text);
    if (scanner.peek() === '') scanner.fail('the file holds nothing', 0);
    if (!findRevision(scanner)) {
      scanner.fail("the file has no header: `export const revision = { id: '…', parents: ['…'], … }` is missing", 0);
    }
    if (scanner.peek() !== '{')
      scanner.fail('the header has to be an object literal, since it is read without running the file');
    const { position } = scanner;
    return toHeader(scanner.object(), position, writtenAt(text, /^\s*\/\*\*?(.*?)\*\//s));
  });
}

/**
 * Reads the header of a revision in SQL: within the comment lines at the top, `-- revision: { id: '…', parents: ['…'] }`,
 * on one line or several.
 *
 * @throws BrokenRevisionFile with the file and the line
 */
export function readSqlHeader(source: string, file: string): RevisionHeader {
  return reading(source, file, (text) => {
    const comments = /^(?:[^\S\n]*(?:--[^\n]*)?(?:\n|$))*/.exec(text)?.[0] ?? '';
    const uncommented = comments.replace(/^([^\S\n]*)--/gm, '$1  ');
    const start = /^[^\S\n]*revision[^\S\n]*:/m.exec(uncommented);
    if (text.trim() === '') throw new SourceProblem('the file holds nothing', 0);
    if (start === null) {
      throw new SourceProblem(
        "the file has no header: `-- revision: { id: '…', parents: ['…'] }` is missing at its top",
        0,
      );
    }
    const scanner = new Scanner(uncommented, start.index + start[0].length);
    if (scanner.peek() !== '{') scanner.fail('the header has to be an object literal');
    const { position } = scanner;
    return toHeader(scanner.object(), position, writtenAt(uncommented, /^(.*)$/m));
  });
}

/** Turns where a text stopped making sense into an error that names the file and the line. */
export function reading<T>(source: string, file: string, read: (text: string) => T): T {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  try {
    checkForConflict(text);
    return read(text);
  } catch (problem) {
    if (!(problem instanceof SourceProblem)) throw problem;
    throw new BrokenRevisionFile(problem.message, {
      file,
      line: lineAt(text, problem.offset),
      hint: 'correct the file; what is no revision belongs elsewhere, or under a name that starts with _',
    });
  }
}

/** A header can be read above a merge conflict, but nothing can be run. @throws BrokenRevisionFile */
export const requireNoConflict = (source: string, file: string): void => reading(source, file, () => {});

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const conflictMarkers = ['<<<<<<<', '>>>>>>>', '|||||||'];

function checkForConflict(text: string): void {
  if (!conflictMarkers.some((marker) => text.includes(marker))) return;
  const marker = /^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$/m.exec(text);
  if (marker !== null) throw new SourceProblem('a merge conflict is not resolved', marker.index);
}

/** Goes on to what follows `export const revision =`, or `exports.revision =`, at the top level of a module. */
function findRevision(scanner: Scanner): boolean {
  let depth = 0;
  let previous = '';
  for (let next = scanner.peek(); next !== ''; next = scanner.peek()) {
    const word = scanner.word();
    if (word !== undefined) {
      if (depth === 0 && declaresRevision(scanner, word)) return true;
      previous = word;
      continue;
    }
    if (next === '`' || next === '"' || next === "'" || (next === '/' && startsRegularExpression(previous)))
      scanner.skipQuoted();
    else scanner.position++;
    depth += '([{'.includes(next) ? 1 : ')]}'.includes(next) ? -1 : 0;
    previous = next;
  }
  return false;
}

/** After a value a slash divides; anywhere else it opens a regular expression. */
const startsRegularExpression = (previous: string): boolean =>
  !/^[\w$)\]}'"`]/u.test(previous) || ['return', 'typeof', 'case', 'in', 'of', 'void', 'delete'].includes(previous);

function declaresRevision(scanner: Scanner, word: string): boolean {
  const start = scanner.position;
  const found =
    word === 'export'
      ? ['const', 'let', 'var'].includes(scanner.word() ?? '') && scanner.word() === 'revision'
      : word === 'exports' && scanner.accept('.') && scanner.word() === 'revision';
  if (found && skipToInitialiser(scanner)) return true;
  scanner.position = start;
  return false;
}

/** Past a type annotation, if there is one, and the equals sign. */
function skipToInitialiser(scanner: Scanner): boolean {
  let depth = 0;
  for (let next = scanner.peek(); next !== ''; next = scanner.peek()) {
    if (next === '=' && depth === 0 && scanner.text.charAt(scanner.position + 1) !== '>') {
      scanner.position++;
      return true;
    }
    if (next === '"' || next === "'" || next === '`') scanner.skipQuoted();
    else scanner.position++;
    depth += '([{'.includes(next) ? 1 : ')]}'.includes(next) ? -1 : 0;
  }
  return scanner.fail('the file ends in the middle of the header');
}

const keys = ['id', 'parents', 'message', 'labels', 'dependsOn', 'replaces'];

function toHeader({ entries }: PlainObject, start: number, createdAt: string | undefined): RevisionHeader {
  for (const [key, { offset }] of entries) {
    if (!keys.includes(key)) {
      const advice = didYouMean(key, keys) ?? `a header holds ${keys.join(', ')}`;
      throw new SourceProblem(`the header has no '${key}': ${advice}`, offset);
    }
  }
  const id = entries.get('id');
  if (id === undefined) throw new SourceProblem("the header has no 'id'", start);
  if (!entries.has('parents')) {
    throw new SourceProblem("the header has no 'parents': the first revision of a history says `parents: []`", start);
  }
  const message = entries.get('message');
  const replaces = names(entries, 'replaces', revisionIdPattern);
  return {
    id: checkedName(id.value, 'id', revisionIdPattern, id.offset),
    parents: names(entries, 'parents', revisionIdPattern),
    dependsOn: names(entries, 'dependsOn', labelPattern),
    labels: names(entries, 'labels', labelPattern),
    message: message === undefined ? '' : text(message.value, 'message', message.offset),
    ...(replaces.length === 0 ? {} : { replaces }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

/** A list of names; one name alone, and null or nothing for none, as Alembic has them, are read too. */
function names(entries: PlainObject['entries'], key: string, pattern: RegExp): readonly string[] {
  const { value = undefined, offset = 0 } = entries.get(key) ?? {};
  const items: readonly Plain[] = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const found = items.map((item) => checkedName(item, key, pattern, offset));
  if (new Set(found).size < found.length) throw new SourceProblem(`'${key}' names one revision twice`, offset);
  return found;
}

function checkedName(value: Plain, key: string, pattern: RegExp, offset: number): string {
  const name = text(value, key, offset);
  if (pattern.test(name)) return name;
  throw new SourceProblem(
    pattern === revisionIdPattern
      ? `'${name}' in '${key}' is not an id, which is made of ${revisionIdRule}`
      : `'${name}' in '${key}' is not a name: it may hold no blanks, quotes, '@', ':' or '+', and not end in -1`,
    offset,
  );
}

function text(value: Plain, key: string, offset: number): string {
  if (typeof value === 'string') return value;
  throw new SourceProblem(
    `'${key}' has to be a string${key === 'id' || key === 'message' ? '' : ' or a list of them'}`,
    offset,
  );
}

/** The moment that the first comment of a file ends with. */
const writtenAt = (source: string, firstComment: RegExp): string | undefined =>
  momentAtEnd.exec(firstComment.exec(source)?.[1]?.split('\n')[0] ?? '')?.[1];
