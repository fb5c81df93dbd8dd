import { expect, it } from 'vitest';
import { reverseAll } from '../../src/operations/reverse.ts';
import type { Column } from '../../src/schema/column.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { EnumType } from '../../src/schema/type.ts';
import { describeOn, type FreshDatabase, servers, withDatabase } from '../support/databases.ts';
import { difference, reflect, run } from '../support/migrate.ts';

const table = (...columns: readonly Column[]): Schema => ({
  tables: [
    {
      name: 't',
      columns: [{ name: 'id', type: { type: 'Integer' }, nullable: false }, ...columns],
      constraints: [{ kind: 'primaryKey', columns: ['id'] }],
    },
  ],
});

const checked = (values: readonly string[], more: Partial<EnumType> = {}): Schema =>
  table({ name: 's', type: { type: 'Enum', values, native: false, createConstraint: true, ...more } });

const name = 'ck_s';
const from = checked(['a', 'b'], { name });

const cases: readonly (readonly [what: string, from: Schema, to: Schema])[] = [
  ['gets a value', from, checked(['a', 'b', 'cc'], { name })],
  ['has no name and gets a value', checked(['a', 'b']), checked(['a', 'b', 'cc'])],
  ['has a value renamed', from, checked(['a', 'z'], { name, renamedFrom: { z: 'b' } })],
  ['goes', from, table({ name: 's', type: { type: 'String', length: 5 } })],
  ['makes room for an enum', from, table({ name: 's', type: { type: 'Enum', values: ['a', 'b'], name: 'letters' } })],
];

const remaining = async (database: FreshDatabase, declared: Schema) =>
  (await difference(database, await reflect(database), declared)).operations;

const portable = servers.filter(({ key }) => key !== 'postgresql15');
const targets = portable.filter(({ reason }) => reason === undefined);

for (const author of portable) {
  describeOn(author, () => {
    it.each(cases)(
      'a revision for a checked list of values that %s runs on every database',
      async (_, before, after) => {
        const written = await withDatabase(author, async (database) => {
          const first = await remaining(database, before);
          await run(database, first);
          return { first, second: await remaining(database, after) };
        });
        for (const target of targets) {
          await withDatabase(target, async (database) => {
            await run(database, written.first);
            await database.connection.execute("INSERT INTO t (id, s) VALUES (1, 'a')");
            await run(database, written.second);
            expect(await remaining(database, after), `done on ${target.key}`).toEqual([]);
            await run(database, reverseAll(written.second));
            expect(await remaining(database, before), `taken back on ${target.key}`).toEqual([]);
            expect(await database.connection.query('SELECT s FROM t')).toEqual([{ s: 'a' }]);
          });
        }
      },
    );
  });
}
