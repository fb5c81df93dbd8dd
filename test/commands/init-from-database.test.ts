import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { init } from '../../src/commands/init.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const grown = `
  CREATE TABLE authors (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL);
  CREATE TABLE articles (
    id INTEGER NOT NULL PRIMARY KEY, author_id INTEGER NOT NULL, title VARCHAR(200) NOT NULL,
    views INTEGER DEFAULT 0 NOT NULL, FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE);
  CREATE INDEX articles_by_title ON articles (title);
  CREATE VIEW popular AS SELECT title FROM articles WHERE views > 100`;

for (const server of servers) {
  describeOn(server, () => {
    it('takes a database over, so that it is in sync and another one can be made like it', () =>
      withDatabase(server, async (database) => {
        await database.run(grown);
        const directory = temporaryFolder();
        const result = await init({ directory, fromDatabase: database.url });
        expect(result).toMatchObject({ kept: [], adopted: { tables: 2, notes: [] } });
        const [revision] = readdirSync(join(directory, 'migrations')).filter((name) => name.endsWith('_baseline.ts'));
        expect(result.created).toEqual([
          'migrate.config.ts',
          'src/models.ts',
          'migrations/.gitkeep',
          `migrations/${revision}`,
        ]);
        expect(await check({ cwd: directory, url: database.url })).toMatchObject({ isInSync: true, operations: [] });
        await withDatabase(server, async ({ url }) => {
          await upgrade({ cwd: directory, url });
          expect(await check({ cwd: directory, url })).toMatchObject({ isInSync: true, operations: [] });
        });
        const config = readFileSync(join(directory, 'migrate.config.ts'), 'utf8');
        const { password } = server.dialect === 'sqlite' ? { password: '' } : new URL(database.url);
        expect(password !== '' && config.includes(password)).toBe(false);
      }));

    it('refuses a database that has nothing, and one that is under control already', () =>
      withDatabase(server, async (database) => {
        const directory = temporaryFolder();
        await expect(init({ directory, fromDatabase: database.url })).rejects.toThrow('no tables and no other objects');
        expect(readdirSync(directory)).toEqual([]);
        await database.run(grown);
        await init({ directory, fromDatabase: database.url });
        const other = temporaryFolder();
        await expect(init({ directory: other, fromDatabase: database.url })).rejects.toThrow('no file');
        expect(readdirSync(other)).toEqual([]);
      }));
  });
}

describe('init from a database', () => {
  it.each([
    [{ 'migrate.config.js': 'export default {};\n' }, 'migrate.config.js is there already'],
    [{ 'src/models.ts': '' }, 'src/models.ts is there already'],
    [
      { 'migrations/a.sql': "-- revision: { id: 'a', parents: [] }\n-- migrate:up\n-- migrate:down\n" },
      'holds revisions',
    ],
  ])('refuses a project that has begun: %o', async (files: Readonly<Record<string, string>>, message) => {
    const directory = temporaryFolder(files);
    await expect(init({ directory, fromDatabase: 'sqlite:///grown.db' })).rejects.toThrow(message);
  });

  it('refuses a template without models, and schemas of no database', async () => {
    const directory = temporaryFolder();
    const options = { directory, fromDatabase: 'sqlite:///grown.db', template: 'sql' } as const;
    await expect(init(options)).rejects.toThrow("the template 'sql' has no models of a database");
    await expect(init({ directory, schemas: ['a'] })).rejects.toThrow('there is none');
  });
});
