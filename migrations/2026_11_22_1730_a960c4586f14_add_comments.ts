/** add comments — 2026-11-22 17:30 */
import * as sa from 'athanor';
import type { Operations } from 'athanor';

export const revision = {
  id: 'a960c4586f14',
  parents: ['8bc31ae2aaab'],
  message: 'add comments',
  labels: [],
  dependsOn: [],
};

export function upgrade(op: Operations) {
  op.createTable({
    table: {
      name: 'comments',
      columns: [
        { name: 'id', type: sa.Integer, nullable: false, autoincrement: true },
        { name: 'created_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'updated_at', type: sa.DateTime({ timezone: true }), nullable: false, serverDefault: sa.func.now() },
        { name: 'post_id', type: sa.Integer, nullable: false },
        { name: 'author_id', type: sa.Integer },
        { name: 'parent_id', type: sa.Integer },
        { name: 'body', type: sa.Text, nullable: false },
      ],
      constraints: [
        { kind: 'primaryKey', name: 'pk_comments', columns: ['id'] },
        {
          kind: 'foreignKey',
          name: 'fk_comments_post_id_posts',
          columns: ['post_id'],
          references: { table: 'posts', columns: ['id'] },
          onDelete: 'CASCADE',
        },
        {
          kind: 'foreignKey',
          name: 'fk_comments_author_id_users',
          columns: ['author_id'],
          references: { table: 'users', columns: ['id'] },
          onDelete: 'SET NULL',
        },
        {
          kind: 'foreignKey',
          name: 'fk_comments_parent_id_comments',
          columns: ['parent_id'],
          references: { table: 'comments', columns: ['id'] },
          onDelete: 'CASCADE',
        },
      ],
      indexes: [{ name: 'ix_comments_post_id', columns: ['post_id'] }],
    },
  });
}

export function downgrade(op: Operations) {
  // Loses data: all rows of comments
  op.dropTable({ table: { name: 'comments' } });
}
