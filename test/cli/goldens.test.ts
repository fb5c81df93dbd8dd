import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { declarations } from '../../src/cli/declaration.ts';
import { sourceFiles } from '../support/source-files.ts';
import type { Mistake } from './mistake.ts';
import { mistakes } from './mistakes.ts';
import { serverMistakes } from './mistakes-on-servers.ts';

/**
 * Errors of which no text can be shown, and why. This list may only get shorter: what is on it and has a text, or is no
 * error any more, is refused too.
 */
const unprovoked: Readonly<Record<string, string>> = {
  server_too_old:
    'every server that tests can have is new enough; test/dialects reads the versions of those that are not',
  cannot_be_tried: "never ends a command: `upgrade --dry-run` says it as the reason why a revision was 'untried'",
  engine_missing: 'whoever imports athanor has the engine; test/metadata/engine.test.ts imports one file past it',
};

interface ErrorClass {
  readonly name: string;
  readonly parent: string;
  readonly isAbstract: boolean;
  readonly code: string | undefined;
}

/** Every class of the source that extends another one, with the code that it says. */
const classes: readonly ErrorClass[] = sourceFiles.flatMap(({ code: text }) =>
  text.split(/^(?=export (?:abstract )?class |(?:abstract )?class )/m).flatMap((part) => {
    const [, abstract, name = '', parent = ''] = /^(?:export )?(abstract )?class (\w+) extends (\w+)/.exec(part) ?? [];
    const [, code] = /^ {2}(?:override )?readonly code(?:: string)? = '(\w+)';/m.exec(part) ?? [];
    return name === '' ? [] : [{ name, parent, isAbstract: abstract !== undefined, code }];
  }),
);

const named = (name: string): ErrorClass | undefined => classes.find((one) => one.name === name);

const isForeseen = ({ parent }: ErrorClass): boolean => {
  const above = named(parent);
  return parent === 'MigrationError' || (above !== undefined && isForeseen(above));
};

const codeOf = ({ code, parent }: ErrorClass): string | undefined => {
  const above = named(parent);
  return code ?? (above === undefined ? undefined : codeOf(above));
};

const concrete = classes.filter((one) => !one.isAbstract && isForeseen(one));
const codes = [...new Set(concrete.flatMap((one) => codeOf(one) ?? []))].sort();

const every: readonly Mistake[] = [...mistakes, ...serverMistakes];
const provoked = new Set(every.flatMap(({ code, cause }) => [code, ...(cause === undefined ? [] : [cause])]));

describe('errors', () => {
  it('are all found in the source, each with a code', () => {
    expect(concrete.filter((one) => codeOf(one) === undefined).map(({ name }) => name)).toEqual([]);
    expect(concrete.length).toBeGreaterThan(60);
    expect(codes).toEqual(expect.arrayContaining(['usage', 'config', 'duplicate_table', 'lock_lost', 'unsafe_path']));
  });

  it('are all provoked, and said in words that were read and approved', () => {
    expect(codes.filter((code) => !provoked.has(code) && unprovoked[code] === undefined)).toEqual([]);
  });

  it('are left out only where they are errors, and cannot be provoked', () => {
    expect(Object.keys(unprovoked).filter((code) => !codes.includes(code) || provoked.has(code))).toEqual([]);
  });

  it('are not told by a code that no error has', () => {
    expect([...provoked].filter((code) => !codes.includes(code))).toEqual([]);
  });

  it('have a title each, by which their text is found', () => {
    const titles = mistakes.map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });
});

describe('commands', () => {
  const folder = fileURLToPath(new URL('../../fixtures/cli/sessions/', import.meta.url));
  const transcripts = readdirSync(folder)
    .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
    .join('\n');
  /** What follows a command line, up to the next: what it said, and how it ended. */
  const calls = transcripts.split(/^(?=\$ )/m);
  const isCallOf = (name: string, call: string): boolean =>
    new RegExp(`^\\$ (?:[A-Z_]+=(?:\\w+|"[^"]*") )*migrate (?:.* )?${name}(?: |$)`, 'm').test(
      call.split('\n')[0] ?? '',
    );

  it.each(declarations.map(({ name }) => name))('%s has a transcript in which it succeeds', (name) => {
    const own = calls.filter((call) => isCallOf(name, call) && !call.includes(' --help'));
    expect(own.filter((call) => !/^\[exit \d+\]$/m.test(call)).length).toBeGreaterThan(0);
  });
});
