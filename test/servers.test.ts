import { expect, it } from 'vitest';
import { describeOn, emptyDatabase, servers } from './support/databases.ts';

for (const server of servers) {
  describeOn(server, () => {
    it('gives every test an empty database of its own', async () => {
      const first = await emptyDatabase(server);
      const second = await emptyDatabase(server);
      try {
        await first.run('CREATE TABLE only_here (id integer)');
        await second.run('CREATE TABLE only_here (id integer)');
        await expect(first.run('CREATE TABLE only_here (id integer)')).rejects.toThrow(/exists/);
        expect(first.url).not.toBe(second.url);
      } finally {
        await first.drop();
        await second.drop();
      }
    });
  });
}
