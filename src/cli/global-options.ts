import { grouped, type OptionDeclaration } from './command-declaration.ts';

/** The heading for what decides what a command says and how. */
export const outputGroup = 'Output';

/** What every command takes. */
export const globalOptions: readonly OptionDeclaration[] = [
  ...grouped('Project and database', [
    { flags: '-c, --config <file>', description: 'the config, instead of the migrate.config.* found upward from here' },
    {
      flags: '-n, --name <name>',
      description: "which of the config's databases; repeatable, 'all' for each in turn",
      repeats: true,
    },
    { flags: '--url <url>', description: "the database, instead of the config's" },
    { flags: '-x <key=value>', description: 'told to a config that is a function; repeatable', repeats: true },
    { flags: '--env-file <file>', description: 'environment variables to read, instead of .env beside the config' },
    { flags: '--no-env', description: 'read no .env' },
    { flags: '--lock-timeout <time>', description: 'how long to wait for another process that migrates: 30s, 5m' },
  ]),
  ...grouped(outputGroup, [
    { flags: '--json', description: 'one JSON document on stdout, for errors too' },
    { flags: '-q, --quiet', description: 'nothing on stderr but errors' },
    { flags: '-v, --verbose', description: 'say more: every statement, every name' },
    { flags: '--trace', description: 'the stack of an error' },
    { flags: '--color', description: 'colours, whatever the terminal' },
    { flags: '--no-color', description: 'no colours' },
    { flags: '--no-interactive', description: 'never ask' },
  ]),
];
