import type { InferInsert, InferRow, InferUpdate, KyselyDatabase } from 'athanor';
import type { ColumnType, Insertable, Kysely, Selectable, Updateable } from 'kysely';
import type * as blog from '../../fixtures/models/blog.ts';
import type { User } from '../../fixtures/models/blog.ts';
import type * as kitchen from '../../fixtures/models/kitchen-sink.ts';
import type * as several from '../../fixtures/models/several-bases.ts';
import { holds, type Same } from './same.ts';

type Blog = KyselyDatabase<typeof blog>;

// Every table of a module is there, by its name, and nothing else.
holds<Same<keyof Blog, 'users' | 'profiles' | 'posts' | 'tags' | 'post_tags' | 'comments'>>();
holds<
  Same<keyof KyselyDatabase<typeof several>, 'users' | 'analytics.page_view' | 'events.event' | 'a' | 'model_bs'>
>();

// Kysely sees what we infer.
holds<Same<Selectable<Blog['users']>, InferRow<typeof User>>>();
declare const inserted: Insertable<Blog['users']>;
declare const updated: Updateable<Blog['users']>;
export const viaInsert: InferInsert<typeof User> = inserted;
export const viaUpdate: InferUpdate<typeof User> = updated;
holds<Same<Insertable<Blog['users']>['email'], string>>();

// Our column has the shape of Kysely's own.
declare const ours: Blog['users']['created_at'];
export const theirs: ColumnType<Date, Date | string | undefined, Date | string> = ours;

// Kysely works with the driver's values: a decorator takes no part.
holds<Same<Selectable<KyselyDatabase<typeof kitchen>['examples']>['metadata'], string | null>>();
holds<Same<Selectable<KyselyDatabase<typeof kitchen, 'sqlite'>['examples']>['is_active'], 0 | 1 | null>>();

export async function queries(db: Kysely<Blog>): Promise<void> {
  const rows = await db
    .selectFrom('users')
    .innerJoin('posts', 'posts.author_id', 'users.id')
    .select(['users.email', 'users.status', 'posts.title', 'posts.content'])
    .where('users.status', '=', 'active')
    .execute();
  holds<
    Same<(typeof rows)[number], { email: string; status: 'active' | 'banned'; title: string; content: string | null }>
  >();
  await db.insertInto('users').values({ email: 'a@example.org', username: 'a' }).execute();
  // @ts-expect-error a required column is missing
  await db.insertInto('users').values({ email: 'a@example.org' }).execute();
  // @ts-expect-error not a value of the enum
  await db.updateTable('users').set({ status: 'nope' }).execute();
  // @ts-expect-error not a column
  await db.selectFrom('users').select('nickname').execute();
}

export async function computed(db: Kysely<KyselyDatabase<typeof kitchen>>): Promise<void> {
  await db.insertInto('examples').values({ email: 'a@example.org' }).execute();
  // @ts-expect-error the database computes it
  await db.insertInto('examples').values({ email: 'a@example.org', shout: 'A' }).execute();
}
