import {
  type CommandLine,
  type ShellOption,
  type ShellValue,
  shellCommands,
  shellGlobals,
  symbols,
} from './vocabulary.ts';

/** A script for fish: a file in its `completions` folder. */
export function fishScript(line: CommandLine): string {
  const commands = shellCommands(line);
  const names = [...commands.map(({ name }) => name), 'help'].join(' ');
  const first = `not __fish_seen_subcommand_from ${names}`;
  return [
    '# fish completion for migrate',
    'function __migrate_revisions',
    `    printf '%s\\n' ${symbols.join(' ')}`,
    '    command migrate completion revisions 2>/dev/null',
    'end',
    'complete -c migrate -f',
    ...commands.map(({ name, summary }) => `complete -c migrate -n ${quoted(first)} -a ${name} -d ${quoted(summary)}`),
    `complete -c migrate -n '__fish_seen_subcommand_from help' -a ${quoted(commands.map(({ name }) => name).join(' '))}`,
    ...shellGlobals(line).map((option) => complete('', option)),
    ...commands.flatMap(({ name, options, argument }) => {
      const here = `-n '__fish_seen_subcommand_from ${name}' `;
      const globals = new Set(shellGlobals(line).flatMap(({ flags }) => flags));
      const own = options.filter(({ flags }) => !flags.some((flag) => globals.has(flag)));
      const argued = argument === undefined ? [] : [`complete -c migrate ${here}${offer(argument)}`];
      return [...own.map((option) => complete(here, option)), ...argued];
    }),
    '',
  ].join('\n');
}

function complete(where: string, { flags, description, value }: ShellOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`)).join(' ');
  const rest = value === undefined ? '' : ` -r ${offer(value)}`;
  return `complete -c migrate ${where}${names} -d ${quoted(description)}${rest}`;
}

function offer(value: ShellValue): string {
  if (value === 'revisions') return "-f -a '(__migrate_revisions)'";
  if (value === 'file') return '-F';
  return value === 'text' ? '-f' : `-f -a ${quoted(value.join(' '))}`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
