import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { diff } from '../../src/commands/diff.ts';
import { downgrade } from '../../src/commands/downgrade.ts';
import { reflect } from '../../src/commands/reflect.ts';
import { revision } from '../../src/commands/revision.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import type { Schema } from '../../src/schema/schema.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { Project } from './project.ts';

const first = `
sa.Table('users', metadata,
  sa.column('id', sa.Integer, { primaryKey: true }),
  sa.column('email', sa.String(320), { nullable: false, unique: true }),
  sa.column('status', sa.Enum(['active', 'banned'], { name: 'user_status' }), { nullable: false, serverDefault: 'active' }),
  sa.column('created_at', sa.DateTime({ timezone: true }), { nullable: false, serverDefault: sa.func.now() }),
  sa.CheckConstraint('length(email) > 3', { name: 'ck_users_email' }),
);
sa.Table('posts', metadata,
  sa.column('id', sa.Integer, { primaryKey: true }),
  sa.column('user_id', sa.Integer, sa.ForeignKey('users.id', { name: 'fk_posts_user', ondelete: 'CASCADE' }), { nullable: false }),
  sa.column('title', sa.String(200), { index: true }),
  sa.column('price', sa.Numeric(10, 2), { serverDefault: 0 }),
);`;

const second = `
sa.Table('users', metadata,
  sa.column('id', sa.Integer, { primaryKey: true }),
  sa.column('email', sa.String(200), { nullable: false, unique: true }),
  sa.column('status', sa.Enum(['active', 'banned', 'gone'], { name: 'user_status' }), { nullable: false, serverDefault: 'active' }),
  sa.column('created_at', sa.DateTime({ timezone: true }), { nullable: false, serverDefault: sa.func.now() }),
  sa.column('points', sa.BigInteger, { nullable: false, serverDefault: 7 }),
);
sa.Table('articles', metadata,
  sa.column('id', sa.Integer, { primaryKey: true }),
  sa.column('user_id', sa.Integer, sa.ForeignKey('users.id', { name: 'fk_posts_user' })),
  sa.column('title', sa.String(200)),
  sa.column('price', sa.Numeric(10, 2), { serverDefault: 0 }),
);`;

/** The order of tables and of their parts means nothing, but for columns. */
const inOrder = ({ tables }: Schema): readonly unknown[] =>
  byText(
    tables.map(({ constraints = [], indexes = [], ...table }) => ({
      ...table,
      constraints: byText(constraints),
      indexes: byText(indexes),
    })),
  );

const byText = <T>(parts: readonly T[]): readonly T[] =>
  [...parts].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));

for (const server of servers) {
  describeOn(server, () => {
    it(
      'from models to a checked database and back, twice over',
      () =>
        withDatabase(server, async ({ url, connection }) => {
          const project = new Project(url);
          const one = project.models(first);
          expect(await check(one)).toMatchObject({ isInSync: false, pending: [] });
          const created = await revision({ ...one, autogenerate: true, message: 'first tables' });
          expect(created.revision?.message).toBe('first tables');
          expect(await check(one)).toMatchObject({ isInSync: false, pending: [created.revision?.id] });
          await upgrade(one);
          expect(await check(one)).toMatchObject({ operations: [], isInSync: true, pending: [] });
          expect(await revision({ ...one, autogenerate: true })).not.toHaveProperty('revision');
          const start = inOrder(await reflect(one));
          await connection.execute("INSERT INTO users (email) VALUES ('ada@example.org')");

          const two = project.models(second);
          const changed = await revision({
            ...two,
            autogenerate: true,
            message: 'articles',
            renames: ['posts=articles'],
          });
          expect(changed.hazards?.some(({ kind }) => kind === 'data-loss')).toBe(true);
          await upgrade(two);
          expect((await check(two)).operations).toEqual([]);
          expect(await diff({ ...two, from: 'head', to: 'models' })).toMatchObject({ operations: [] });

          await downgrade({ ...two, target: '-1' });
          expect((await check(one)).operations).toEqual([]);
          expect(inOrder(await reflect(one))).toEqual(start);
          expect(await connection.query('SELECT email FROM users')).toEqual([{ email: 'ada@example.org' }]);
          await downgrade({ ...two, target: 'base' });
          expect((await reflect(one)).tables).toEqual([]);
          expect(readFileSync(created.revision?.path ?? '', 'utf8')).toContain(
            'export function upgrade(op: Operations)',
          );
        }),
      60_000,
    );

    it(
      'the script of a difference makes it when the database runs it',
      () =>
        withDatabase(server, async ({ url, run }) => {
          const project = new Project(url);
          for (const source of [first, second, first]) {
            const options = { ...project.models(source), renames: [] };
            const { sql } = await diff(options);
            await run(sql);
            expect((await check(options)).operations, sql).toEqual([]);
          }
        }),
      60_000,
    );

    it(
      'revisions in SQL are written for the database that was compared',
      () =>
        withDatabase(server, async ({ url }) => {
          const project = new Project(url);
          const options = project.models(first, "migrations: { format: 'sql' },");
          const { revision: written } = await revision({ ...options, autogenerate: true, message: 'tables' });
          expect(written?.path).toMatch(/\.sql$/);
          await upgrade(options);
          expect((await check(options)).operations).toEqual([]);
          await downgrade({ ...options, target: 'base' });
          expect((await reflect(options)).tables).toEqual([]);
        }),
      60_000,
    );
  });
}
