import { beforeAll, describe, expect, it } from 'vitest';
import { describeOn, servers } from '../support/databases.ts';
import { ensureBuilt } from './built.ts';
import { canary } from './mistake.ts';
import { Session } from './session.ts';

const files = { 'migrate.config.mjs': 'export default { url: process.env.URL_OF_TEST };\n', 'migrations/.gitkeep': '' };

async function inSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const session = new Session();
  try {
    session.write(files);
    return await work(session);
  } finally {
    session.end();
  }
}

for (const server of servers.filter(({ dialect }) => dialect !== 'sqlite')) {
  describeOn(server, () => {
    it('who is not let in is told so, without the password', () =>
      inSession(async (session) => {
        const url = new URL(server.url);
        url.username = 'nobody_known';
        url.password = canary;
        url.pathname = '/app';
        const { exitCode, stderr } = await session.migrate(['current', '--url', url.href]);
        expect({ exitCode, stderr }).toEqual({
          exitCode: 2,
          stderr: expect.stringMatching(/^error: cannot connect to \w+:\/\/nobody_known@.*\n {2}next: .+\n$/),
        });
        expect(stderr).not.toContain(canary);
      }));

    it('a database that does not exist is named', () =>
      inSession(async (session) => {
        const url = new URL(server.url);
        url.pathname = '/no_such_database';
        const { exitCode, stderr } = await session.migrate(['current', '--url', url.href]);
        expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('no_such_database') });
      }));
  });
}

describe('a driver that is not installed', () => {
  beforeAll(ensureBuilt, 180_000);

  /** Modules that tell Node that no driver is there. */
  const hiding = {
    'hide.mjs': "import { register } from 'node:module';\nregister('./hook.mjs', import.meta.url);\n",
    'hook.mjs': `export async function resolve(name, context, next) {
  if (!['pg', 'mysql2', 'better-sqlite3'].includes(name.split('/')[0])) return next(name, context);
  throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
}
`,
  };

  it.each([
    ['postgresql://localhost/app', 'pg'],
    ['mysql://localhost/app', 'mysql2'],
    ['mariadb://localhost/app', 'mysql2'],
    ['sqlite:///app.db', 'better-sqlite3'],
  ])('%s: %s is named with the command that installs it', async (url, driver) => {
    const session = new Session({ env: { NODE_OPTIONS: '--import=./hide.mjs' } });
    try {
      session.write({ ...files, ...hiding });
      const { exitCode, stderr } = await session.spawn(['current', '--url', url]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(`npm install ${driver}`) });
    } finally {
      session.end();
    }
  });
});
