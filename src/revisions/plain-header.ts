import type { RevisionHeader } from './revision.ts';

const listOf = (name: string): string => `\\[(?:\\s*('${name}'(?:,\\s+'${name}')*),?\\s*)?\\]`;
const ids = listOf('\\w{1,64}');
const names = listOf('[\\w-]{1,128}');

const moment = '(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}(?::\\d{2})?(?: ?(?:Z|UTC|[+-]\\d{2}:\\d{2}))?)';

/** The moment that a line ends with. */
export const momentAtEnd = new RegExp(`${moment}\\s*$`);

/** The beginning of a module as the tool writes it: a comment, imports, and a header whose strings need no reading. */
const plain = new RegExp(
  `^(?:/\\*\\* ([^\\n]*?)(?:${moment}[^\\S\\n]*)? \\*/\\n)?(?:import [^\\n'"\`]*'[^'\\n]*';\\n)*\\n*` +
    `export const revision = \\{\\s+id: '(\\w{1,64})',\\s+parents: ${ids},\\s+message: '([^'\\\\\\n]*)',\\s+` +
    `labels: ${names},\\s+dependsOn: ${names},?\\s+\\};\\n`,
);

/** A name that could be taken for a step, as in `billing-1`. */
const looksLikeStep = /-\d+'/;

/**
 * Reads the header of a module that is as the tool writes it, in a fraction of the time that it takes to read what people may
 * make of one: histories have thousands of revisions.
 *
 * @returns undefined where the header is written in another way, or says something wrong
 */
export function readPlainHeader(text: string): RevisionHeader | undefined {
  const found = plain.exec(text);
  if (found === null) return undefined;
  const part = (at: number): string => found[at] ?? '';
  if (part(1).includes('*/') || looksLikeStep.test(part(6)) || looksLikeStep.test(part(7))) return undefined;
  const id = part(3);
  const parents = namesIn(part(4));
  const message = detached(part(5));
  const labels = namesIn(part(6));
  const dependsOn = namesIn(part(7));
  if (repeats(parents) || repeats(labels) || repeats(dependsOn)) return undefined;
  if (found[2] === undefined) return { id, parents, dependsOn, labels, message };
  return { id, parents, dependsOn, labels, message, createdAt: detached(found[2]) };
}

/** A copy: V8 keeps the whole text that a part of it was cut out of, and thousands of texts are a lot to keep. */
const detached = (part: string): string => ` ${part}`.slice(1);

const none: readonly string[] = [];

function namesIn(quoted: string): readonly string[] {
  if (quoted === '') return none;
  return quoted.includes(',') ? quoted.split(',').map((name) => name.trim().slice(1, -1)) : [quoted.slice(1, -1)];
}

const repeats = (names: readonly string[]): boolean => names.length > 1 && new Set(names).size < names.length;
