import { type Act, config, type Mistake, one, revision, two } from './mistake.ts';

const statements = (...all: readonly string[]): string =>
  all.map((sql) => `op.execute({ sql: ${JSON.stringify(sql)} });`).join('\n  ');

const halfway: readonly Act[] = [{ argv: ['upgrade', '--transaction', 'none'], exitCode: 1 }];
const cutOff = two(statements('CREATE TABLE t (a INTEGER)', 'SELECT nothing', 'CREATE TABLE u (a INTEGER)'));

const users = `op.createTable({ table: { name: 'users', columns: [{ name: 'id', type: { type: 'Integer' }, nullable: true }] } });
  op.execute({ sql: 'INSERT INTO users VALUES (NULL)' });`;

/** What goes wrong while revisions run. */
export const mistakesAroundRuns: readonly Mistake[] = [
  {
    title: 'rows that do not fit what the column becomes',
    files: {
      'migrate.config.mjs': config,
      'migrations/1.mjs': revision('aaaa1', [], `\n  ${users}\n`),
      'migrations/2.mjs': revision(
        'bbbb2',
        ['aaaa1'],
        `
  const id = { name: 'id', type: { type: 'Integer' } };
  op.alterColumn({ table: 'users', from: { ...id, nullable: true }, to: { ...id, nullable: false } });
`,
      ),
    },
    argv: ['upgrade'],
    exitCode: 1,
    code: 'migration_failed',
    cause: 'assertion_failed',
  },
  {
    title: 'a revision for another database',
    files: two("op.addColumn({ table: 't', column: { name: 'a', type: { type: 'mysql.Set', values: ['a'] } } });"),
    argv: ['upgrade'],
    exitCode: 2,
    code: 'migration_failed',
    cause: 'inapplicable_operation',
  },
  {
    title: 'a transaction by hand',
    files: two(statements('BEGIN', 'CREATE TABLE t (a INTEGER)')),
    argv: ['upgrade'],
    exitCode: 2,
    code: 'migration_failed',
    cause: 'unsupported_operation',
  },
  {
    title: 'a revision that moves the version itself',
    files: two(statements("UPDATE athanor_version SET version_num = 'cccc3'")),
    argv: ['upgrade'],
    exitCode: 6,
    code: 'migration_failed',
    cause: 'version_table_changed',
  },
  {
    title: 'a version that is gone after the run',
    files: {
      ...one,
      'migrate.config.mjs': `export default {
  url: 'sqlite:///app.db',
  onVersionApply: ({ execute }) => execute('DELETE FROM athanor_version'),
};
`,
    },
    argv: ['upgrade'],
    exitCode: 6,
    code: 'version_table_changed',
  },
  {
    title: 'a version table that is too narrow',
    files: { ...one, 'migrate.config.mjs': config.replace(' };', ", versionTable: 'versions' };") },
    before: [{ sql: 'CREATE TABLE versions (version_num VARCHAR(4) NOT NULL PRIMARY KEY)' }],
    argv: ['upgrade'],
    exitCode: 2,
    code: 'version_column_too_short',
  },
  {
    title: 'a database that somebody else writes to',
    files: one,
    before: [['upgrade']],
    meanwhile: 'BEGIN IMMEDIATE',
    argv: ['downgrade', 'base', '--lock-timeout', '0'],
    exitCode: 9,
    code: 'lock_not_acquired',
  },
  {
    title: 'a database that somebody else keeps to himself',
    files: one,
    before: [['upgrade']],
    meanwhile: 'BEGIN EXCLUSIVE',
    argv: ['current', '--url', 'sqlite:///app.db?timeout=0'],
    exitCode: 9,
    code: 'database_locked',
  },
  {
    title: 'a revision that was cut off, and another wish',
    files: cutOff,
    before: halfway,
    argv: ['downgrade', 'base'],
    exitCode: 6,
    code: 'unfinished_revision',
  },
  {
    title: 'a revision that was cut off, and edited where it was run',
    files: cutOff,
    before: [
      ...halfway,
      { files: two(statements('CREATE TABLE v (a INTEGER)', 'SELECT 1', 'CREATE TABLE u (a INTEGER)')) },
    ],
    env: {},
    argv: ['upgrade', '--transaction', 'none'],
    exitCode: 8,
    code: 'unfinished_revision_changed',
  },
  {
    title: 'a statement of which nobody knows whether it was run',
    files: cutOff,
    before: [...halfway, { sql: "UPDATE athanor_journal SET state = 'started' WHERE number = 2" }],
    argv: ['upgrade', '--transaction', 'none'],
    exitCode: 3,
    code: 'unclear_statement',
  },
  {
    title: 'Ctrl-C in the middle of a revision',
    files: two(statements('CREATE TABLE t (a INTEGER)', 'CREATE TABLE u (a INTEGER)')),
    before: [['upgrade', 'aaaa1']],
    argv: ['upgrade', '--verbose'],
    signal: { name: 'SIGINT', after: 'CREATE TABLE t' },
    exitCode: 130,
    code: 'interrupted',
  },
  {
    title: 'a hook of the config that throws',
    files: {
      ...one,
      'migrate.config.mjs': `export default {
  url: 'sqlite:///app.db',
  onVersionApply: () => {
    throw new TypeError('no audit today');
  },
};
`,
    },
    argv: ['upgrade'],
    exitCode: 2,
    code: 'migration_failed',
    cause: 'config',
  },
];
