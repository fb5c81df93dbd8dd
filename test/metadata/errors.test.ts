import * as sa from 'athanor';
import { column, ForeignKey } from 'athanor';
import { describe, expect, it } from 'vitest';

const id = column(sa.Integer, { primaryKey: true });
const named = column('id', sa.Integer, { primaryKey: true });

/** What somebody declares, and what is wrong with it. */
interface Mistake {
  readonly declare: (base: sa.DeclarativeBase<sa.NoColumns, 'as_is', undefined>) => unknown;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly limits?: sa.IdentifierLimits;
}

const shortNames: sa.IdentifierLimits = { maxIdentifierLength: 10, identifierLengthUnit: 'characters' };

const mistakes: Readonly<Record<string, Mistake>> = {
  'a table that is declared twice': {
    declare: (base) => [base.model('users', { id }), sa.Table('users', base.metadata, named)],
    code: 'duplicate_table',
    message: "table 'users' is declared already by model 'users', at test/metadata/errors.test.ts:<line>",
    hint: 'rename one of them, or put one into another schema or metadata',
  },
  'an option of a column that does not exist': {
    declare: (base) => base.model('users', { id, name: column(sa.Text, { ...misspelled } as object) }),
    code: 'unknown_option',
    message: "column 'name' of model 'users' (table 'users') has the option 'nulable', which does not exist",
    hint: "did you mean 'nullable'?",
  },
  'an option of a table that does not exist': {
    declare: (base) => base.model('users', { id }, { commnet: 'people' } as object),
    code: 'unknown_option',
    message: "model 'users' (table 'users') has the option 'commnet', which does not exist",
    hint: "did you mean 'comment'?",
  },
  'a naming convention for what is no constraint': {
    declare: () => new sa.MetaData({ namingConvention: { uk: 'uq_%(table_name)s' } }),
    code: 'invalid_naming_convention',
    message: "the naming convention has a pattern for 'uk', which is no kind of constraint",
    hint: 'patterns are for ix, uq, ck, fk, pk, ex; a token of your own is a function',
  },
  'a foreign key to a table with a typing error': {
    declare: (base) => [
      base.model('users', { id }),
      base.model('posts', { id, author: column('author_id', sa.Integer, ForeignKey('user.id')) }),
    ],
    code: 'unknown_reference',
    message:
      "the foreign key of model 'posts' (table 'posts') on author_id points at 'user.id', but there is no such table",
    hint: "did you mean 'users'? (a table is known once the module that declares it is imported)",
  },
  'a foreign key to a column with a typing error': {
    declare: (base) => [
      base.model('users', { id, email: column(sa.Text) }),
      base.model('posts', { id, email: column(sa.Text, ForeignKey('users.emial')) }),
    ],
    code: 'unknown_reference',
    message:
      "the foreign key of model 'posts' (table 'posts') on email points at 'users.emial', but model 'users' (table 'users') has no column 'emial'",
    hint: "did you mean 'email'?",
  },
  'a foreign key to a column of a mixin': {
    declare: (base) => base.model('posts', { id, other: column(sa.Integer, ForeignKey(named)) }),
    code: 'unknown_reference',
    message: "the foreign key of model 'posts' (table 'posts') on other points at 'id', but there is no such table",
    hint: 'the column is of no table of this metadata: take it from the model, as in ForeignKey(User.c.id), not from a mixin',
  },
  'a foreign key with too few targets': {
    declare: (base) =>
      base.model('pairs', { id, a: column(sa.Integer), b: column(sa.Integer) }, (t) => [
        sa.ForeignKeyConstraint([t.a, t.b], ['pairs.id']),
      ]),
    code: 'invalid_foreign_key',
    message: "the foreign key of model 'pairs' (table 'pairs') on a, b has 2 columns and 1 target",
    hint: 'name as many targets as columns, in the same order',
  },
  'a foreign key to two tables': {
    declare: (base) => [
      base.model('users', { id }),
      base.model('pairs', { id, a: column(sa.Integer) }, (t) => [
        sa.ForeignKeyConstraint([t.id, t.a], ['users.id', 'pairs.id']),
      ]),
    ],
    code: 'invalid_foreign_key',
    message: "the foreign key of model 'pairs' (table 'pairs') on id, a points at two tables, 'users' and 'pairs'",
    hint: 'declare two foreign keys',
  },
  'a table whose name is too long': {
    declare: (base) => base.model('a_very_long_name', { id }),
    limits: shortNames,
    code: 'name_too_long',
    message:
      "the name 'a_very_long_name' in model 'a_very_long_name' (table 'a_very_long_name') has 16 characters; the database takes at most 10",
  },
  'a column whose name is too long': {
    declare: (base) => base.model('users', { id, a_very_long_name: column(sa.Integer) }),
    limits: shortNames,
    code: 'name_too_long',
    message:
      "the name 'a_very_long_name' in model 'users' (table 'users') has 16 characters; the database takes at most 10",
    hint: 'choose a shorter name, or let a naming convention or sa.conv() cut it',
  },
  'an enum whose name is too long': {
    declare: (base) => base.model('users', { id, state: column(sa.Enum(['on'], { name: 'state_of_user' })) }),
    limits: shortNames,
    code: 'name_too_long',
    message:
      "the name 'state_of_user' in model 'users' (table 'users') has 13 characters; the database takes at most 10",
  },
  'two constraints of one name': {
    declare: (base) =>
      base.model('users', { id, a: column(sa.Integer) }, (t) => [
        sa.UniqueConstraint(t.a, { name: 'same' }),
        sa.CheckConstraint('a > 0', { name: 'same' }),
      ]),
    code: 'duplicate_name',
    message: "model 'users' (table 'users') has two constraints named 'same'",
    hint: 'give one of them another name',
  },
  'a key and an index of one name': {
    declare: (base) =>
      base.model('users', { id, a: column(sa.Integer) }, (t) => [
        sa.UniqueConstraint(t.a, { name: 'same' }),
        sa.Index('same', t.a),
      ]),
    code: 'duplicate_name',
    message: "model 'users' (table 'users') has two keys and indexes named 'same'",
  },
  'two enums of one name with different values': {
    declare: (base) => [
      base.model('users', { id, state: column(sa.Enum(['on', 'off'], { name: 'state' })) }),
      base.model('posts', { id, states: column(sa.Array(sa.Enum(['new'], { name: 'state' }))) }),
    ],
    code: 'duplicate_name',
    message:
      "the enum 'state' has other values in model 'posts' (table 'posts') (new) than in model 'users' (table 'users') (on, off)",
  },
  'two sequences of one name': {
    declare: ({ metadata }) => [sa.Sequence('numbers', { metadata }), sa.Sequence('numbers', { metadata })],
    code: 'duplicate_name',
    message: "there are two sequences named 'numbers'",
  },
  'a table without columns': {
    declare: (base) => base.model('empty', { users: sa.relationship('users') }),
    code: 'empty_table',
    message: "model 'empty' (table 'empty') has no columns",
  },
  'two properties for one column': {
    declare: (base) => base.model('users', { id, created: column('at', sa.Date), updated: column('at', sa.Date) }),
    code: 'duplicate_column',
    message: "model 'users' (table 'users') has two columns named 'at': created and updated",
    hint: 'remove one of them, or give it another name',
  },
  'one column twice in a table': {
    declare: ({ metadata }) => sa.Table('users', metadata, named, named),
    code: 'duplicate_column',
    message: "table 'users' has two columns named 'id'",
  },
  'two mixins that define the same': {
    declare: (base) => {
      const first = sa.mixin({ at: column(sa.Date) });
      const second = sa.mixin({ at: column(sa.DateTime) });
      return base.model('users', { id, ...first, ...second });
    },
    code: 'duplicate_column',
    message: "two mixins of model 'users' both define 'at'",
    hint: "define 'at' in the model itself, or rename it in one of the mixins",
  },
  'a mixin that redefines what the abstract base has from another': {
    declare: (base) => {
      const parent = base.abstract({ id, ...sa.mixin({ at: column(sa.Date) }) });
      return parent.model('users', { ...sa.mixin({ at: column(sa.DateTime) }) });
    },
    code: 'duplicate_column',
    message: "two mixins of model 'users' both define 'at'",
  },
  'a column of a table that has no name': {
    declare: ({ metadata }) => sa.Table('users', metadata, named, column(sa.Integer)),
    code: 'invalid_column',
    message: "column 2 of table 'users' has no name",
    hint: "columns of sa.Table say their name first: column('id', sa.Integer)",
  },
  'a column with two sources of its value': {
    declare: (base) => base.model('users', { id, a: column(sa.Integer, sa.Computed('1'), { serverDefault: 1 }) }),
    code: 'invalid_column',
    message:
      "column 'a' of model 'users' (table 'users') has sa.Computed and serverDefault, but only one of them can give its value",
    hint: 'keep one of sa.Computed, serverDefault',
  },
  'a primary key that leaves out a column that is marked': {
    declare: (base) => base.model('users', { id, a: column(sa.Integer) }, (t) => [sa.PrimaryKeyConstraint(t.a)]),
    code: 'invalid_column',
    message: "model 'users' (table 'users') marks 'id' as primary key, but its PrimaryKeyConstraint leaves it out",
  },
  'two primary keys': {
    declare: (base) =>
      base.model('users', { id }, (t) => [sa.PrimaryKeyConstraint(t.id), sa.PrimaryKeyConstraint(t.id)]),
    code: 'invalid_column',
    message: "model 'users' (table 'users') has two primary keys",
    hint: 'say it once: with primaryKey on the columns, or with sa.PrimaryKeyConstraint',
  },
  'an index on a column that is not there': {
    declare: (base) => base.model('users', { id, email: column(sa.Text) }, [sa.Index('ix', 'emial')]),
    code: 'unknown_reference',
    message: "model 'users' (table 'users') has no column 'emial', which its index names",
    hint: "did you mean 'email'?",
  },
  'a unique constraint on a column that is not there': {
    declare: (base) => base.model('users', { id }, [sa.UniqueConstraint('x')]),
    code: 'unknown_reference',
    message: "model 'users' (table 'users') has no column 'x', which its unique constraint names",
    hint: 'there are id',
  },
  'a check for a type and another of one name': {
    declare: (base) =>
      base.model('users', { id, on: column(sa.Boolean({ createConstraint: true, name: 'same' })) }, [
        sa.CheckConstraint('1 = 1', { name: 'same' }),
      ]),
    code: 'duplicate_name',
    message: "model 'users' (table 'users') has two constraints named 'same'",
  },
  'a relationship through a table that is not there': {
    declare: (base) => base.model('users', { id, friends: sa.relationship('users', { secondary: 'friend' }) }),
    code: 'unknown_reference',
    message: "the relationship 'friends' of model 'users' (table 'users') goes through 'friend', which is no table",
  },
  'a relationship with a way back that is not there': {
    declare: (base) => [
      base.model('users', { id, posts: sa.relationship('posts', { backPopulates: 'autor' }) }),
      base.model('posts', { id, author: sa.relationship('users') }),
    ],
    code: 'unknown_reference',
    message:
      "the relationship 'posts' of model 'users' (table 'users') goes back by 'autor', which model 'posts' (table 'posts') does not have",
    hint: "did you mean 'author'?",
  },
  'a relationship to a model that is not there': {
    declare: (base) => base.model('users', { id, posts: sa.relationship('Pots') }),
    code: 'unknown_reference',
    message: "the relationship 'posts' of model 'users' (table 'users') is to 'Pots', which is no model",
    hint: 'there are users',
  },
};

/** What is thrown by the declaration, or else when the schema is asked for. */
/** What a project in JavaScript may write, or one that keeps its options in variables. */
const misspelled = { nulable: false };

function thrown({ declare, limits }: Mistake): sa.MigrationError {
  const base = sa.declarativeBase();
  try {
    declare(base);
    sa.toSchema(base.metadata, limits);
  } catch (error) {
    return error as sa.MigrationError;
  }
  throw new Error('nothing was thrown');
}

describe('a mistake in the models', () => {
  it.each(Object.entries(mistakes))('is named with its place: %s', (_, mistake) => {
    const { code, message, hint } = mistake;
    const error = thrown(mistake);
    const found = error.message.replace(/:\d+$/, ':<line>');
    expect({ ...error, message: found }).toMatchObject({
      code,
      message,
      exitCode: 2,
      ...(hint === undefined ? {} : { hint }),
    });
    if (message.includes('sequence')) return;
    expect(error.file).toBe('test/metadata/errors.test.ts');
    expect(error.line).toBeGreaterThan(20);
  });

  it('between two metadata is a table that both declare', () => {
    const [first, second] = [sa.declarativeBase(), sa.declarativeBase()];
    first.model('users', { id });
    second.model('users', { id });
    expect(() => sa.toSchema([first.metadata, second.metadata])).toThrow(
      /^model 'users' \(table 'users'\) is declared in two metadata, first at test\/metadata\/errors.test.ts:\d+$/,
    );
  });
});
