import {
  type CommandLine,
  type ShellOption,
  type ShellValue,
  shellCommands,
  shellGlobals,
  symbols,
} from './vocabulary.ts';

/** A script for bash 4 and later: to be sourced, or put where bash-completion looks. */
export function bashScript(line: CommandLine): string {
  const commands = shellCommands(line);
  const globals = shellGlobals(line);
  const names = [...commands.map(({ name }) => name), 'help'];
  return `# bash completion for migrate
_migrate_words() { COMPREPLY=($(compgen -W "$1" -- "$word")); }
_migrate_files() { COMPREPLY=($(compgen -f -- "$word")); }
_migrate_revisions() { _migrate_words "${symbols.join(' ')} $("\${COMP_WORDS[0]}" completion revisions 2>/dev/null)"; }
_migrate() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command=none at
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${COMP_WORDS[at]}" in
      ${names.join(' | ')}) command="\${COMP_WORDS[at]}" && break ;;
      ${valued(globals).join(' | ')}) ((at++)) ;;
    esac
  done
  case "$command $before" in
${commands.flatMap(({ name, options }) => valueCases(name, options)).join('\n')}
${valueCases('none', globals).join('\n')}
  esac
  case "$command" in
    none) _migrate_words '${[...names, ...flagsOf(globals)].join(' ')}' ;;
    help) _migrate_words '${commands.map(({ name }) => name).join(' ')}' ;;
${commands
  .map(({ name, options, argument = 'text' }) => {
    const flags = `_migrate_words '${flagsOf(options).join(' ')}'`;
    return `    ${name}) if [[ "$word" == -* ]]; then ${flags}; else ${offer(argument)}; fi ;;`;
  })
  .join('\n')}
  esac
}
complete -F _migrate migrate
`;
}

const flagsOf = (options: readonly ShellOption[]): readonly string[] => options.flatMap(({ flags }) => flags);

const valued = (options: readonly ShellOption[]): readonly string[] =>
  flagsOf(options.filter(({ value }) => value !== undefined));

/** What is offered behind an option that takes a value. */
const valueCases = (command: string, options: readonly ShellOption[]): readonly string[] =>
  options.flatMap(({ flags, value }) => {
    if (value === undefined) return [];
    return `    ${flags.map((flag) => `'${command} ${flag}'`).join(' | ')}) ${offer(value)} && return ;;`;
  });

function offer(value: ShellValue): string {
  if (value === 'revisions') return '_migrate_revisions';
  if (value === 'file') return '_migrate_files';
  return value === 'text' ? 'COMPREPLY=()' : `_migrate_words '${value.join(' ')}'`;
}
