import { expect, it } from 'vitest';
import { current } from '../../src/commands/current.ts';
import { status } from '../../src/commands/status.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { Project } from './project.ts';

const revision = (id: string, parents: readonly string[]): string =>
  `-- ${id}\n-- revision: { id: '${id}', parents: ${JSON.stringify(parents)}, message: '', labels: [], dependsOn: [] }\n` +
  `-- migrate:up\nCREATE TABLE t_${id} (id INTEGER);\n-- migrate:down\nDROP TABLE t_${id};\n`;

const long = 'a_revision_id_that_is_longer_than_32_characters';

for (const server of servers) {
  describeOn(server, () => {
    it("Alembic's version table is read, moved and left as it is", () =>
      withDatabase(server, async ({ url, run, connection, dialect }) => {
        await run(
          "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); INSERT INTO alembic_version VALUES ('ae1027a6acf'); CREATE TABLE t_ae1027a6acf (id INTEGER);",
        );
        const reflect = async () => {
          const { tables } = await dialect.reflect(connection, { tables: [{ name: 'alembic_version' }] });
          return tables.find(({ name }) => name === 'alembic_version');
        };
        const before = await reflect();
        const project = new Project(url, {
          'migrate.config.ts': "export default { versionTable: 'alembic_version' };\n",
          'migrations/1.sql': revision('ae1027a6acf', []),
          'migrations/2.sql': revision('b2', ['ae1027a6acf']),
        });
        expect((await current(project.options)).revisions.map(({ id }) => id)).toEqual(['ae1027a6acf']);
        await upgrade(project.options);
        expect(await connection.query('SELECT version_num FROM alembic_version')).toEqual([{ version_num: 'b2' }]);
        expect(await reflect()).toEqual(before);
        const states = (await status(project.options)).revisions.map(({ revision: id, state }) => `${id} ${state}`);
        expect(states).toEqual(['ae1027a6acf applied', 'b2 applied']);

        project.write({ 'migrations/3.sql': revision('c3', ['b2']), 'migrations/4.sql': revision(long, ['c3']) });
        await expect(upgrade(project.options)).rejects.toMatchObject({
          code: 'version_column_too_short',
          exitCode: 2,
          message: `'${long}' does not fit alembic_version.version_num, which holds 32 characters`,
        });
        expect(await connection.query('SELECT version_num FROM alembic_version')).toEqual([{ version_num: 'b2' }]);
      }));

    it('a version table of another name keeps its history and journal beside it', () =>
      withDatabase(server, async ({ url, connection }) => {
        const project = new Project(url, {
          'migrate.config.ts': "export default { versionTable: 'schema_version' };\n",
          'migrations/1.sql': revision('a1', []),
        });
        await upgrade(project.options);
        expect(await connection.query('SELECT revision FROM schema_history')).toEqual([{ revision: 'a1' }]);
        expect(await connection.query('SELECT revision FROM schema_journal')).toEqual([]);
      }));
  });
}
