import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check } from '../../src/commands/check.ts';
import { current } from '../../src/commands/current.ts';
import { diff } from '../../src/commands/diff.ts';
import { history, readLog } from '../../src/commands/history.ts';
import { reflect } from '../../src/commands/reflect.ts';
import { status } from '../../src/commands/status.ts';
import { upgrade } from '../../src/commands/upgrade.ts';
import { Project } from './project.ts';

const models = "sa.Table('authors', metadata, sa.column('id', sa.Integer, { primaryKey: true }));";

it('commands that read take a SQLite file that is not there for an empty database, and make none', async () => {
  const project = new Project('sqlite:///./nowhere.db');
  const options = project.models(models);
  const file = join(project.folder, 'nowhere.db');
  expect(await current(options)).toMatchObject({ revisions: [] });
  expect((await status(options)).database).toContain('nowhere.db');
  expect(await check(options)).toMatchObject({ isInSync: false });
  expect((await diff(options)).operations).toHaveLength(1);
  expect((await reflect(options)).tables).toEqual([]);
  await history({ ...options, indicateCurrent: true });
  await readLog(options);
  expect(existsSync(file)).toBe(false);
  await upgrade(options);
  expect(existsSync(file)).toBe(true);
});
