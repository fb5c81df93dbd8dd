import { describe, expect, it } from 'vitest';
import { declarations } from '../../src/cli/declaration.ts';
import { globalOptions } from '../../src/cli/global-options.ts';
import { parse } from '../../src/cli/program.ts';
import { exitCodes } from '../../src/errors.ts';
import { words } from './session.ts';

function helpOf(...argv: readonly string[]): string {
  const parsed = parse([...argv, '--help']);
  return parsed.kind === 'help' ? parsed.text : '';
}

/** The long names of the options under a heading. */
function optionsUnder(heading: string, help: string): readonly string[] {
  const [, list = ''] = new RegExp(`^${heading}:\\n((?: .*\\n)+)`, 'm').exec(help) ?? [];
  return [...list.matchAll(/^ {2}(?:-\w, )?(-[-\w]+)/gm)].map(([, name = '']) => name);
}

const longName = (flags: string): string => /--[\w-]+|-\w/.exec(flags.replace(/^-\w, /, ''))?.[0] ?? '';

/** An example without what the shell makes of it. */
const ownWords = (example: string): readonly string[] =>
  words(example.replace(/^(?:\w+="[^"]*" )?migrate /, '').replace(/ > .*$/, '')).map((word) =>
    word.replaceAll(/^\$.*$/g, 'sqlite://'),
  );

describe.each(declarations.map((declaration) => [declaration.name, declaration] as const))(
  'migrate %s --help',
  (name, { summary, options = [], arguments: given = [], exitCodes: own = {}, examples }) => {
    const help = helpOf(name);

    it('says what it is for, and what it takes', () => {
      expect(help).toContain(`Usage: migrate ${name} [options]`);
      expect(help).toContain(summary);
      for (const { syntax } of given) expect(help).toContain(syntax);
    });

    it('shows its options under their headings, and those of all commands', () => {
      for (const { flags, group = 'Options' } of [...options, ...globalOptions]) {
        expect(optionsUnder(group, help), group).toContain(longName(flags));
      }
      const shown = [...help.matchAll(/^ {2}(?:-\w, )?(-[-\w]+)/gm)].map(([, flag]) => flag);
      expect(shown).toHaveLength(options.length + globalOptions.length + 1);
    });

    it('names its exit codes, which there are', () => {
      const [, list = ''] = /^Exit codes:\n((?: .*\n)+)/m.exec(help) ?? [];
      for (const [code, meaning] of Object.entries(own)) expect(list).toContain(`  ${code}  ${meaning}\n`);
      expect(list).toContain('0 ok, 1 unexpected, 2 usage or configuration');
      const known: readonly number[] = Object.values(exitCodes);
      expect(Object.keys(own).filter((code) => !known.includes(Number(code)))).toEqual([]);
    });

    it('gives two examples or more, which can be called', () => {
      expect(examples.length).toBeGreaterThanOrEqual(2);
      const [, list = ''] = help.split('Examples:\n');
      expect(list.trimEnd().split('\n')).toEqual(examples.map((example) => `  ${example}`));
      for (const example of examples) {
        expect(parse(ownWords(example)), example).toMatchObject({ kind: 'call', declaration: { name } });
      }
    });
  },
);

describe('migrate --help', () => {
  it('shows every command, and what all of them take', () => {
    const help = helpOf().replaceAll(/\s+/g, ' ');
    for (const { name, summary } of declarations) {
      expect(help).toContain(`${name} `);
      expect(help).toContain(summary);
    }
    for (const { flags } of globalOptions) expect(help).toContain(flags);
  });
});
