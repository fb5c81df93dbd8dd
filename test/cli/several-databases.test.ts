import { afterEach, expect, it } from 'vitest';
import { databaseNames } from '../../src/commands/database-names.ts';
import { Session } from './session.ts';

const config = (top: string, ...names: readonly string[]): string =>
  `export default { ${top} databases: { ${names
    .map((name) => `${name}: { url: 'sqlite:///${name}.db', migrations: './${name}' }`)
    .join(', ')} } };\n`;

const revision = (id: string, sql: string): string =>
  `-- revision: { id: '${id}', parents: [] }\n-- migrate:up\n${sql};\n-- migrate:down\n`;

const files = {
  'migrate.config.mjs': config('', 'shop', 'crm'),
  'shop/a.sql': revision('a', 'CREATE TABLE shop (id int)'),
  'crm/b.sql': revision('b', 'CREATE TABLE crm (id int)'),
};

let session: Session;
const begin = (project: Readonly<Record<string, string>>): Session => {
  session = new Session();
  session.write(project);
  return session;
};
afterEach(() => session.end());

it('a command runs on each database in turn, and says on which', async () => {
  const { stdout, exitCode } = await begin(files).migrate(['upgrade', '-n', 'all']);
  expect(stdout.replaceAll(/\(\d+ ms\)/g, '').replaceAll(session.folder, '')).toBe(
    '# shop\napplied a \nsqlite:////shop.db is at a\n# crm\napplied b \nsqlite:////crm.db is at b\n',
  );
  expect(exitCode).toBe(0);
  const { stdout: json } = await session.migrate(['current', '-n', 'crm', '-n', 'shop', '--json']);
  expect(JSON.parse(json)).toMatchObject({
    ok: true,
    command: 'current',
    databases: [
      { name: 'crm', ok: true, exitCode: 0, revisions: [{ id: 'b' }] },
      { name: 'shop', ok: true, exitCode: 0, revisions: [{ id: 'a' }] },
    ],
  });
});

it('one that fails does not keep the others from their turn, and the worst exit code is that of all', async () => {
  begin({ ...files, 'shop/a.sql': revision('a', 'CREATE nonsense') });
  const { stdout, stderr, exitCode } = await session.migrate(['upgrade', '-n', 'all']);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^# shop\nerror: upgrade of revision a failed/);
  expect(stdout).toMatch(/^# crm\napplied b/);
  const { stdout: json, exitCode: worst } = await session.migrate(['status', '-n', 'all', '--exit-code', '--json']);
  expect(worst).toBe(5);
  expect(JSON.parse(json)).toMatchObject({ ok: false, databases: [{ exitCode: 5 }, { exitCode: 0 }] });
});

it('events say of which database they are', async () => {
  const { stdout } = await begin(files).migrate(['upgrade', '-n', 'all', '--json']);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const finished = lines.filter(({ event }) => event === 'stepFinished');
  expect(finished.map(({ name, step }) => `${name} ${step.revision}`)).toEqual(['shop a', 'crm b']);
  expect(lines.at(-1)).toMatchObject({ ok: true, databases: [{ name: 'shop' }, { name: 'crm' }] });
});

it('the names of a database count once, and those that are not there are errors of their own', async () => {
  const { stdout, exitCode } = await begin(files).migrate(['heads', '-n', 'shop', '-n', 'shop', '-n', 'hr', '--json']);
  expect(JSON.parse(stdout).databases).toMatchObject([
    { name: 'shop', ok: true },
    { name: 'hr', ok: false, error: { code: 'config', hint: 'it has shop, crm' } },
  ]);
  expect(exitCode).toBe(2);
});

it.each([
  ['all of them are those with a name', config('', 'a', 'b'), ['a', 'b']],
  ['what is shared is no database', config("url: 'sqlite://',", 'a', 'b'), ['a', 'b']],
  ['what has a URL and migrations at the top is one', config("url: 'sqlite://', migrations: 'm',", 'a'), [null, 'a']],
  ['there may be only that one', 'export default {};', [null]],
])('%s', async (_, text, names) => {
  begin({ 'migrate.config.mjs': text });
  expect((await databaseNames({ cwd: session.folder })).map((name) => name ?? null)).toEqual(names);
});

it.each([
  [['heads', '-n', 'all', '--url', 'sqlite://'], '--url names one database, and --name several'],
  [['heads', '-n', 'a', '-n', 'b', '--url', 'sqlite://'], '--url names one database, and --name several'],
])('%j is refused', async (argv, message) => {
  const { stderr, exitCode } = await begin(files).migrate(argv);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});

it('a database cannot be called what stands for all', async () => {
  const { stderr } = await begin({ 'migrate.config.mjs': config('', 'all') }).migrate(['heads']);
  expect(stderr).toContain("'databases' has a database 'all', which --name could not name");
});
