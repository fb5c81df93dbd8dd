import {
  type CommandLine,
  type ShellOption,
  type ShellValue,
  shellCommands,
  shellGlobals,
  symbols,
} from './vocabulary.ts';

/** A script for zsh: a file `_migrate` in a folder of `fpath`. */
export function zshScript(line: CommandLine): string {
  const commands = shellCommands(line);
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n');
  return `#compdef migrate
_migrate_revisions() {
  local -a found
  found=(${symbols.map(quoted).join(' ')} \${(f)"$(_call_program revisions $program completion revisions 2>/dev/null)"})
  compadd -- $found
}
_migrate() {
  local context state state_descr line program=$words[1]
  local -a commands
  commands=(
${described}
  )
  local -A opt_args
  _arguments -C \\
${[...specifications(shellGlobals(line)), quoted('1: :->command'), quoted('*:: :->rest')].map((one) => `    ${one}`).join(' \\\n')}
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $line[1] in
        help) _describe -t commands command commands ;;
${commands
  .map(({ name, options, argument }) => {
    const own = [...specifications(options), ...(argument === undefined ? [] : [quoted(`*:: :${action(argument)}`)])];
    return `        ${name}) _arguments ${own.join(' ')} ;;`;
  })
  .join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _migrate ]; then _migrate "$@"; else compdef _migrate migrate; fi
`;
}

const specifications = (options: readonly ShellOption[]): readonly string[] =>
  options.flatMap(({ flags, description, value }) =>
    flags.map((flag) => {
      const rest = value === undefined ? '' : `: :${action(value)}`;
      return quoted(`*${flag}[${description.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`)}]${rest}`);
    }),
  );

function action(value: ShellValue): string {
  if (value === 'revisions') return '_migrate_revisions';
  if (value === 'file') return '_files';
  return value === 'text' ? ' ' : `(${value.join(' ')})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
