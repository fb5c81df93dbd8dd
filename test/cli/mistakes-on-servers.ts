import { revision, type ServerMistake } from './mistake.ts';

const files = {
  'migrate.config.mjs': 'export default { url: () => process.env.DATABASE_URL };\n',
  'migrations/1.mjs': revision('aaaa1', []),
};

const two = (...all: readonly string[]): Readonly<Record<string, string>> => ({
  ...files,
  'migrations/2.mjs': revision(
    'bbbb2',
    ['aaaa1'],
    `\n  ${all.map((sql) => `op.execute({ sql: ${JSON.stringify(sql)} });`).join('\n  ')}\n`,
  ),
});

/** What only a server can answer, or answers in another way than SQLite. */
export const serverMistakes: readonly ServerMistake[] = [
  {
    title: 'a pooler in between that gives no session',
    on: ['postgresql'],
    pooled: true,
    files,
    argv: ['upgrade'],
    exitCode: 2,
    code: 'session_shared',
  },
  {
    title: 'a revision that gives the lock away',
    on: ['postgresql'],
    files: two('SELECT pg_advisory_unlock_all()'),
    argv: ['upgrade'],
    exitCode: 9,
    code: 'lock_lost',
  },
  {
    title: 'a revision that gives the lock away',
    on: ['mariadb', 'mysql'],
    files: two('DO RELEASE_ALL_LOCKS()'),
    argv: ['upgrade'],
    exitCode: 9,
    code: 'lock_lost',
  },
  {
    title: 'a name that is too long',
    on: ['postgresql', 'mariadb', 'mysql'],
    files: {
      'migrations/1.mjs': revision('aaaa1', []),
      'migrate.config.ts': `import * as sa from 'athanor';
const metadata = new sa.MetaData();
sa.Table('a'.repeat(65), metadata, sa.column('id', sa.Integer, { primaryKey: true }));
export default { url: () => process.env.DATABASE_URL, metadata };
`,
    },
    argv: ['check'],
    exitCode: 2,
    code: 'name_too_long',
  },
  {
    title: 'a statement that the server refuses after one that it has run',
    on: ['postgresql', 'mariadb', 'mysql'],
    files: two('CREATE TABLE t (a INTEGER)', 'INSERT INTO t VALUES (1)', 'INSERT INTO u VALUES (1)'),
    argv: ['upgrade'],
    exitCode: 1,
    code: 'migration_failed',
    cause: 'statement_failed',
  },
];
