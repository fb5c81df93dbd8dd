import type { Action } from './call.ts';

/** One command of the tool, as data: what `--help` says, what the parser accepts, and where its code is. */
export interface CommandDeclaration {
  readonly name: string;
  readonly summary: string;
  /** In commander's notation: `[revision]`, `<revisions...>`. */
  readonly arguments?: readonly ArgumentDeclaration[];
  readonly options?: readonly OptionDeclaration[];
  /** Exit codes beside 0, 1 and 2, with what they mean here. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  readonly examples: readonly string[];
  /** It stops by itself at a signal, in good order. Others end as any process does: they have nothing to put right. */
  readonly stopsInOrder?: true;
  /** With `--json` it writes what happens while it happens, a line each, and the document as the last line. */
  readonly streamsEvents?: true;
  /** Loads the code only when the command is called. */
  readonly load: () => Promise<{ readonly action: Action }>;
}

export interface ArgumentDeclaration {
  readonly syntax: string;
  readonly description: string;
  readonly default?: string;
}

export interface OptionDeclaration {
  readonly flags: string;
  readonly description: string;
  /** May be given several times. */
  readonly repeats?: true;
  readonly choices?: readonly string[];
  readonly default?: string;
}

/** A revision as people write it, explained once for all commands. */
const symbols = 'head, heads, base, an id or its first characters, +1, -1, ID+1, LABEL@head';

const renameOptions: readonly OptionDeclaration[] = [
  {
    flags: '--rename <old=new>',
    description: 'a rename, not a drop: users.age=years or people=users; repeatable',
    repeats: true,
  },
  {
    flags: '--drop <name>',
    description: 'really a drop, though something new looks like it: users.age; repeatable',
    repeats: true,
  },
];

const transactionOption: OptionDeclaration = {
  flags: '--transaction <mode>',
  description: 'what is one transaction',
  choices: ['per-revision', 'all', 'none'],
};

const dialectOptions: readonly OptionDeclaration[] = [
  {
    flags: '--dialect <name>',
    description: 'the database that the SQL is for, instead of that of the URL',
    choices: ['sqlite', 'postgresql', 'mysql', 'mariadb'],
  },
  { flags: '--tag <text>', description: 'a word that stands in the SQL and that a config function is told' },
];

const sqlOptions: readonly OptionDeclaration[] = [
  { flags: '--sql', description: 'write a script, FROM:TO, and connect to nothing' },
  ...dialectOptions,
];

const runOptions: readonly OptionDeclaration[] = [
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
  8: 'a half-applied revision was edited',
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
    ],
    examples: ['migrate init', 'migrate init --database postgresql services/billing'],
    load: () => import('./actions/init.ts'),
  },
  {
    name: 'revision',
    summary: 'write a new revision file, by hand or from the models',
    options: [
      { flags: '-m, --message <text>', description: 'what the revision does' },
      { flags: '--autogenerate', description: 'compare the models with the database and write what differs' },
      { flags: '--head <revision>', description: 'the revision that the new one follows', default: 'head' },
      { flags: '--splice', description: '--head may be a revision that others follow already' },
      {
        flags: '--branch-label <label>',
        description: 'a name for the branch that begins here; repeatable',
        repeats: true,
      },
      {
        flags: '--depends-on <revision>',
        description: 'a revision that has to be applied before; repeatable',
        repeats: true,
      },
      { flags: '--rev-id <id>', description: 'the id, instead of a random one' },
      { flags: '--format <format>', description: 'how the file is written', choices: ['ts', 'js', 'sql'] },
      ...renameOptions,
    ],
    exitCodes: {
      3: 'a change may be a rename or a drop, and nobody can be asked',
      5: 'the database is not at head, so that comparing would repeat pending revisions',
      6: 'the database is at a revision that no file holds',
      7: 'there are several heads to follow',
    },
    examples: [
      'migrate revision --autogenerate -m "add users"',
      'migrate revision -m "fill in countries"',
      'migrate revision --autogenerate -m "rename age" --rename users.age=years',
    ],
    load: () => import('./actions/revision.ts'),
  },
  {
    name: 'upgrade',
    summary: 'apply revisions up to a target',
    arguments: [{ syntax: '[revision]', description: symbols, default: 'head' }],
    options: runOptions,
    exitCodes: runExitCodes,
    examples: ['migrate upgrade head', 'migrate upgrade +1', 'migrate upgrade ab12:head --sql > upgrade.sql'],
    stopsInOrder: true,
    streamsEvents: true,
    load: () => import('./actions/upgrade.ts'),
  },
  {
    name: 'downgrade',
    summary: 'take revisions back, down to a target',
    arguments: [{ syntax: '<revision>', description: symbols }],
    options: runOptions,
    exitCodes: runExitCodes,
    examples: ['migrate downgrade -1', 'migrate downgrade base', 'migrate downgrade head:ab12 --sql > back.sql'],
    stopsInOrder: true,
    load: () => import('./actions/downgrade.ts'),
  },
  {
    name: 'current',
    summary: 'show where the database is',
    options: [{ flags: '--check-heads', description: 'exit with 5 unless the database is at all heads' }],
    exitCodes: {
      5: 'with --check-heads: the database is not at all heads',
      6: 'it is at a revision that no file holds',
    },
    examples: ['migrate current', 'migrate current -v', 'migrate current --check-heads'],
    load: () => import('./actions/current.ts'),
  },
  {
    name: 'history',
    summary: 'list the revisions, the newest first',
    options: [
      { flags: '-r, --rev-range <range>', description: 'FROM:TO, FROM: or :TO' },
      { flags: '-i, --indicate-current', description: 'mark where the database is' },
      { flags: '--log', description: 'what was run on the database, when, how long and by whom' },
    ],
    exitCodes: { 6: 'with -i: the database is at a revision that no file holds' },
    examples: ['migrate history', 'migrate history -r ab12:head -v', 'migrate history --log'],
    load: () => import('./actions/history.ts'),
  },
  {
    name: 'heads',
    summary: 'show the revisions that no other follows',
    examples: ['migrate heads', 'migrate heads -v'],
    load: () => import('./actions/heads.ts'),
  },
  {
    name: 'stamp',
    summary: 'declare where the database is, without running anything',
    arguments: [{ syntax: '<revisions...>', description: symbols }],
    options: [{ flags: '--purge', description: 'forget first what the version table holds' }, ...sqlOptions],
    exitCodes: { 6: 'the database is at a revision that no file holds', 9: 'the lock was not obtained in time' },
    examples: ['migrate stamp head', 'migrate stamp --purge ab12', 'migrate stamp base'],
    stopsInOrder: true,
    load: () => import('./actions/stamp.ts'),
  },
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
    options: renameOptions.slice(0, 1),
    exitCodes: {
      4: 'models and database differ: a revision is missing',
      5: 'the database is behind head',
      6: 'the database is at a revision that no file holds',
      7: 'there are several heads',
    },
    examples: ['migrate check', 'migrate check --json'],
    load: () => import('./actions/check.ts'),
  },
  {
    name: 'status',
    summary: 'show every revision: applied, pending, unknown, edited',
    options: [{ flags: '--exit-code', description: 'exit with 5, 6 or 8 for what is not as it should be' }],
    exitCodes: {
      5: 'with --exit-code: revisions are pending',
      6: 'with --exit-code: an applied revision has no file, or one was cut off halfway',
      8: 'with --exit-code: an applied revision was edited',
    },
    examples: ['migrate status', 'migrate status --exit-code'],
    load: () => import('./actions/status.ts'),
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
];
