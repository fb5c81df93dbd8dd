import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../cli/built.ts';
import { type Ended, Session } from '../cli/session.ts';
import { root } from '../support/source-files.ts';
import { type ProjectShape, shapes } from './projects.ts';

let session: Session;

/** The packages that every project has, as a package manager puts them there. */
const installed = {
  'node_modules/athanor': root,
  'node_modules/better-sqlite3': join(root, 'node_modules/better-sqlite3'),
};

function begin({ files, links = {}, from = '.' }: ProjectShape): (...argv: readonly string[]) => Promise<Ended> {
  session = new Session();
  session.write({ [join(from, 'migrations/.gitkeep')]: '', ...files });
  const wanted = Object.entries(links).map(([at, to]) => [at, join(session.folder, to)] as const);
  for (const [at, to] of [...Object.entries(installed), ...wanted]) {
    mkdirSync(dirname(join(session.folder, at)), { recursive: true });
    symlinkSync(to, join(session.folder, at));
  }
  return (...argv) => session.spawn(argv, { cwd: join(session.folder, from) });
}

async function succeed(ended: Promise<Ended>): Promise<string> {
  const { stdout, stderr, exitCode } = await ended;
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout;
}

describe('a project', () => {
  beforeAll(ensureBuilt, 180_000);
  afterEach(() => session.end());

  it.each(Object.entries(shapes))(
    'may be %s',
    async (_, shape) => {
      const migrate = begin(shape);
      if (shape.isPlain === true) {
        await succeed(migrate('upgrade'));
        expect(await succeed(migrate('status'))).not.toContain('pending');
        await succeed(migrate('downgrade', 'base'));
        return;
      }
      expect(await succeed(migrate('revision', '--autogenerate', '-m', 'users'))).toContain('+ create table');
      expect(await succeed(migrate('upgrade'))).toContain('applied');
      expect(await succeed(migrate('check'))).toContain('in sync');
      if (shape.script !== undefined) {
        const [file, said] = shape.script;
        expect(execFileSync(process.execPath, [file], { cwd: session.folder, encoding: 'utf8' })).toBe(said);
      }
    },
    120_000,
  );

  it('without models writes revisions by hand, and says what comparing would need', async () => {
    const migrate = begin({ files: { 'migrate.config.mjs': "export default { url: 'sqlite:///app.db' };\n" } });
    await succeed(migrate('revision', '-m', 'first', '--rev-id', 'a'));
    await succeed(migrate('upgrade'));
    for (const argv of [['check'], ['revision', '--autogenerate']]) {
      const { stderr, exitCode } = await migrate(...argv);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("set 'metadata' in the config");
    }
  }, 120_000);
});
