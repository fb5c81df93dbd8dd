/** Something that people get wrong, and what it must be called. */
export interface Mistake {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** Commands that go before, and succeed. */
  readonly before?: readonly (readonly string[])[];
  readonly exitCode: number;
  readonly code: string;
}

/** Stands in every password. It must never be seen. */
export const canary = 'c4n4ry-s3cret';

const config = "export default { url: 'sqlite:///app.db' };\n";

const withModels = `import * as sa from 'athanor';
const metadata = new sa.MetaData();
sa.Table('users', metadata, sa.column('id', sa.Integer, { primaryKey: true }));
export default { url: 'sqlite:///app.db', metadata };
`;

const revision = (id: string, parents: readonly string[], body = ''): string =>
  `export const revision = { id: '${id}', parents: ${JSON.stringify(parents)}, message: '${id}', labels: [], dependsOn: [] };
export function upgrade(op) {${body}}
export function downgrade(op) {}
`;

const one = { 'migrate.config.mjs': config, 'migrations/1.mjs': revision('aaaa1', []) };

const forked = {
  ...one,
  'migrations/2.mjs': revision('bbbb2', ['aaaa1']),
  'migrations/3.mjs': revision('cccc3', ['aaaa1']),
};

export const mistakes: readonly Mistake[] = [
  { title: 'a command that does not exist', files: {}, argv: ['upgradee'], exitCode: 2, code: 'usage' },
  { title: 'an option that does not exist', files: one, argv: ['heads', '--hed'], exitCode: 2, code: 'usage' },
  { title: 'an argument that is missing', files: one, argv: ['downgrade'], exitCode: 2, code: 'usage' },
  {
    title: 'a choice that is none',
    files: one,
    argv: ['upgrade', '--transaction', 'some'],
    exitCode: 2,
    code: 'usage',
  },
  { title: 'no config', files: {}, argv: ['heads'], exitCode: 2, code: 'config_not_found' },
  {
    title: 'a config that is not there',
    files: one,
    argv: ['heads', '-c', 'other.ts'],
    exitCode: 2,
    code: 'config_not_found',
  },
  {
    title: 'a config with a syntax error',
    files: { 'migrate.config.ts': "export default {\n  url: 'sqlite:///app.db'\n  migrations: './migrations',\n};\n" },
    argv: ['heads'],
    exitCode: 2,
    code: 'config',
  },
  {
    title: 'a config that throws',
    files: { 'migrate.config.ts': "\nthrow new Error('no vault today');\n" },
    argv: ['heads'],
    exitCode: 2,
    code: 'config',
  },
  {
    title: 'a setting that does not exist',
    files: { 'migrate.config.ts': "export default { ulr: 'sqlite:///app.db' };\n" },
    argv: ['heads'],
    exitCode: 2,
    code: 'config',
  },
  {
    title: 'a database that the config does not have',
    files: one,
    argv: ['heads', '-n', 'prod'],
    exitCode: 2,
    code: 'config',
  },
  {
    title: 'no URL',
    files: { ...one, 'migrate.config.mjs': 'export default { url: () => process.env.NOT_SET_ANYWHERE };\n' },
    argv: ['current'],
    exitCode: 2,
    code: 'config',
  },
  {
    title: 'an environment file that is not there',
    files: one,
    argv: ['heads', '--env-file', 'x.env'],
    exitCode: 2,
    code: 'config',
  },
  { title: '-x without a value', files: one, argv: ['heads', '-x', 'tenant'], exitCode: 2, code: 'usage' },
  { title: 'a time that is none', files: one, argv: ['upgrade', '--lock-timeout', 'soon'], exitCode: 2, code: 'usage' },
  {
    title: 'a URL of a database that is not known',
    files: one,
    argv: ['current', '--url', `oracle://scott:${canary}@host/db`],
    exitCode: 2,
    code: 'invalid_url',
  },
  {
    title: 'a URL that cannot be read',
    files: one,
    argv: ['current', '--url', `postgresql://scott:${canary}@host:port/db`],
    exitCode: 2,
    code: 'invalid_url',
  },
  {
    title: 'nobody listens, PostgreSQL',
    files: one,
    argv: ['current', '--url', `postgresql://scott:${canary}@127.0.0.1:1/db`],
    exitCode: 2,
    code: 'connection_failed',
  },
  {
    title: 'nobody listens, MySQL',
    files: one,
    argv: ['current', '--url', `mysql://scott:${canary}@127.0.0.1:1/db`],
    exitCode: 2,
    code: 'connection_failed',
  },
  {
    title: 'a folder that is not there, SQLite',
    files: one,
    argv: ['current', '--url', 'sqlite:///missing/app.db'],
    exitCode: 2,
    code: 'connection_failed',
  },
  {
    title: 'a file that is no database',
    files: { ...one, 'app.db': 'This is a text, and a long one, so that nobody takes it for a database.\n'.repeat(20) },
    argv: ['current'],
    exitCode: 2,
    code: 'connection_failed',
  },
  {
    title: 'no migrations folder',
    files: { 'migrate.config.mjs': config },
    argv: ['heads'],
    exitCode: 2,
    code: 'migrations_folder_missing',
  },
  {
    title: 'a revision that does not exist',
    files: one,
    argv: ['upgrade', 'aaaa2'],
    exitCode: 2,
    code: 'unknown_revision',
  },
  { title: 'a target that cannot be read', files: one, argv: ['upgrade', 'a@@b'], exitCode: 2, code: 'invalid_target' },
  {
    title: 'a downgrade to what is not applied',
    files: one,
    argv: ['downgrade', 'aaaa1'],
    exitCode: 2,
    code: 'not_an_ancestor',
  },
  {
    title: 'several heads',
    files: {
      ...one,
      'migrations/2.mjs': revision('bbbb2', ['aaaa1']),
      'migrations/3.mjs': revision('cccc3', ['aaaa1']),
    },
    argv: ['upgrade', 'head'],
    exitCode: 7,
    code: 'multiple_heads',
  },
  {
    title: 'a new revision on several heads',
    files: {
      ...one,
      'migrations/2.mjs': revision('bbbb2', ['aaaa1']),
      'migrations/3.mjs': revision('cccc3', ['aaaa1']),
    },
    argv: ['revision', '-m', 'more'],
    exitCode: 7,
    code: 'multiple_heads',
  },
  {
    title: 'an id that fits several revisions',
    files: { ...one, 'migrations/2.mjs': revision('aaaa2', ['aaaa1']) },
    argv: ['upgrade', 'aaaa'],
    exitCode: 2,
    code: 'ambiguous_revision',
  },
  {
    title: 'a revision file that is half written',
    files: { ...one, 'migrations/2.mjs': "export const revision = { id: 'bbbb2', parents: ['aaaa1'], mess" },
    argv: ['heads'],
    exitCode: 2,
    code: 'broken_revision_file',
  },
  {
    title: 'a file that is no revision',
    files: { ...one, 'migrations/2.mjs': 'export const x = 1;\n' },
    argv: ['heads'],
    exitCode: 2,
    code: 'broken_revision_file',
  },
  {
    title: 'a revision whose code has a syntax error',
    files: { ...one, 'migrations/2.ts': revision('bbbb2', ['aaaa1'], '\n  op.execute({ sql: );\n') },
    argv: ['upgrade'],
    exitCode: 2,
    code: 'revision_failed',
  },
  {
    title: 'a revision whose code throws',
    files: {
      ...one,
      'migrations/2.mjs': revision('bbbb2', ['aaaa1'], "\n  op.dropTabel({ table: { name: 'x' } });\n"),
    },
    argv: ['upgrade'],
    exitCode: 2,
    code: 'revision_failed',
  },
  {
    title: 'a revision without upgrade',
    files: { ...one, 'migrations/2.mjs': revision('bbbb2', ['aaaa1']).replace('function upgrade', 'function upgrad') },
    argv: ['upgrade'],
    exitCode: 2,
    code: 'broken_revision_file',
  },
  {
    title: 'a parent that is missing',
    files: { ...one, 'migrations/2.mjs': revision('bbbb2', ['aaaa9']) },
    argv: ['heads'],
    exitCode: 2,
    code: 'missing_revision',
  },
  {
    title: 'a revision that is there twice',
    files: { ...one, 'migrations/2.mjs': revision('aaaa1', []) },
    argv: ['heads'],
    exitCode: 2,
    code: 'duplicate_revision',
  },
  {
    title: 'revisions that need one another',
    files: {
      ...one,
      'migrations/1.mjs': revision('aaaa1', ['bbbb2']),
      'migrations/2.mjs': revision('bbbb2', ['aaaa1']),
    },
    argv: ['heads'],
    exitCode: 2,
    code: 'revision_cycle',
  },
  {
    title: 'SQL that the database refuses',
    files: {
      ...one,
      'migrations/2.mjs': revision(
        'bbbb2',
        ['aaaa1'],
        "\n  op.execute({ sql: 'CREATE TABLE t (id INTEGER)' });\n  op.execute({ sql: 'SELECT id\\n  FORM t' });\n",
      ),
    },
    argv: ['upgrade'],
    exitCode: 1,
    code: 'migration_failed',
  },
  {
    title: 'an operation that does not fit the database',
    files: {
      ...one,
      'migrations/2.mjs': revision(
        'bbbb2',
        ['aaaa1'],
        "\n  op.dropColumn({ table: 'ghosts', column: { name: 'x' } });\n",
      ),
    },
    argv: ['upgrade'],
    exitCode: 2,
    code: 'migration_failed',
  },
  {
    title: 'a revision without a way back',
    files: { ...one, 'migrations/1.mjs': revision('aaaa1', []).replace('export function downgrade(op) {}', '') },
    before: [['upgrade']],
    argv: ['downgrade', 'base'],
    exitCode: 2,
    code: 'irreversible_revision',
  },
  { title: 'no models', files: one, before: [['upgrade']], argv: ['check'], exitCode: 2, code: 'metadata_missing' },
  {
    title: 'models that are not possible',
    files: {
      ...one,
      'migrate.config.ts': withModels.replace('{ primaryKey: true }', "sa.ForeignKey('user.id')"),
    },
    before: [],
    argv: ['check'],
    exitCode: 2,
    code: 'unknown_reference',
  },
  {
    title: 'a rename of what is not there',
    files: { 'migrations/1.mjs': revision('aaaa1', []), 'migrate.config.ts': withModels },
    before: [['upgrade']],
    argv: ['revision', '--autogenerate', '--rename', 'people=users'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'autogenerating on a database that is behind',
    files: { 'migrations/1.mjs': revision('aaaa1', []), 'migrate.config.ts': withModels },
    argv: ['revision', '--autogenerate', '-m', 'users'],
    exitCode: 5,
    code: 'database_behind',
  },
  {
    title: 'a revision that follows one that is no head',
    files: { ...one, 'migrations/2.mjs': revision('bbbb2', ['aaaa1']) },
    argv: ['revision', '-m', 'branch', '--head', 'aaaa1'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'an id that leads out of the folder',
    files: one,
    argv: ['revision', '--rev-id', '../../x'],
    exitCode: 2,
    code: 'usage',
  },
  { title: 'two outputs at once', files: one, argv: ['diff', '--sql', '--unified'], exitCode: 2, code: 'usage' },
  {
    title: 'a side of diff that depends on a database',
    files: one,
    argv: ['diff', '--from', '+1'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'a typing error in an id',
    files: { ...one, 'migrations/2.mjs': revision('bbbb2', ['aaaa1']) },
    argv: ['upgrade', 'bbbb3'],
    exitCode: 2,
    code: 'unknown_revision',
  },
  {
    title: 'a number instead of a step back',
    files: one,
    before: [['upgrade']],
    argv: ['downgrade', '1'],
    exitCode: 2,
    code: 'unknown_revision',
  },
  {
    title: 'more steps than there are',
    files: one,
    argv: ['upgrade', '+2'],
    exitCode: 2,
    code: 'not_enough_revisions',
  },
  {
    title: 'a step that could go two ways',
    files: forked,
    argv: ['upgrade', '+2'],
    exitCode: 2,
    code: 'ambiguous_step',
  },
  {
    title: 'a revision that is on another branch',
    files: forked,
    argv: ['upgrade', 'bbbb2@cccc3'],
    exitCode: 2,
    code: 'not_on_branch',
  },
  { title: 'a range that is none', files: one, argv: ['history', '-r', 'aaaa1'], exitCode: 2, code: 'invalid_target' },
  {
    title: 'a range between two branches',
    files: forked,
    argv: ['history', '-r', 'bbbb2:cccc3'],
    exitCode: 2,
    code: 'unrelated_revisions',
  },
  {
    title: 'a stamp with a revision and one before it',
    files: forked,
    argv: ['stamp', 'aaaa1', 'bbbb2'],
    exitCode: 2,
    code: 'contradictory_targets',
  },
  {
    title: 'a stamp with base and a revision',
    files: one,
    argv: ['stamp', 'base', 'aaaa1'],
    exitCode: 2,
    code: 'contradictory_targets',
  },
  {
    title: 'a label that two revisions carry',
    files: {
      'migrate.config.mjs': config,
      'migrations/1.mjs': revision('aaaa1', []).replace('labels: []', "labels: ['main']"),
      'migrations/2.mjs': revision('bbbb2', ['aaaa1']).replace('labels: []', "labels: ['main']"),
    },
    argv: ['heads'],
    exitCode: 2,
    code: 'duplicate_label',
  },
  {
    title: 'a revision that replaces itself',
    files: {
      'migrate.config.mjs': config,
      'migrations/1.mjs': revision('aaaa1', []).replace('labels: []', "replaces: ['aaaa1']"),
    },
    argv: ['heads'],
    exitCode: 2,
    code: 'revision_cycle',
  },
  { title: 'a merge of one', files: one, argv: ['merge'], exitCode: 2, code: 'usage' },
  {
    title: 'a merge with what is no head',
    files: { ...forked, 'migrations/4.mjs': revision('dddd4', ['bbbb2']) },
    argv: ['merge', 'bbbb2', 'cccc3'],
    exitCode: 2,
    code: 'usage',
  },
  { title: 'an id that is taken', files: one, argv: ['revision', '--rev-id', 'aaaa1'], exitCode: 2, code: 'usage' },
  {
    title: 'a label that is none',
    files: one,
    argv: ['revision', '--branch-label', 'a@b'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'a migrations folder that is none',
    files: one,
    argv: ['revision', '--version-path', 'elsewhere'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'a first revision, and several migrations folders',
    files: {
      'migrate.config.mjs': "export default { migrations: { locations: ['./a', './b'] } };\n",
      'a/.gitkeep': '',
      'b/.gitkeep': '',
    },
    argv: ['revision', '-m', 'first'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'two formats at once',
    files: one,
    argv: ['revision', '--sql', '--format', 'ts'],
    exitCode: 2,
    code: 'usage',
  },
  { title: 'a squash of one', files: one, argv: ['squash', ':aaaa1'], exitCode: 2, code: 'cannot_squash' },
  {
    title: 'a squash with two ends',
    files: forked,
    argv: ['squash', 'aaaa1:heads'],
    exitCode: 2,
    code: 'cannot_squash',
  },
  {
    title: 'a squash that another revision stands in',
    files: forked,
    argv: ['squash', 'aaaa1:bbbb2'],
    exitCode: 2,
    code: 'cannot_squash',
  },
  {
    title: 'a squash of what asks the database',
    files: { ...one, 'migrations/2.mjs': revision('bbbb2', ['aaaa1'], "\n  return op.query('SELECT 1');\n") },
    argv: ['squash', 'aaaa1:bbbb2'],
    exitCode: 2,
    code: 'cannot_squash',
  },
  {
    title: 'a squash in SQL of what is not SQL',
    files: {
      ...one,
      'migrations/2.mjs': revision('bbbb2', ['aaaa1'], "\n  op.dropTable({ table: { name: 'x' } });\n"),
    },
    argv: ['squash', 'aaaa1:bbbb2', '--format', 'sql'],
    exitCode: 2,
    code: 'cannot_squash',
  },
  {
    title: 'accepting what is not applied',
    files: one,
    argv: ['accept', 'aaaa1'],
    exitCode: 2,
    code: 'usage',
  },
  { title: 'completion for a shell without one', files: {}, argv: ['completion', 'tcsh'], exitCode: 2, code: 'usage' },
];
