import { type Mistake, modelling, revision } from './mistake.ts';

const check = (title: string, code: string, declarations: string): Mistake => ({
  title,
  files: { 'migrations/1.mjs': revision('aaaa1', []), 'migrate.config.ts': modelling(declarations) },
  argv: ['check'],
  exitCode: 2,
  code,
});

/** Models that cannot be, as a command that reads them says it. */
export const mistakesInModels: readonly Mistake[] = [
  check(
    'a table that is declared twice',
    'duplicate_table',
    "for (const _ of [1, 2]) sa.Table('users', metadata, id);",
  ),
  check(
    'a column that is declared twice',
    'duplicate_column',
    "sa.Table('users', metadata, id, sa.column('name', sa.Text), sa.column('name', sa.Text));",
  ),
  check(
    'two constraints of one name',
    'duplicate_name',
    `sa.Table('users', metadata, id, sa.UniqueConstraint('id', { name: 'same' }), sa.CheckConstraint('id > 0', { name: 'same' }));`,
  ),
  check(
    'a foreign key with too few targets',
    'invalid_foreign_key',
    "sa.Table('users', metadata, id, sa.column('a', sa.Integer), sa.ForeignKeyConstraint(['id', 'a'], ['users.id']));",
  ),
  check('a table without columns', 'empty_table', "sa.Table('users', metadata);"),
  check(
    'a column that contradicts itself',
    'invalid_column',
    "sa.Table('users', metadata, id, sa.column('at', sa.DateTime, { serverDefault: 'x' }, sa.Computed('1')));",
  ),
  check(
    'an option of a column that does not exist',
    'unknown_option',
    "sa.Table('users', metadata, id, sa.column('name', sa.Text, { nulable: false }));",
  ),
  check(
    'a naming convention for what is no constraint',
    'invalid_naming_convention',
    "new sa.MetaData({ namingConvention: { uk: 'uq_%(table_name)s' } });",
  ),
  check(
    'a type that the database does not have',
    'unsupported_operation',
    "sa.Table('users', metadata, id, sa.column('tags', sa.mysql.Set(['a'])));",
  ),
  check(
    'a schema where there are none',
    'unsupported_operation',
    "sa.Table('users', metadata, id, { schema: 'crm' });",
  ),
  check(
    'a file of SQL that is not there',
    'unreadable_sql_file',
    "sa.Table('users', metadata, id, { comment: sa.sqlFile(new URL('./sales.sql', 'file:///nowhere/')) });",
  ),
  {
    title: 'renames that nobody is asked about',
    files: {
      'migrations/1.mjs': revision('aaaa1', []).replace(
        'upgrade(op) {',
        "upgrade(op) {\n  op.execute({ sql: 'CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, mail TEXT)' });\n",
      ),
      'migrate.config.ts': modelling("sa.Table('users', metadata, id, sa.column('email', sa.Text));"),
    },
    before: [['upgrade']],
    argv: ['revision', '--autogenerate', '-m', 'emails'],
    exitCode: 3,
    code: 'renames_undecided',
  },
];
