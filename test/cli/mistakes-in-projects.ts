import { config, type Mistake, modelling, one, revision, two } from './mistake.ts';

const sql = (id: string, parents: readonly string[], up: string): string =>
  `-- ${id}\n-- revision: { id: '${id}', parents: ${JSON.stringify(parents)}, message: '${id}', labels: [], dependsOn: [] }\n\n-- migrate:up\n${up}\n`;

/** A branch that only depends on what the other one has. */
const dependent = {
  ...one,
  'migrations/2.mjs': revision('bbbb2', []).replace('dependsOn: []', "dependsOn: ['aaaa1']"),
};

const prisma = { 'migrate.config.mjs': config, 'old/1_first/migration.sql': 'CREATE TABLE a (x INTEGER);\n' };

/** What is wrong with files, hooks and other tools' histories. */
export const mistakesInProjects: readonly Mistake[] = [
  {
    title: 'a driver that is not installed',
    files: {
      ...one,
      'hide.mjs': "import { register } from 'node:module';\nregister('./hook.mjs', import.meta.url);\n",
      'hook.mjs': `export async function resolve(name, context, next) {
  if (name.split('/')[0] !== 'better-sqlite3') return next(name, context);
  throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
}
`,
    },
    env: { NODE_OPTIONS: '--import=./hide.mjs' },
    argv: ['current'],
    exitCode: 2,
    code: 'driver_missing',
  },
  {
    title: 'a link in the migrations folder',
    files: one,
    before: [{ shell: 'ln -s ../migrate.config.mjs migrations/2.mjs' }],
    argv: ['heads'],
    exitCode: 2,
    code: 'unsafe_path',
  },
  {
    title: 'a folder that links out of the migrations folder',
    files: {
      ...one,
      'elsewhere/.gitkeep': '',
      'migrate.config.mjs': "export default { migrations: { fileTemplate: 'more/{id}' } };\n",
    },
    before: [{ shell: 'ln -s ../elsewhere migrations/more' }],
    argv: ['revision', '-m', 'away', '--rev-id', 'bbbb2'],
    exitCode: 2,
    code: 'unsafe_path',
  },
  {
    title: 'a file that is there already',
    files: {
      ...one,
      'migrate.config.mjs': "export default { migrations: { fileTemplate: '{id}' } };\n",
      'migrations/bbbb2.ts': revision('cccc3', ['aaaa1']),
    },
    argv: ['revision', '-m', 'more', '--rev-id', 'bbbb2'],
    exitCode: 2,
    code: 'revision_exists',
  },
  {
    title: 'a downgrade to what only others depend on',
    files: dependent,
    before: [['upgrade', 'heads']],
    argv: ['downgrade', 'aaaa1'],
    exitCode: 2,
    code: 'nothing_above',
  },
  {
    title: 'a script of revisions that do not fit together',
    files: two("op.dropColumn({ table: 'users', column: { name: 'name' } });"),
    argv: ['sql', 'base:head'],
    exitCode: 2,
    code: 'schema_unknown',
  },
  {
    title: 'a comparison with SQL by hand',
    files: {
      'migrate.config.ts': modelling("sa.Table('users', metadata, id);"),
      'migrations/1.sql': sql('aaaa1', [], 'CREATE TABLE users (id INTEGER, name TEXT);'),
      'migrations/2.mjs': revision(
        'bbbb2',
        ['aaaa1'],
        "\n  op.dropColumn({ table: 'users', column: { name: 'name' } });\n",
      ),
    },
    argv: ['diff', '--from', 'head'],
    exitCode: 2,
    code: 'inapplicable_operation',
  },
  {
    title: 'a database that is at a revision without a file',
    files: two(''),
    before: [['upgrade'], { shell: 'rm migrations/2.mjs' }],
    argv: ['upgrade'],
    exitCode: 6,
    code: 'unknown_version',
  },
  {
    title: 'an edited revision, and --strict',
    files: one,
    before: [
      ['upgrade'],
      { files: { 'migrations/1.mjs': revision('aaaa1', [], " op.execute({ sql: 'SELECT 1' }); ") } },
    ],
    argv: ['upgrade', '--strict'],
    exitCode: 8,
    code: 'revisions_edited',
  },
  {
    title: 'an editor that is not there',
    files: one,
    env: { VISUAL: 'no-such-editor-here' },
    argv: ['edit', 'head'],
    exitCode: 2,
    code: 'editor_failed',
  },
  { title: 'an edit of nothing', files: one, argv: ['edit', 'current'], exitCode: 2, code: 'usage' },
  {
    title: 'a hook that fails',
    files: {
      ...one,
      'migrate.config.mjs': "export default { postWriteHooks: [{ command: 'echo no style here; exit 3' }] };\n",
    },
    argv: ['revision', '-m', 'more', '--rev-id', 'bbbb2'],
    exitCode: 2,
    code: 'post_write_hook_failed',
  },
  {
    title: 'a hook whose program is not installed',
    files: {
      ...one,
      'migrate.config.mjs': "export default { postWriteHooks: [{ command: ['no-such-formatter', '{file}'] }] };\n",
    },
    argv: ['revision', '-m', 'more', '--rev-id', 'bbbb2'],
    exitCode: 2,
    code: 'post_write_hook_failed',
  },
  {
    title: 'a script of a revision that asks the database',
    files: two("return op.query('SELECT 1');"),
    argv: ['upgrade', '--sql'],
    exitCode: 2,
    code: 'query_not_possible',
  },
  {
    title: 'a script that needs a schema which SQL by hand has made',
    files: {
      'migrate.config.mjs': config,
      'migrations/1.sql': sql('aaaa1', [], 'CREATE TABLE users (id INTEGER, name TEXT);'),
      'migrations/2.mjs': revision(
        'bbbb2',
        ['aaaa1'],
        "\n  op.dropColumn({ table: 'users', column: { name: 'name' } });\n",
      ),
    },
    argv: ['upgrade', '--sql'],
    exitCode: 2,
    code: 'schema_unknown',
  },
  {
    title: 'a comparison with revisions that do not fit together',
    files: {
      ...two("op.dropColumn({ table: 'users', column: { name: 'name' } });"),
      'migrate.config.mjs': '',
      'migrate.config.ts': modelling("sa.Table('users', metadata, id);"),
    },
    argv: ['diff', '--from', 'base', '--to', 'head'],
    exitCode: 2,
    code: 'inapplicable_operation',
  },
  {
    title: 'an object whose way back is not known',
    files: {
      ...one,
      'migrate.config.mjs': '',
      'migrate.config.ts': `import * as sa from 'athanor';
sa.defineObjectKind({
  kind: 'watcher',
  create: (one) => 'CREATE TRIGGER ' + one.name,
  drop: (one) => 'DROP TRIGGER ' + one.name,
  reflect: async () => [{ name: 'audit' }],
});
export default { url: 'sqlite:///app.db', metadata: new sa.MetaData() };
`,
    },
    before: [['upgrade']],
    argv: ['revision', '--autogenerate', '-m', 'no triggers'],
    exitCode: 2,
    code: 'irreversible_operation',
  },
  {
    title: 'a kind of objects that Athanor has itself',
    files: {
      'migrate.config.mjs': `import * as sa from 'athanor';
sa.defineObjectKind({ kind: 'view', create: () => [], drop: () => [] });
export default { url: 'sqlite:///app.db', metadata: new sa.MetaData() };
`,
    },
    argv: ['check'],
    exitCode: 2,
    code: 'usage',
  },
  {
    title: 'a folder without a history of the tool',
    files: { 'migrate.config.mjs': config, 'old/readme.md': '' },
    argv: ['import', 'knex', 'old'],
    exitCode: 2,
    code: 'unreadable_migration',
  },
  {
    title: 'an Alembic header that is computed',
    files: { 'migrate.config.mjs': config, 'old/a1.py': "revision = 'a1'\ndown_revision = latest()\n" },
    argv: ['import', 'alembic', 'old'],
    exitCode: 2,
    code: 'unreadable_migration',
  },
  {
    title: 'an Alembic header that uses what another package says',
    files: {
      'migrate.config.mjs': config,
      'old/a1.py': 'from app.ids import FIRST\n\nrevision = FIRST\ndown_revision = None\n',
    },
    argv: ['import', 'alembic', 'old'],
    exitCode: 2,
    code: 'unreadable_migration',
  },
  {
    title: 'an Alembic id that is none here',
    files: { 'migrate.config.mjs': config, 'old/a1.py': "revision = 'a/1'\ndown_revision = None\n" },
    argv: ['import', 'alembic', 'old'],
    exitCode: 2,
    code: 'unreadable_migration',
  },
  {
    title: 'two migrations that would be one revision',
    files: { 'migrate.config.mjs': config, 'old/1_a-b/migration.sql': '', 'old/1_a_b/migration.sql': '' },
    argv: ['import', 'prisma', 'old'],
    exitCode: 2,
    code: 'import_conflict',
  },
  {
    title: 'a database that the other tool never saw',
    files: prisma,
    argv: ['import', 'prisma', 'old', '--stamp'],
    exitCode: 2,
    code: 'ledger_missing',
  },
  {
    title: 'a database that ran what the folder does not hold',
    files: {
      'migrate.config.mjs': config,
      'old/a1.py': "revision = 'a1'\ndown_revision = None\n\ndef upgrade():\n    pass\n",
    },
    before: [
      { sql: "CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('b2')" },
    ],
    argv: ['import', 'alembic', 'old', '--stamp'],
    exitCode: 6,
    code: 'ledger_mismatch',
  },
];
