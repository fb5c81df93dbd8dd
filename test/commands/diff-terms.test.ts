import { expect, it } from 'vitest';
import { diff } from '../../src/commands/diff.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, withDatabase } from '../support/databases.ts';
import { server } from '../support/server.ts';
import { Project } from './project.ts';

const revision = (id: string, parents: readonly string[], body: string): string =>
  `import * as sa from 'athanor';
export const revision = { id: '${id}', parents: ${JSON.stringify(parents)}, message: '${id}' };
export function upgrade(op) { ${body} }
export function downgrade() {}
`;

const history = {
  'migrations/one.ts': revision(
    'one',
    [],
    `op.createTable({ table: { name: 't', columns: [{ name: 'a', type: sa.Integer }],
       constraints: [{ kind: 'check', name: 'ck', expression: 'a > 0' }] } });`,
  ),
  'migrations/two.ts': revision(
    'two',
    ['one'],
    "op.dropConstraint({ table: 't', constraint: { kind: 'check', name: 'ck' } });",
  ),
};

for (const wanted of [await server('mysql'), await server('mariadb')]) {
  describeOn(wanted, () => {
    it.each(['mysql', 'mariadb'])(
      'two revisions are compared on the terms of the server that a %s URL leads to',
      (scheme) =>
        withDatabase(wanted, async ({ url, run, connection }) => {
          const project = new Project(url.replace(/^\w+:/, `${scheme}:`), history);
          const options = project.models('');
          await upgrade({ ...options, target: 'one' });
          const { sql, notes } = await diff({ ...options, from: 'one', to: 'two' });
          expect(notes).toEqual([]);
          await run(sql);
          expect(
            await connection.query("SELECT 1 FROM information_schema.TABLE_CONSTRAINTS WHERE CONSTRAINT_NAME = 'ck'"),
          ).toEqual([]);
        }),
    );
  });
}

it.each([
  ['mysql', 'DROP CHECK'],
  ['mariadb', 'DROP CONSTRAINT'],
])('a %s URL is taken at its word where nobody answers, which is said', async (scheme, words) => {
  const options = new Project(`${scheme}://me:secret@127.0.0.1:1/app`, history).models('');
  const { sql, notes } = await diff({ ...options, from: 'one', to: 'two' });
  expect(sql).toContain(words);
  expect(notes).toEqual([
    `${scheme}://me@127.0.0.1:1/app could not be asked which server it is: this is for the one that its URL names`,
  ]);
});
