import { grouped, type OptionDeclaration } from './command-declaration.ts';

/** A revision as people write it, explained once for all commands. */
export const symbols = 'head, heads, base, an id or its first characters, +1, -1, ID+1, LABEL@head';

/** The answers to whether a drop and an addition are a rename. */
export const renameOptions: readonly OptionDeclaration[] = grouped('Renames', [
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
]);

/** Exits with 8 for revisions that were edited after they were applied. */
export const strictOption: OptionDeclaration = {
  flags: '--strict',
  description: 'exit with 8 where a revision was edited after it was applied',
};

/** What kind of database SQL is written for. */
export const dialectOptions: readonly OptionDeclaration[] = [
  {
    flags: '--dialect <name>',
    description: 'the database that the SQL is for, instead of that of the URL',
    choices: ['sqlite', 'postgresql', 'mysql', 'mariadb'],
  },
  { flags: '--server-version <version>', description: 'the version that the SQL is for, instead of the newest' },
  { flags: '--tag <text>', description: 'a word that stands in the SQL and that a config function is told' },
];

/** SQL in the place of a run. */
export const sqlOptions: readonly OptionDeclaration[] = grouped('As SQL', [
  { flags: '--sql', description: 'write a script, FROM:TO, and connect to nothing' },
  ...dialectOptions,
]);
