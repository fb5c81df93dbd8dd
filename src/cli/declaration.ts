import { type CommandDeclaration, grouped, type OptionDeclaration } from './command-declaration.ts';
import { globalOptions } from './global-options.ts';
import { historyDeclarations, writingDeclarations } from './history-declarations.ts';
import { modelOptions, schemasOption } from './model-options.ts';
import { dialectOptions, renameOptions, sqlOptions, strictOption, symbols } from './shared-options.ts';

const transactionOption: OptionDeclaration = {
  flags: '--transaction <mode>',
  description: 'what is one transaction',
  choices: ['per-revision', 'all', 'none'],
};

const runOptions: readonly OptionDeclaration[] = [
  { flags: '--dry-run', description: 'run it, and roll everything back; where that is not possible, show the SQL' },
  ...sqlOptions,
  transactionOption,
  {
    flags: '--interrupted <answer>',
    description: 'whether the statement that an earlier run was cut off in took effect',
    choices: ['done', 'undone'],
  },
];

const runExitCodes: Readonly<Record<number, string>> = {
  3: 'a statement that was cut off needs a look (--interrupted)',
  6: 'the database is at a revision that no file holds, or changed meanwhile',
  7: "'head' is ambiguous: there are several heads",
  8: 'a half-applied revision was edited; with --strict, any applied one',
  9: 'the lock was not obtained in time',
};

/** Every command. */
export const declarations: readonly CommandDeclaration[] = [
  {
    name: 'init',
    summary: 'prepare a project: config, first model, migrations folder, package scripts',
    arguments: [{ syntax: '[directory]', description: "the project's folder", default: '.' }],
    options: [
      {
        flags: '--database <name>',
        description: 'the database that the project uses',
        choices: ['sqlite', 'postgresql', 'mysql', 'mariadb'],
      },
      {
        flags: '--template <name>',
        description: 'the kind of project: with models, with several databases, or with SQL alone',
        choices: ['models', 'several', 'sql'],
        default: 'models',
      },
      ...grouped('A database that is there already', [
        {
          flags: '--from-database <url>',
          description: 'start with models of it and a first revision, and declare it to be there',
        },
        schemasOption,
      ]),
    ],
    examples: [
      'migrate init',
      'migrate init --database postgresql --template several services/billing',
      'migrate init --from-database "$DATABASE_URL"',
    ],
    load: () => import('./actions/init.ts'),
  },
  ...writingDeclarations,
  {
    name: 'upgrade',
    summary: 'apply revisions up to a target',
    arguments: [{ syntax: '[revision]', description: symbols, default: 'head', completes: 'revisions' }],
    options: [...runOptions, strictOption],
    exitCodes: runExitCodes,
    examples: ['migrate upgrade head', 'migrate upgrade +1', 'migrate upgrade ab12:head --sql > upgrade.sql'],
    stopsInOrder: true,
    streamsEvents: true,
    load: () => import('./actions/upgrade.ts'),
  },
  {
    name: 'downgrade',
    summary: 'take revisions back, down to a target',
    arguments: [{ syntax: '<revision>', description: symbols, completes: 'revisions' }],
    options: runOptions,
    exitCodes: runExitCodes,
    examples: ['migrate downgrade -1', 'migrate downgrade base', 'migrate downgrade head:ab12 --sql > back.sql'],
    stopsInOrder: true,
    load: () => import('./actions/downgrade.ts'),
  },
  {
    name: 'stamp',
    summary: 'declare where the database is, without running anything',
    arguments: [{ syntax: '<revisions...>', description: symbols, completes: 'revisions' }],
    options: [{ flags: '--purge', description: 'forget first what the version table holds' }, ...sqlOptions],
    exitCodes: { 6: 'the database is at a revision that no file holds', 9: 'the lock was not obtained in time' },
    examples: ['migrate stamp head', 'migrate stamp --purge ab12', 'migrate stamp base'],
    stopsInOrder: true,
    load: () => import('./actions/stamp.ts'),
  },
  ...historyDeclarations,
  {
    name: 'sql',
    summary: 'write the script from one revision to another, either way',
    arguments: [{ syntax: '[range]', description: 'FROM:TO, or TO from base', default: 'base:head' }],
    options: [...dialectOptions, transactionOption],
    exitCodes: { 7: "'head' is ambiguous: there are several heads" },
    examples: ['migrate sql --dialect postgresql', 'migrate sql ab12:head', 'migrate sql head:ab12 --tag release-7'],
    load: () => import('./actions/sql.ts'),
  },
  {
    name: 'check',
    summary: 'compare the models with the database; for CI',
    options: [...renameOptions.slice(0, 1), strictOption],
    exitCodes: {
      4: 'models and database differ: a revision is missing',
      5: 'the database is behind head',
      6: 'the database is at a revision that no file holds',
      7: 'there are several heads',
      8: 'with --strict: an applied revision was edited',
    },
    examples: ['migrate check', 'migrate check --json'],
    load: () => import('./actions/check.ts'),
  },
  {
    name: 'diff',
    summary: 'show what turns one schema into another',
    options: [
      { flags: '--from <schema>', description: 'models, database, a URL or a revision', default: 'database' },
      { flags: '--to <schema>', description: 'models, database, a URL or a revision', default: 'models' },
      { flags: '--sql', description: 'as a script for the database' },
      { flags: '--unified', description: 'as the lines of both schemas that differ' },
      { flags: '--reverse', description: 'what turns TO into FROM' },
      { flags: '--exit-code', description: 'exit with 4 where the two differ' },
      ...renameOptions.slice(0, 1),
    ],
    exitCodes: { 4: 'with --exit-code: the two differ' },
    examples: [
      'migrate diff',
      'migrate diff --from ab12 --to head --sql',
      'migrate diff --from "$STAGING_URL" --to "$PRODUCTION_URL" --unified',
    ],
    load: () => import('./actions/diff.ts'),
  },
  {
    name: 'models',
    summary: 'write model code from a database',
    options: modelOptions,
    exitCodes: { 4: 'with --check: the files would change' },
    examples: [
      'migrate models',
      'migrate models --url "$DATABASE_URL" --out src/models.ts',
      'migrate models --out src/models --split --barrel --exclude "legacy_*"',
      'migrate models --out src/models.ts --check',
    ],
    load: () => import('./actions/models.ts'),
  },
  {
    name: 'import',
    summary: 'take over the history of another tool',
    arguments: [
      { syntax: '<tool>', description: 'alembic, drizzle, prisma, knex or node-pg-migrate' },
      { syntax: '<folders...>', description: 'where its migrations are' },
    ],
    options: [
      {
        flags: '--sql <file>',
        description: 'what `alembic upgrade --sql` or `alembic downgrade --sql` wrote; repeatable',
        repeats: true,
      },
      { flags: '--stamp', description: "declare on the database what the tool's ledger says is applied" },
      { flags: '--ledger <table>', description: 'the ledger, where it has a name of its own: TABLE or SCHEMA.TABLE' },
      { flags: '--dry-run', description: 'only say what would be written and declared' },
    ],
    exitCodes: {
      6: 'with --stamp: the ledger does not fit the files, or a migration failed halfway',
      9: 'with --stamp: the lock was not obtained in time',
    },
    examples: [
      'migrate import alembic alembic/versions --sql upgrade.sql',
      'migrate import drizzle drizzle --dry-run --stamp',
      'migrate import prisma prisma/migrations --stamp',
    ],
    stopsInOrder: true,
    load: () => import('./actions/import.ts'),
  },
  {
    name: 'completion',
    summary: 'print a script that lets a shell complete commands, options and revisions',
    arguments: [{ syntax: '<shell>', description: 'bash, zsh or fish', completes: ['bash', 'zsh', 'fish'] }],
    examples: [
      'migrate completion bash > ~/.local/share/bash-completion/completions/migrate',
      'migrate completion zsh > "$fpath[1]/_migrate"',
      'migrate completion fish > ~/.config/fish/completions/migrate.fish',
    ],
    load: async () => {
      const { completionAction } = await import('./actions/completion.ts');
      return { action: completionAction({ commands: declarations, globalOptions }) };
    },
  },
];
