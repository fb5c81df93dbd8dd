import type { InferInsert, InferRow, InferUpdate } from 'athanor';
import * as sa from 'athanor';
import { column } from 'athanor';
import { Post, type Profile, type postTags, User } from '../../fixtures/models/blog.ts';
import type { Example } from '../../fixtures/models/kitchen-sink.ts';
import type { Host } from '../../fixtures/models/postgresql-types.ts';
import type { PageView } from '../../fixtures/models/several-bases.ts';
import type { OrderItem } from '../../fixtures/models/shop.ts';
import { holds, type Same } from './same.ts';

// A row has a key for every column, by the name in the database, and no key for a relationship.
holds<
  Same<
    InferRow<typeof User>,
    {
      id: number;
      created_at: Date;
      updated_at: Date;
      email: string;
      username: string;
      full_name: string | null;
      status: 'active' | 'banned';
    }
  >
>();

// An insert may leave out what can be null, what has a server default, and the number of the row.
holds<
  Same<
    InferInsert<typeof User>,
    {
      email: string;
      username: string;
      id?: number | undefined;
      created_at?: Date | string | undefined;
      updated_at?: Date | string | undefined;
      full_name?: string | null | undefined;
      status?: 'active' | 'banned' | undefined;
    }
  >
>();

// An update may leave out anything.
holds<
  Same<
    InferUpdate<typeof Profile>,
    {
      id?: number | undefined;
      created_at?: Date | string | undefined;
      updated_at?: Date | string | undefined;
      user_id?: number | undefined;
      bio?: string | null | undefined;
      avatar_url?: string | null | undefined;
    }
  >
>();

// The key of an association is given by you.
holds<Same<InferRow<typeof postTags>, { post_id: number; tag_id: number }>>();
holds<Same<InferInsert<typeof postTags>, { post_id: number; tag_id: number }>>();

// What the database computes cannot be written.
holds<Same<keyof InferInsert<typeof OrderItem>, 'order_id' | 'product_id' | 'quantity' | 'price'>>();
holds<Same<keyof InferUpdate<typeof PageView>, 'path' | 'user_id' | 'ok'>>();

// Rows are what each driver returns.
holds<Same<InferRow<typeof PageView>['id'], string>>();
holds<Same<InferRow<typeof PageView, 'mysql'>['id'], number>>();
holds<Same<InferRow<typeof PageView, 'sqlite'>['ok'], 0 | 1>>();
holds<Same<InferRow<typeof PageView, 'mariadb'>['ok'], 0 | 1>>();
holds<Same<InferRow<typeof Example>['price'], string | null>>();
holds<Same<InferRow<typeof Example, 'sqlite'>['price'], number | null>>();
holds<Same<InferRow<typeof Example, 'sqlite'>['created_at'], string | null>>();
holds<Same<InferRow<typeof Example>['settings'], { theme: 'light' | 'dark' } | null>>();
holds<Same<InferRow<typeof Example, 'sqlite'>['settings'], string | null>>();
holds<Same<InferRow<typeof Example>['file_data'], Buffer | null>>();

// A variant decides for its database, and keeps the number of the row.
holds<Same<InferRow<typeof Example>['id'], string>>();
holds<Same<InferRow<typeof Example, 'sqlite'>['id'], number>>();
holds<Same<InferInsert<typeof Example, 'sqlite'>['id'], number | undefined>>();
const variant = sa.withVariant(sa.Text, { mysql: sa.mysql.Set(['a']), postgresql: sa.BigInteger });
declare const varied: InferRow<ReturnType<typeof tableWith<typeof variant>>>;
const tableWith = <T extends sa.AnyType>(type: T) =>
  sa.Table('t', new sa.MetaData(), column('c', type, { nullable: false }));

export { varied };

// Enums of TypeScript give the values behind their members.
holds<Same<InferRow<typeof Example>['role'], 'admin' | 'user' | 'moderator' | null>>();

// A decorator decides what your code sees.
holds<Same<InferRow<typeof Example>['email'], string>>();
holds<Same<InferRow<typeof Example>['metadata'], Readonly<Record<string, unknown>> | null>>();
holds<Same<InferInsert<typeof Example>['metadata'], Readonly<Record<string, unknown>> | null | undefined>>();

// Lists are lists of what the driver returns, where it knows the type of their items.
holds<Same<InferRow<typeof Host>['tags'], string[]>>();
holds<Same<InferRow<typeof Host>['counters'], string[] | null>>();
holds<Same<InferRow<typeof Host>['states'], string | null>>();
holds<Same<InferRow<typeof Host>['place'], sa.postgresql.PointValue | null>>();

// The name of the table is known.
holds<Same<(typeof User)['tablename'], 'users'>>();
holds<Same<(typeof PageView)['tablename'], 'page_view'>>();
holds<Same<sa.TableNameOf<'snake_plural', 'BlogPost'>, 'blog_posts'>>();
holds<Same<sa.TableNameOf<'snake_plural', 'Category'>, 'categories'>>();
holds<Same<sa.TableNameOf<'snake_plural', 'Box'>, 'boxes'>>();
holds<Same<sa.TableNameOf<'snake_plural', 'Day'>, 'days'>>();
holds<Same<sa.TableNameOf<'snake', 'HTTPServer'>, 'http_server'>>();
holds<Same<sa.TableNameOf<'snake', 'OAuth2Token'>, 'o_auth2_token'>>();
holds<Same<sa.TableNameOf<(model: string) => string, 'User'>, string>>();

// A class that extends a model is the type of its rows, with its own members beside them.
declare const row: InferRow<typeof User>;
const user: User = new User(row);
const label: string = user.label;
const status: 'active' | 'banned' = user.status;

export { label, status };

// @ts-expect-error a column that is not there
Post.c.titel;
// @ts-expect-error a row lacks columns
new User({ id: 1 });

const Base = sa.declarativeBase({ tablename: (model) => `t_${model.toLowerCase()}` });
holds<Same<ReturnType<typeof make>['tablename'], string>>();
const make = () => Base.model('X', { id: column(sa.Integer, { primaryKey: true }) });

export const wrong = Base.model(
  'Wrong',
  {
    id: column(sa.Integer, { primaryKey: true }),
    // @ts-expect-error a default that the column does not take
    count: column(sa.Integer, { default: 'many' }),
    // @ts-expect-error a value that the enum does not have
    state: column(sa.Enum(['on', 'off']), { default: 'of' }),
    // @ts-expect-error an option that does not exist
    name: column(sa.String(10), { nulable: false }),
    // @ts-expect-error a target without a column
    other: column(sa.Integer, sa.ForeignKey('users')),
  },
  // @ts-expect-error a column that is not there
  (t) => [sa.Index('ix_wrong', t.cuont)],
);
