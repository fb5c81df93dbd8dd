/** create users, posts and tags — 2026-11-22 17:30 */
import * as sa from 'athanor';
import type { Operations } from 'athanor';

export const revision = {
  id: '8bc31ae2aaab',
  parents: [],
  message: 'create users, posts and tags',
  labels: [],
  dependsOn: [],
};

export function upgrade(op: Operations) {
  op.createTable({
    table: {
      name: 'tags',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'updated_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'name', type: sa.String(50), nullable: false },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_tags', columns: ['id'] },
        { kind: 'unique', name: 'uq_tags_name', columns: ['name'] },
      ],
    },
  });
  op.createTable({
    table: {
      name: 'users',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'updated_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'email', type: sa.String(320), nullable: false },
        { name: 'username', type: sa.String(50), nullable: false },
        { name: 'full_name', type: sa.String(100) },
        {
          name: 'status',
          type: sa.Enum(['active', 'banned'], { name: 'user_status' }),
          nullable: false,
          serverDefault: 'active',
        },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_users', columns: ['id'] },
        { kind: 'unique', name: 'uq_users_email', columns: ['email'] },
        { kind: 'check', name: 'ck_users_email_length', expression: 'length(email) > 3' },
      ],
      indexes: [
        { name: 'ix_users_username', columns: ['username'], unique: true },
        { name: 'ix_users_status', columns: ['status', 'created_at'] },
      ],
      comment: 'People who write and read',
    },
  });
  op.createTable({
    table: {
      name: 'posts',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'updated_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'author_id', type: sa.Integer, nullable: false },
        { name: 'title', type: sa.String(200), nullable: false },
        { name: 'slug', type: sa.String(200), nullable: false },
        { name: 'content', type: sa.Text },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_posts', columns: ['id'] },
        { kind: 'unique', name: 'uq_posts_author_slug', columns: ['author_id', 'slug'] },
        {
          kind: 'foreignKey',
          name: 'fk_posts_author_id_users',
          columns: ['author_id'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'CASCADE',
        },
      ],
      indexes: [{ name: 'ix_posts_author_recent', columns: ['author_id', { column: 'created_at', order: 'desc' }] }],
    },
  });
  op.createTable({
    table: {
      name: 'post_tags',
      columns: [
        { name: 'post_id', type: sa.Integer, nullable: false },
        { name: 'tag_id', type: sa.Integer, nullable: false },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_post_tags', columns: ['post_id', 'tag_id'] },
        {
          kind: 'foreignKey',
          name: 'fk_post_tags_post_id_posts',
          columns: ['post_id'],
          references: { table: 'posts', columns: ['id'] },
          onDelete: 'CASCADE',
        },
        {
          kind: 'foreignKey',
          name: 'fk_post_tags_tag_id_tags',
          columns: ['tag_id'],
          references: { table: 'tags', columns: ['id'] },
          onDelete: 'CASCADE',
        },
      ],
    },
  });
  op.createTable({
    table: {
      name: 'profiles',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'updated_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'user_id', type: sa.Integer, nullable: false },
        { name: 'bio', type: sa.Text },
        { name: 'avatar_url', type: sa.String(500) },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_profiles', columns: ['id'] },
        { kind: 'unique', name: 'uq_profiles_user_id', columns: ['user_id'] },
        {
          kind: 'foreignKey',
          name: 'fk_profiles_user_id_users',
          columns: ['user_id'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'CASCADE',
        },
      ],
    },
  });
}

export function downgrade(op: Operations) {
  // Loses data: all rows of profiles
  op.dropTable({ table: { name: 'profiles' } });
  // Loses data: all rows of post_tags
  op.dropTable({ table: { name: 'post_tags' } });
  // Loses data: all rows of posts
  op.dropTable({ table: { name: 'posts' } });
  // Loses data: all rows of users
  op.dropTable({ table: { name: 'users' } });
  // Loses data: all rows of tags
  op.dropTable({ table: { name: 'tags' } });
}
