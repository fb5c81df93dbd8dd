import { runInThisContext } from 'node:vm';

/** What the lines of a plain module look like that do not stand in a function or an object, as revisions are written. */
const outerLines: readonly (readonly [RegExp, string])[] = [
  [/^import \* as (\w+) from 'athanor';$/, 'const $1 = athanor;'],
  [/^import type \{ [\w, ]+ \} from 'athanor';$/, ''],
  [/^export const revision = (\{.*)$/, 'const revision = exports.revision = $1'],
  [/^export (async )?function (upgrade|downgrade)\(op: Operations\) (\{\}?)$/, 'exports.$2 = $2; $1function $2(op) $3'],
  [/^(\s.*|\/\*\*.*\*\/|\/\/.*|\}[;,)]*|)$/, '$1'],
];

/** Comments that are lines, and strings: nothing in them can be taken for TypeScript. */
const texts = /^\s*(?:\/\/.*|\/\*\*.*\*\/)$|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gm;

/**
 * A revision in the form in which the tool writes it, made a function of `exports` and of what 'athanor' exports: nothing but
 * annotations has to go, which takes no compiler. One of a thousand tables costs seconds of a compiler's time.
 *
 * @returns undefined where the module may be more than that
 */
export function readPlainModule(source: string, file: string): PlainModule | undefined {
  // A type argument would read as a comparison; whatever else is TypeScript's alone is no JavaScript, and is noticed below.
  if (!source.includes('\nexport const revision = {')) return undefined;
  if (source.includes('`') || source.replaceAll(texts, '').includes('<')) return undefined;
  const lines = source.split('\n').map(plainLine);
  if (lines.includes(undefined)) return undefined;
  try {
    const code = `(function (exports, athanor) { 'use strict'; ${lines.join('\n')}\n})`;
    return runInThisContext(code, { filename: file }) as PlainModule;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Fills `exports`. */
export type PlainModule = (exports: Record<string, unknown>, athanor: unknown) => void;

function plainLine(line: string): string | undefined {
  const form = outerLines.find(([pattern]) => pattern.test(line));
  return form === undefined ? undefined : line.replace(form[0], form[1]);
}
