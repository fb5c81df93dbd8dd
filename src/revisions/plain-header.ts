import type { RevisionHeader } from './revision.ts';

const listOf = (name: string): string => `\\[(?:\\s*('${name}'(?:,\\s+'${name}')*),?\\s*)?\\]`;
const ids = listOf('\\w{1,64}');
const names = listOf('[\\w-]{1,128}');

/** The beginning of a module as the tool writes it: a comment, imports, and a header whose strings need no reading. */
const plain = new RegExp(
  `^(?:/\\*\\* ([^\\n]*) \\*/\\n)?(?:import [^\\n'"\`]*'[^'\\n]*';\\n)*\\n*export const revision = \\{\\s+` +
    `id: '(\\w{1,64})',\\s+parents: ${ids},\\s+message: '([^'\\\\\\n]*)',\\s+` +
    `labels: ${names},\\s+dependsOn: ${names},?\\s+\\};\\n`,
);

/** A name that could be taken for a step, as in `billing-1`. */
const looksLikeStep = /-\d+'/;

/** The moment that a line ends with. */
export const momentAtEnd = /(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|UTC|[+-]\d{2}:\d{2}))?)\s*$/;

/**
 * Reads the header of a module that is as the tool writes it, in a fraction of the time that it takes to read what people may
 * make of one: histories have thousands of revisions.
 *
 * @returns undefined where the header is written in another way, or says something wrong
 */
export function readPlainHeader(text: string): RevisionHeader | undefined {
  const found = plain.exec(text);
  if (found === null) return undefined;
  const [, comment = '', id = '', parents = '', message = '', labels = '', dependsOn = ''] = found;
  if (comment.includes('*/') || looksLikeStep.test(labels) || looksLikeStep.test(dependsOn)) return undefined;
  const header = {
    id,
    parents: namesIn(parents),
    dependsOn: namesIn(dependsOn),
    labels: namesIn(labels),
    message: detached(message),
  };
  if (repeats(header.parents) || repeats(header.labels) || repeats(header.dependsOn)) return undefined;
  const createdAt = momentAtEnd.exec(comment.slice(-longestMoment))?.[1];
  return createdAt === undefined ? header : { ...header, createdAt: detached(createdAt) };
}

const longestMoment = 32;

/** A copy: V8 keeps the whole text that a part of it was cut out of, and thousands of texts are a lot to keep. */
const detached = (part: string): string => ` ${part}`.slice(1);

const none: readonly string[] = [];

function namesIn(quoted: string): readonly string[] {
  if (quoted === '') return none;
  return quoted.includes(',') ? quoted.split(',').map((name) => name.trim().slice(1, -1)) : [quoted.slice(1, -1)];
}

const repeats = (names: readonly string[]): boolean => names.length > 1 && new Set(names).size < names.length;
