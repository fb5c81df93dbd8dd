import { grouped, type OptionDeclaration } from './command-declaration.ts';

/** How model code looks. */
export const styleOptions: readonly OptionDeclaration[] = grouped('The code', [
  {
    flags: '--class-names <style>',
    description: 'User of users, Users of users, or as the table is called',
    choices: ['singular', 'plural', 'as-is'],
    default: 'singular',
  },
  {
    flags: '--property-names <style>',
    description: 'createdAt of created_at, or as the column is called',
    choices: ['camelCase', 'as-is'],
    default: 'camelCase',
  },
  { flags: '--metadata-only', description: 'every table in the Core form, sa.Table, without classes' },
  { flags: '--no-relationships', description: 'guess no relationships from foreign keys' },
]);

/** Which part of a database models are written of. */
export const schemasOption: OptionDeclaration = {
  flags: '--schemas <names>',
  description: "schemas, separated by commas, instead of the config's or the default one",
};

/** The options of `migrate models`. */
export const modelOptions: readonly OptionDeclaration[] = [
  { flags: '--out <path>', description: 'the file to write, or with --split the folder; stdout unless it is given' },
  { flags: '--split', description: 'a file for each table' },
  { flags: '--barrel', description: 'with --split: an index.ts that exports all others' },
  { flags: '--force', description: 'overwrite files that somebody wrote or edited' },
  { flags: '--check', description: 'write nothing; exit with 4 where the files would change' },
  ...grouped('The part of the database', [
    schemasOption,
    {
      flags: '--tables <names>',
      description: 'only these tables and those that they point at; separated by commas, * for anything',
    },
    { flags: '--exclude <names>', description: 'not these tables and objects; separated by commas, * for anything' },
  ]),
  ...styleOptions,
];
