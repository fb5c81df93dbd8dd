import { type CommandDeclaration, grouped, type OptionDeclaration } from './command-declaration.ts';
import { renameOptions, sqlOptions, strictOption, symbols } from './shared-options.ts';

const formatOption: OptionDeclaration = {
  flags: '--format <format>',
  description: 'how the file is written',
  choices: ['ts', 'js', 'sql'],
};

const fileOptions: readonly OptionDeclaration[] = grouped('The file', [
  {
    flags: '--branch-label <label>',
    description: 'a name for the branch that begins with it; repeatable',
    repeats: true,
  },
  { flags: '--rev-id <id>', description: 'the id, instead of a random one' },
  { flags: '--version-path <folder>', description: 'the migrations folder, where there are several' },
  formatOption,
]);

const dependsOption: OptionDeclaration = {
  flags: '--depends-on <revision>',
  description: 'a revision that has to be applied before; repeatable',
  repeats: true,
  completes: 'revisions',
};

/** The commands that write revisions. */
export const writingDeclarations: readonly CommandDeclaration[] = [
  {
    name: 'revision',
    summary: 'write a new revision file, by hand or from the models',
    options: [
      { flags: '-m, --message <text>', description: 'what the revision does' },
      { flags: '--autogenerate', description: 'compare the models with the database and write what differs' },
      { flags: '--empty', description: 'with --autogenerate: write it also where nothing differs' },
      { flags: '--sql', description: 'in SQL, for statements by hand; the same as --format sql' },
      ...grouped('Its place in the history', [
        {
          flags: '--head <revision>',
          description: 'the revision that the new one follows',
          default: 'head',
          completes: 'revisions',
        },
        { flags: '--splice', description: '--head may be a revision that others follow already' },
        dependsOption,
      ]),
      ...fileOptions,
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
      'migrate revision --sql -m "fill in countries"',
      'migrate revision -m "begin billing" --head base --branch-label billing',
      'migrate revision --autogenerate -m "rename age" --rename users.age=years',
    ],
    load: () => import('./actions/revision.ts'),
  },
  {
    name: 'merge',
    summary: 'join branches with a revision that follows them all',
    arguments: [
      {
        syntax: '[revisions...]',
        description: 'the revisions to join; all heads unless they are named',
        completes: 'revisions',
      },
    ],
    options: [
      { flags: '-m, --message <text>', description: 'what the revision does' },
      ...grouped('Its place in the history', [
        { flags: '--splice', description: 'they may be revisions that others follow already' },
        dependsOption,
      ]),
      ...fileOptions,
    ],
    examples: ['migrate merge', 'migrate merge ab12 cd34 -m "merge billing"'],
    load: () => import('./actions/merge.ts'),
  },
  {
    name: 'squash',
    summary: 'write one revision that replaces a range',
    arguments: [
      {
        syntax: '<range>',
        description: 'FROM:TO, both included; :TO begins with the first',
        completes: 'revisions',
      },
    ],
    options: [
      { flags: '-m, --message <text>', description: 'what the revision does' },
      { flags: '--delete', description: 'delete the files that it replaces' },
      ...fileOptions,
    ],
    examples: ['migrate squash :ab12 -m "until version 2"', 'migrate squash ab12:cd34 --delete'],
    load: () => import('./actions/squash.ts'),
  },
  {
    name: 'edit',
    summary: 'open a revision in the editor of VISUAL or EDITOR',
    arguments: [
      {
        syntax: '<revision>',
        description: 'head, current, an id or its first characters, LABEL@head',
        completes: 'revisions',
      },
    ],
    exitCodes: { 7: "'head' is ambiguous: there are several heads" },
    examples: ['migrate edit head', 'EDITOR="code --wait" migrate edit ab12'],
    load: () => import('./actions/edit.ts'),
  },
];

/** The commands that look at the history and at where a database is in it. */
export const historyDeclarations: readonly CommandDeclaration[] = [
  {
    name: 'accept',
    summary: 'take the files of applied revisions, as they were edited, for what was run',
    arguments: [
      {
        syntax: '[revisions...]',
        description: 'the revisions; every applied one that was edited unless named',
        completes: 'revisions',
      },
    ],
    exitCodes: { 6: 'the database is at a revision that no file holds', 9: 'the lock was not obtained in time' },
    examples: ['migrate accept ab12', 'migrate accept'],
    stopsInOrder: true,
    load: () => import('./actions/accept.ts'),
  },
  {
    name: 'ensure-version',
    summary: 'create the version table, and nothing else',
    options: sqlOptions,
    exitCodes: { 9: 'the lock was not obtained in time' },
    examples: ['migrate ensure-version', 'migrate ensure-version --sql --dialect postgresql'],
    stopsInOrder: true,
    load: () => import('./actions/ensure-version.ts'),
  },
  {
    name: 'current',
    summary: 'show where the database is',
    options: [{ flags: '--check-heads', description: 'exit with 5 unless the database is at all heads' }],
    exitCodes: {
      5: 'with --check-heads: the database is not at all heads',
      6: 'it is at a revision that no file holds',
    },
    examples: ['migrate current -v', 'migrate current --check-heads'],
    load: () => import('./actions/current.ts'),
  },
  {
    name: 'history',
    summary: 'list the revisions, the newest first',
    options: [
      {
        flags: '-r, --rev-range <range>',
        description: 'FROM:TO, FROM: or :TO; -3: for the last, current: for what follows',
      },
      { flags: '-i, --indicate-current', description: 'mark where the database is' },
      { flags: '--graph', description: 'draw branches and merges' },
      { flags: '--log', description: 'what was run on the database, when, how long and by whom' },
    ],
    exitCodes: { 6: 'with -i: the database is at a revision that no file holds' },
    examples: ['migrate history --graph -i', 'migrate history -r ab12:head -v', 'migrate history --log'],
    load: () => import('./actions/history.ts'),
  },
  {
    name: 'heads',
    summary: 'show the revisions that no other follows',
    options: [{ flags: '--resolve-dependencies', description: 'without heads that others depend on' }],
    examples: ['migrate heads -v', 'migrate heads --resolve-dependencies'],
    load: () => import('./actions/heads.ts'),
  },
  {
    name: 'branches',
    summary: 'show the revisions that several others follow',
    examples: ['migrate branches', 'migrate branches -v'],
    load: () => import('./actions/branches.ts'),
  },
  {
    name: 'show',
    summary: 'show all that a revision says of itself',
    arguments: [{ syntax: '<revision>', description: symbols, completes: 'revisions' }],
    exitCodes: { 7: "'head' is ambiguous: there are several heads" },
    examples: ['migrate show head', 'migrate show ab12 --json'],
    load: () => import('./actions/show.ts'),
  },
  {
    name: 'status',
    summary: 'show every revision: applied, pending, unknown, edited',
    options: [
      { flags: '--exit-code', description: 'exit with 5, 6 or 8 for what is not as it should be' },
      strictOption,
    ],
    exitCodes: {
      5: 'with --exit-code: revisions are pending',
      6: 'with --exit-code: an applied revision has no file, or one was cut off halfway',
      8: 'with --strict or --exit-code: an applied revision was edited',
    },
    examples: ['migrate status', 'migrate status --exit-code'],
    load: () => import('./actions/status.ts'),
  },
];
