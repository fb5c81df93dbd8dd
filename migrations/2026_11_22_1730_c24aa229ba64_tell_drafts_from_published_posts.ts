/** tell drafts from published posts — 2026-11-22 17:30 */
import * as sa from 'athanor';
import type { Operations } from 'athanor';

export const revision = {
  id: 'c24aa229ba64',
  parents: ['a960c4586f14'],
  message: 'tell drafts from published posts',
  labels: [],
  dependsOn: [],
};

export function upgrade(op: Operations) {
  op.addColumn({
    table: 'posts',
    column: { name: 'published', type: sa.Boolean, nullable: false, serverDefault: false },
  });
}

export function downgrade(op: Operations) {
  // Loses data: all values of published
  op.dropColumn({ table: 'posts', column: { name: 'published' } });
}
