import type { CommandDeclaration, Completes, OptionDeclaration } from '../command-declaration.ts';

/** The command line, as a script for a shell is made from it. */
export interface CommandLine {
  readonly commands: readonly CommandDeclaration[];
  readonly globalOptions: readonly OptionDeclaration[];
}

/** An option as a shell sees it. */
export interface ShellOption {
  /** `--message`, and `-m` where it is short too. */
  readonly flags: readonly string[];
  readonly description: string;
  /** What its value is; absent where it takes none. */
  readonly value?: ShellValue;
}

/** What a shell offers: words, revisions, files, or nothing for what only a person knows. */
export type ShellValue = Completes | 'file' | 'text';

/** A command with all its options, the global ones last. */
export interface ShellCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly ShellOption[];
  /** What its arguments are; absent where it takes none. */
  readonly argument?: ShellValue;
}

/** Words that name a revision beside ids and labels. */
export const symbols = ['head', 'heads', 'base', 'current', '+1', '-1'] as const;

/** Every command as a shell sees it. */
export function shellCommands({ commands, globalOptions }: CommandLine): readonly ShellCommand[] {
  return commands.map(({ name, summary, arguments: args = [], options = [] }) => {
    const [first] = args;
    return {
      name,
      summary,
      options: [...options, ...globalOptions, help].map(shellOption),
      ...(first === undefined ? {} : { argument: first.completes ?? 'file' }),
    };
  });
}

/** The options that stand before a command. */
export const shellGlobals = ({ globalOptions }: CommandLine): readonly ShellOption[] =>
  [...globalOptions, help, { flags: '-V, --version', description: 'show the version' }].map(shellOption);

const help: OptionDeclaration = { flags: '-h, --help', description: 'show the help' };

function shellOption({ flags, description, choices, completes }: OptionDeclaration): ShellOption {
  const names = flags.match(/(?<![\w<-])--?[\w-]+/g) ?? [];
  const [, placeholder] = /[<[](\w+)/.exec(flags) ?? [];
  if (placeholder === undefined) return { flags: names, description };
  const usual = placeholder === 'file' || placeholder === 'folder' ? 'file' : 'text';
  return { flags: names, description, value: choices ?? completes ?? usual };
}
