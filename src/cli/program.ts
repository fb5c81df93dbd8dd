import { Command, Help, Option } from 'commander';
import type { CallOptions } from './call.ts';
import type { CommandDeclaration, OptionDeclaration } from './command-declaration.ts';
import { declarations } from './declaration.ts';
import { globalOptions, outputGroup } from './global-options.ts';

/** What the parser understood. */
export type Parsed =
  | { readonly kind: 'help'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly declaration: CommandDeclaration;
      readonly arguments: readonly (string | readonly string[] | undefined)[];
      readonly options: CallOptions;
      /** The databases that were named, in their order. */
      readonly names: readonly string[];
    };

const exitCodesOfAll = '0 ok, 1 unexpected, 2 usage or configuration, 130 and 143 stopped by a signal';

/**
 * Reads a command line.
 *
 * @throws CommanderError when it cannot be read
 */
export function parse(argv: readonly string[]): Parsed {
  let parsed: Parsed | undefined;
  let help = '';
  const program = new Command('migrate')
    .description('Database migrations for TypeScript')
    .usage('[options] <command>')
    .addHelpOption(new Option('-h, --help', 'show this, or the help of a command').helpGroup(`${outputGroup}:`))
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', `\nExit codes: ${exitCodesOfAll};\n  others are in the help of each command.`);
  addOptions(program, globalOptions);
  program.addOption(new Option('-V, --version', 'show the version').helpGroup(`${outputGroup}:`));
  for (const declaration of declarations) {
    addCommand(program, declaration, (call) => {
      parsed = call;
    });
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        help += text;
      },
      writeErr: () => {},
    });
  }
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!isHelp(error)) throw error;
    return { kind: 'help', text: help === '' ? program.helpInformation() : help };
  }
  return parsed ?? { kind: 'help', text: program.helpInformation() };
}

const isHelp = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'commander.helpDisplayed' || error.code === 'commander.help');

function addCommand(program: Command, declaration: CommandDeclaration, called: (call: Parsed) => void): void {
  const { name, summary, arguments: args = [], options = [] } = declaration;
  const command = program
    .command(name)
    .description(summary)
    .addHelpOption(new Option('-h, --help', 'show this').helpGroup(`${outputGroup}:`))
    .configureHelp({ visibleOptions: withGlobalOptions })
    .addHelpText('after', footer(declaration));
  for (const one of args) command.argument(one.syntax, one.description, one.default);
  addOptions(command, options);
  command.action(() => {
    const { name: names = [], ...others } = command.optsWithGlobals<{ readonly name?: readonly string[] }>();
    called({
      kind: 'call',
      declaration,
      arguments: command.processedArgs as readonly (string | readonly string[] | undefined)[],
      options: others,
      names,
    });
  });
}

/** The options of a command, and behind them those that all commands have, under the same headings as everywhere. */
function withGlobalOptions(this: Help, command: Command): Option[] {
  const own = Help.prototype.visibleOptions.call(this, command);
  const inherited = (command.parent?.options ?? []).filter(({ long }) => long !== '--version');
  return [...own.filter(({ long }) => long !== '--help'), ...inherited, ...own.filter(({ long }) => long === '--help')];
}

function addOptions(command: Command, options: readonly OptionDeclaration[]): void {
  for (const { flags, description, repeats, choices, default: preset, group } of options) {
    const option = new Option(flags, description);
    if (group !== undefined) option.helpGroup(`${group}:`);
    if (repeats === true) option.argParser((value: string, before: readonly string[] = []) => [...before, value]);
    if (choices !== undefined) option.choices(choices);
    if (preset !== undefined) option.default(preset);
    command.addOption(option);
  }
}

function footer({ exitCodes = {}, examples }: CommandDeclaration): string {
  const own = Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`);
  return [
    '',
    'Exit codes:',
    ...own,
    `  ${exitCodesOfAll}`,
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}
