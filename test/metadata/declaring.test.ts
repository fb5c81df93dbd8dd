import * as sa from 'athanor';
import { column, ForeignKey } from 'athanor';
import { describe, expect, it, vi } from 'vitest';
import { Base, Comment, Post, postTags, User } from '../../fixtures/models/blog.ts';
import * as mixins from '../../fixtures/models/mixins.ts';
import * as several from '../../fixtures/models/several-bases.ts';
import type { Column as ColumnData } from '../../src/schema/column.ts';

const id = column(sa.Integer, { primaryKey: true });

describe('a model', () => {
  it('is registered by being declared', () => {
    expect([...Base.metadata.tables.keys()]).toEqual(['users', 'profiles', 'posts', 'tags', 'post_tags', 'comments']);
    expect([...Base.registry.models.keys()]).toEqual(['User', 'Profile', 'Post', 'Tag', 'Comment']);
    expect(Base.metadata.tables.get('users')).toBe(User.__table__);
  });

  it('knows its table, columns and relationships', () => {
    expect(User.tablename).toBe('users');
    expect(User.metadata).toBe(Base.metadata);
    expect(Object.keys(Post.c)).toEqual([
      'id',
      'createdAt',
      'updatedAt',
      'authorId',
      'title',
      'slug',
      'content',
      'published',
    ]);
    expect(Post.c.authorId.name).toBe('author_id');
    expect(Object.keys(User.__table__.relationships)).toEqual(['profile', 'posts']);
    expect(postTags.name).toBe('post_tags');
  });

  it('has rows with members of its own', () => {
    const row = {
      id: 1,
      created_at: new Date(),
      updated_at: new Date(),
      email: 'a@example.org',
      username: 'ada',
      status: 'active',
    } as const;
    expect(new User({ ...row, full_name: 'Ada' }).label).toBe('Ada');
    expect(new User({ ...row, full_name: null }).label).toBe('ada');
    expect(new User({ ...row, full_name: null })).toEqual({ ...row, full_name: null });
  });

  it('may have columns that are called like members of a class or of an object', () => {
    const base = sa.declarativeBase();
    class Odd extends base.model('odd', {
      name: column(sa.Text, { primaryKey: true }),
      length: column(sa.Integer),
      metadata: column(sa.JSON),
      constructor: column(sa.Integer),
    }) {}
    expect(Object.keys(Odd.c)).toEqual(['name', 'length', 'metadata', 'constructor']);
    expect(Odd.metadata).toBe(base.metadata);
  });
});

describe('columns that are shared', () => {
  it('are copied for every table', () => {
    expect(User.c.id).not.toBe(Post.c.id);
    expect(User.c.createdAt).toEqual(Comment.c.createdAt);
  });

  it('come in order: those of the abstract base, of mixins, and of the model', () => {
    const { users, blog_posts, tbl_invoice } = Object.fromEntries(mixins.Base.metadata.tables);
    const names = (table: sa.Table | undefined) => Object.values(table?.c ?? {}).map(({ name }) => name);
    const shared = ['id', 'created_at', 'updated_at', 'is_deleted', 'deleted_at'];
    expect(names(users)).toEqual([...shared, 'name', 'email']);
    expect(names(blog_posts)).toEqual([...shared, 'created_by', 'updated_by', 'title']);
    expect(names(tbl_invoice)).toEqual(['number', 'created_by', 'updated_by']);
  });

  it('may be redefined by the model, at their place', () => {
    const base = sa.declarativeBase();
    const Stamped = sa.mixin({ at: column(sa.Date), by: column(sa.Text) });
    const model = base.model('t', { ...Stamped, at: column(sa.DateTime, { primaryKey: true }) });
    expect(Object.values(model.c).map(({ type }) => type.type)).toEqual(['DateTime', 'Text']);
  });

  it('bring what the abstract base says of every table', () => {
    const [users] = sa.toSchema(mixins.Base.metadata).tables;
    expect(users?.indexes).toEqual([
      { name: 'ix_users_id', columns: ['id'] },
      { name: 'ix_users_is_deleted', columns: ['is_deleted', 'created_at'] },
    ]);
  });
});

describe('the name of a table', () => {
  const nameOf = (model: string, tablename: sa.TableNaming): string =>
    sa.declarativeBase({ tablename }).model(model, { id }).tablename;

  it.each([
    ['User', 'as_is', 'User'],
    ['UserProfile', 'snake', 'user_profile'],
    ['HTTPServer', 'snake', 'http_server'],
    ['OAuth2Token', 'snake', 'o_auth2_token'],
    ['Page2', 'snake', 'page2'],
    ['already_snake', 'snake', 'already_snake'],
    ['BlogPost', 'snake_plural', 'blog_posts'],
    ['Category', 'snake_plural', 'categories'],
    ['Day', 'snake_plural', 'days'],
    ['Address', 'snake_plural', 'addresses'],
    ['Box', 'snake_plural', 'boxes'],
    ['Branch', 'snake_plural', 'branches'],
    ['User', (model: string) => `app_${model.toLowerCase()}`, 'app_user'],
  ] as const)('of %s is made by the rule %s: %s', (model, naming, expected) => {
    expect(nameOf(model, naming)).toBe(expected);
  });

  it('is what the model says, if it says one', () => {
    const base = sa.declarativeBase({ tablename: 'snake_plural' });
    const first = base.model('User', { id }, { tablename: 'people', comment: 'who writes' });
    const second = base.model('Post', { id, title: column(sa.Text) }, (t) => [
      sa.Index(undefined, t.title),
      { tablename: 'texts' },
    ]);
    const names: ['people', 'texts'] = [first.tablename, second.tablename];
    expect([...base.metadata.tables.keys()]).toEqual(names);
    const [people, texts] = sa.toSchema(base.metadata).tables;
    expect([people?.comment, texts?.indexes?.[0]?.name]).toEqual(['who writes', 'ix_texts_title']);
  });
});

/** The only column of a table, as data. */
function dataOf(declared: sa.Column, ...others: readonly sa.Column[]): ColumnData | undefined {
  const metadata = new sa.MetaData();
  sa.Table('parent', metadata, column('id', sa.Integer, { primaryKey: true }));
  sa.Table('t', metadata, declared, ...others);
  return sa.toSchema(metadata).tables.at(-1)?.columns[0];
}

describe('a column', () => {
  it('may be called by any name, even one that JavaScript has a use for', () => {
    const metadata = new sa.MetaData();
    sa.Table('t', metadata, column('__proto__', sa.Integer), column('constructor', sa.Integer));
    const [table] = sa.toSchema(metadata).tables;
    expect(table?.columns.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
  });

  const key = { primaryKey: true } as const;
  const second = column('b', sa.Integer, key);

  it.each([
    ['an integer key', column('a', sa.Integer, key), true],
    ['a small key', column('a', sa.SmallInteger, key), true],
    ['a key of MySQL', column('a', sa.mysql.BigInteger({ unsigned: true }), key), true],
    [
      'a key that is another integer elsewhere',
      column('a', sa.withVariant(sa.BigInteger, { sqlite: sa.Integer }), key),
      true,
    ],
    ['a key that says no', column('a', sa.Integer, { ...key, autoincrement: false }), undefined],
    ['a key of text', column('a', sa.String(3), key), undefined],
    ['a key that points elsewhere', column('a', sa.Integer, ForeignKey('parent.id'), key), undefined],
    ['a key with a default', column('a', sa.Integer, { ...key, serverDefault: 1 }), undefined],
    ['a key from a sequence', column('a', sa.Integer, sa.Sequence('s'), key), undefined],
    ['an identity', column('a', sa.Integer, sa.Identity(), key), undefined],
    ['an identity that says yes', column('a', sa.Integer, sa.Identity(), { ...key, autoincrement: true }), undefined],
    ['another column that says yes', column('a', sa.Integer, { autoincrement: true }), true],
    ['another column', column('a', sa.Integer), undefined],
  ])('is numbered as SQLAlchemy does: %s', (_, declared, numbered) => {
    expect(dataOf(declared)?.autoincrement).toBe(numbered);
  });

  it('of a key of two is not numbered unless it says so', () => {
    expect(dataOf(column('a', sa.Integer, key), second)?.autoincrement).toBeUndefined();
    expect(dataOf(column('a', sa.Integer, { ...key, autoincrement: true }), second)?.autoincrement).toBe(true);
  });

  it.each([
    ['anything', column('a', sa.Text), undefined],
    ['what says so', column('a', sa.Text, { nullable: false }), false],
    ['a key', column('a', sa.Text, key), false],
    ['a key that says so', column('a', sa.Text, { ...key, nullable: true }), undefined],
    ['an identity', column('a', sa.Integer, sa.Identity()), false],
    ['an identity that says so', column('a', sa.Integer, sa.Identity(), { nullable: true }), undefined],
  ])('can be null as in SQLAlchemy: %s', (_, declared, nullable) => {
    expect(dataOf(declared)?.nullable).toBe(nullable);
  });

  it('says in data what was said, and nothing else', () => {
    const options = { collation: 'C', comment: 'why', renamedFrom: 'b', mysql: { charset: 'latin1' } } as const;
    const info = { default: 'x', onupdate: () => 'y', info: { mine: true } };
    expect(
      dataOf(column('a', sa.Text, { ...options, ...info, serverDefault: "it's", serverOnupdate: sa.text('1') })),
    ).toEqual({
      name: 'a',
      type: { type: 'Text' },
      ...options,
      serverDefault: "it's",
      serverOnupdate: { text: '1' },
    });
    expect(dataOf(column('a', sa.Integer, sa.Identity({ always: true, start: 5 })))).toEqual({
      name: 'a',
      type: { type: 'Integer' },
      nullable: false,
      identity: { always: true, start: 5 },
    });
    expect(dataOf(column('a', sa.Integer, sa.Computed(sa.text('1 + 1'), { persisted: false })))).toEqual({
      name: 'a',
      type: { type: 'Integer' },
      computed: { expression: '1 + 1', persisted: false },
    });
  });

  it('that is unique and indexed has one unique index, as in SQLAlchemy', () => {
    const metadata = new sa.MetaData();
    sa.Table('t', metadata, column('a', sa.Integer, { unique: true, index: true }));
    expect(sa.toSchema(metadata).tables).toEqual([
      {
        name: 't',
        columns: [{ name: 'a', type: { type: 'Integer' } }],
        indexes: [{ name: 'ix_t_a', columns: ['a'], unique: true }],
      },
    ]);
  });

  it('takes its value from a sequence, which is created with the table', () => {
    const metadata = new sa.MetaData({ schema: 'app' });
    sa.Sequence('alone', { metadata, start: 7, schema: 'other' });
    sa.Table('t', metadata, column('a', sa.Integer, sa.Sequence('numbers', { increment: 2 })));
    expect(sa.toSchema(metadata)).toEqual({
      tables: [
        {
          name: 't',
          schema: 'app',
          columns: [
            {
              name: 'a',
              type: { type: 'Integer' },
              serverDefault: { function: 'nextval', arguments: ['app', 'numbers'] },
            },
          ],
        },
      ],
      objects: [
        { kind: 'schema', name: 'app' },
        { kind: 'schema', name: 'other' },
        { kind: 'sequence', name: 'alone', schema: 'other', start: 7 },
        { kind: 'sequence', name: 'numbers', schema: 'app', increment: 2 },
      ],
    });
  });
});

describe('a foreign key', () => {
  const referencesOf = (target: sa.ForeignKeyTarget, own?: string, metadataSchema?: string): unknown => {
    const other = new sa.MetaData();
    sa.Table('users', other, column('id', sa.Integer, { primaryKey: true }));
    sa.Table('users', other, column('id', sa.Integer, { primaryKey: true }), { schema: 'auth' });
    sa.Table('a.b', other, column('id', sa.Integer, { primaryKey: true }));
    const metadata = new sa.MetaData({ schema: metadataSchema });
    sa.Table('t', metadata, column('a', sa.Integer, ForeignKey(target)), own === undefined ? {} : { schema: own });
    const [constraint] = sa.toSchema([metadata, other]).tables[0]?.constraints ?? [];
    return constraint?.kind === 'foreignKey' ? constraint.references : undefined;
  };

  it.each([
    ['a table without schema', referencesOf('users.id'), { table: 'users', columns: ['id'] }],
    ['a table in a schema', referencesOf('auth.users.id'), { table: 'users', schema: 'auth', columns: ['id'] }],
    [
      'from a schema to one without',
      referencesOf('users.id', 'app'),
      { table: 'users', schema: null, columns: ['id'] },
    ],
    [
      'in the schema of the metadata',
      referencesOf('users.id', undefined, 'auth'),
      { table: 'users', schema: 'auth', columns: ['id'] },
    ],
    [
      'outside the schema of the metadata',
      referencesOf('users.id', undefined, 'app'),
      { table: 'users', schema: null, columns: ['id'] },
    ],
    ['a table with a dot in its name', referencesOf({ table: 'a.b', column: 'id' }), { table: 'a.b', columns: ['id'] }],
  ])('finds %s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });

  it('can point at a column itself, and says what it was told', () => {
    const base = sa.declarativeBase();
    const User = base.model('users', { id });
    base.model('posts', {
      id,
      author: column(
        sa.Integer,
        ForeignKey(User.c.id, {
          ondelete: 'CASCADE',
          onUpdate: 'SET NULL',
          deferrable: true,
          initially: 'DEFERRED',
          match: 'FULL',
          useAlter: true,
        }),
      ),
    });
    expect(sa.toSchema(base.metadata).tables[1]?.constraints?.at(-1)).toEqual({
      kind: 'foreignKey',
      columns: ['author'],
      references: { table: 'users', columns: ['id'] },
      onDelete: 'CASCADE',
      onUpdate: 'SET NULL',
      deferrable: true,
      initially: 'DEFERRED',
      match: 'FULL',
      useAlter: true,
    });
  });
});

describe('an index', () => {
  it('has keys in every form', () => {
    const metadata = new sa.MetaData();
    const [a, b] = [column('a', sa.Text), column('b', sa.Text)];
    sa.Table(
      't',
      metadata,
      a,
      b,
      sa.Index(
        'ix',
        'a',
        b,
        sa.desc(a),
        sa.asc('b'),
        sa.nullsLast(sa.desc(a)),
        sa.nullsFirst('a'),
        sa.text('lower(a)'),
        sa.desc(sa.text('upper(b)')),
        { column: b, operatorClass: 'text_pattern_ops', length: 5 },
        { expression: 'a || b', collation: 'C' },
        {
          using: 'btree',
          unique: true,
          where: 'a > b',
          include: [b],
          nullsNotDistinct: true,
          comment: 'fast',
          postgresql: { with: { fillfactor: 70 } },
        },
      ),
    );
    expect(sa.toSchema(metadata).tables[0]?.indexes).toEqual([
      {
        name: 'ix',
        columns: [
          'a',
          'b',
          { column: 'a', order: 'desc' },
          { column: 'b', order: 'asc' },
          { column: 'a', order: 'desc', nulls: 'last' },
          { column: 'a', nulls: 'first' },
          { expression: 'lower(a)' },
          { expression: 'upper(b)', order: 'desc' },
          { column: 'b', operatorClass: 'text_pattern_ops', length: 5 },
          { expression: 'a || b', collation: 'C' },
        ],
        using: 'btree',
        unique: true,
        where: 'a > b',
        include: ['b'],
        nullsNotDistinct: true,
        comment: 'fast',
        postgresql: { with: { fillfactor: 70 } },
      },
    ]);
  });
});

describe('several bases', () => {
  it('keep their tables apart, or share them', () => {
    expect([...several.Base.metadata.tables.keys()]).toEqual(['users']);
    expect([...several.AnalyticsBase.metadata.tables.keys()]).toEqual(['analytics.page_view', 'events.event']);
    expect([...several.shared.metadata.tables.keys()]).toEqual(['a', 'model_bs']);
    expect([...several.shared.models.keys()]).toEqual(['a', 'ModelB']);
    expect(several.First.metadata).toBe(several.Second.metadata);
  });

  it('make one schema when they are used together', () => {
    const { tables, objects } = sa.toSchema([several.Base.metadata, several.AnalyticsBase.metadata]);
    expect(tables.map(({ schema, name }) => [schema, name])).toEqual([
      [undefined, 'users'],
      ['analytics', 'page_view'],
      ['events', 'event'],
    ]);
    expect(objects?.map(({ kind, schema, name }) => [kind, schema, name])).toEqual([
      ['schema', undefined, 'analytics'],
      ['schema', undefined, 'events'],
      ['sequence', 'analytics', 'event_number'],
    ]);
  });

  it('may come from another copy of the package', async () => {
    vi.resetModules();
    const copy: typeof sa = await import('../../src/index.ts');
    expect(copy.MetaData).not.toBe(sa.MetaData);
    class Email extends copy.TypeDecorator<string> {
      impl = copy.String(320);
    }
    const metadata = new sa.MetaData();
    const part = copy.Index('ix', copy.desc('b'));
    copy.Table(
      't',
      metadata,
      sa.column('a', sa.Integer, { primaryKey: true }),
      copy.column('b', copy.Integer, copy.ForeignKey('t.a')),
      part,
    );
    sa.Table(
      'u',
      metadata,
      copy.column('a', Email, copy.Computed('1')),
      copy.UniqueConstraint('a', { name: copy.conv('x') }),
    );
    expect(sa.toSchema(metadata)).toEqual(copy.toSchema(metadata));
    expect(sa.toSchema(metadata).tables[1]).toEqual({
      name: 'u',
      columns: [{ name: 'a', type: { type: 'String', length: 320 }, computed: { expression: '1' } }],
      constraints: [{ kind: 'unique', name: 'x', columns: ['a'] }],
    });
  });
});

describe('sorted tables', () => {
  const sorted = (...tables: readonly (readonly [name: string, ...targets: string[]])[]): readonly string[] => {
    const metadata = new sa.MetaData();
    for (const [name, ...targets] of tables) {
      const keys = targets.map((target) =>
        ForeignKey(`${target}.id`, target.startsWith('_') ? { useAlter: true } : {}),
      );
      const columns = keys.map((key, at) => column(`to_${at}`, sa.Integer, key));
      sa.Table(name, metadata, column('id', sa.Integer, { primaryKey: true }), ...columns);
    }
    return metadata.sortedTables.map(({ name }) => name);
  };

  it('come after the tables they point at, and else by name', () => {
    expect(sorted(['c'], ['b', 'c'], ['a', 'b'], ['d'])).toEqual(['c', 'b', 'a', 'd']);
    expect(sorted(['a', 'a'], ['b', 'missing'])).toEqual(['a', 'b']);
  });

  it('stand by name in a cycle, unless a key is added later', () => {
    expect(sorted(['a', 'b'], ['b', 'a'])).toEqual(['b', 'a']);
    expect(sorted(['_a', 'b'], ['b', '_a'])).toEqual(['b', '_a']);
  });
});
