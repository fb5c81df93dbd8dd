import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { current } from '../../src/commands/current.ts';
import { downgrade } from '../../src/commands/downgrade.ts';
import { importHistory } from '../../src/commands/import.ts';
import { upgradeScript } from '../../src/commands/offline.ts';
import { revision } from '../../src/commands/revision.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { Project } from '../commands/project.ts';
import { describeOn, servers, withDatabase } from '../support/databases.ts';

/** A history whose ids are versions, the first of them said in another file. */
const files = {
  'migrate.config.ts': "export default { migrations: { fileTemplate: '{id}' } };\n",
  'old/ids.py': "FIRST = '1.0'\n",
  'old/first.py': 'from ids import FIRST\nrevision = FIRST\ndown_revision = None\n',
  'old/second.py': "import ids\nrevision = '1.1.d'\ndown_revision = ids.FIRST\n",
  'up.sql': [
    '-- Running upgrade  -> 1.0',
    'CREATE TABLE one (id INTEGER);',
    "INSERT INTO alembic_version (version_num) VALUES ('1.0');",
    '-- Running upgrade 1.0 -> 1.1.d',
    'CREATE TABLE two (id INTEGER);',
    "UPDATE alembic_version SET version_num='1.1.d' WHERE alembic_version.version_num = '1.0';",
    '',
  ].join('\n\n'),
  'down.sql': [
    '-- Running downgrade 1.1.d -> 1.0',
    'DROP TABLE two;',
    "UPDATE alembic_version SET version_num='1.0' WHERE alembic_version.version_num = '1.1.d';",
    '',
  ].join('\n\n'),
};

for (const server of servers) {
  describeOn(server, () => {
    it('a history whose ids hold dots is taken over from Alembic, run, gone on with and taken back', () =>
      withDatabase(server, async ({ url, run }) => {
        const { folder, options } = new Project(url, files);
        await run(
          "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL); INSERT INTO alembic_version VALUES ('1.0'); CREATE TABLE one (id INTEGER)",
        );
        const scripts = ['up.sql', 'down.sql'];
        const imported = await importHistory({ ...options, tool: 'alembic', folders: ['old'], scripts, stamp: true });
        expect(imported.written.map((one) => one.revision)).toEqual(['1.0', '1.1.d']);
        const at = async () => (await current(options)).revisions.map(({ id }) => id);
        expect(await at()).toEqual(['1.0']);

        await upgrade(options);
        expect(await at()).toEqual(['1.1.d']);
        await revision({ ...options, message: '', id: '1.2.d' });
        expect(readdirSync(join(folder, 'migrations')).sort()).toEqual([
          '.gitkeep',
          '1_2_d.ts',
          'first.sql',
          'second.sql',
        ]);
        expect((await upgrade({ ...options, target: '1.1.d+1' })).after).toEqual(['1.2.d']);
        expect((await downgrade({ ...options, target: '1.0' })).after).toEqual(['1.0']);
        const { sql } = await upgradeScript({ ...options, range: '1.0:1.1.d' });
        expect(sql).toContain("'1.1.d'");
      }));
  });
}
