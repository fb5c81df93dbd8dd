import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { configNames } from '../../src/config/find.ts';
import { loadSettings } from '../../src/config/load.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Files = Readonly<Record<string, string>>;

const models =
  "import * as sa from 'athanor';\nexport const Base = sa.declarativeBase();\nexport const User = Base.model('User', { id: sa.column(sa.Integer, { primaryKey: true }) });\n";
const config = (body: string): string =>
  `import { defineConfig } from 'athanor';\nexport default defineConfig(${body});\n`;
const minimal = config("{ url: 'sqlite:///./app.db' }");

afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('ATHANOR_CONFIG_')) delete process.env[name];
});

/** What each config says of the database and of everything else that is plain data. */
const accepted: Readonly<Record<string, readonly [files: Files, settings: object]>> = {
  'nothing but a URL': [
    { 'migrate.config.ts': minimal },
    {
      metadata: [],
      naming: { template: '{date}_{time}_{id}_{slug}', slugLength: 40 },
      format: 'ts',
      filters: {},
      versionTable: { name: 'athanor_version' },
      transaction: 'per-revision',
      lockTimeoutMs: 60_000,
    },
  ],
  everything: [
    {
      'migrate.config.ts': config(`{
        url: 'sqlite://', metadata: [], schemas: ['app'], versionTable: { name: 'v', schema: 's' }, transaction: 'all', lock: { timeout: '1.5s' },
        migrations: { locations: ['a', '/b'], fileTemplate: '{id}', timezone: 'UTC', slugLength: 10, format: 'sql' },
      }`).replace('metadata: [], ', ''),
    },
    {
      naming: { template: '{id}', slugLength: 10, timezone: 'UTC' },
      format: 'sql',
      schemas: ['app'],
      versionTable: { name: 'v', schema: 's' },
      transaction: 'all',
      lockTimeoutMs: 1500,
    },
  ],
  'a version table by name alone': [
    { 'migrate.config.ts': config("{ versionTable: 'alembic_version', lock: { timeout: 0 } }") },
    { versionTable: { name: 'alembic_version' }, lockTimeoutMs: 0 },
  ],
  'a promise': [{ 'migrate.config.ts': config("Promise.resolve({ transaction: 'none' })") }, { transaction: 'none' }],
  'a function of the command': [
    {
      'migrate.config.ts': config("({ command, name, x }) => ({ versionTable: [command, name, x.tenant].join('_') })"),
    },
    { versionTable: { name: 'upgrade__acme' } },
  ],
  'an asynchronous function': [
    { 'migrate.config.ts': config("async () => ({ transaction: 'none' })") },
    { transaction: 'none' },
  ],
  'settings that are undefined': [
    { 'migrate.config.ts': config('{ transaction: undefined, migrations: { timezone: undefined }, url: undefined }') },
    { transaction: 'per-revision' },
  ],
  'a CommonJS module': [{ 'migrate.config.cjs': "module.exports = { transaction: 'none' };" }, { transaction: 'none' }],
  'a JavaScript module with top-level await': [
    { 'migrate.config.mjs': "const transaction = await Promise.resolve('none');\nexport default { transaction };" },
    { transaction: 'none' },
  ],
  'TypeScript that is not erasable, behind an alias': [
    {
      'migrate.config.ts': "import { Mode } from '~/mode';\nexport default { transaction: Mode.None };",
      'lib/mode.ts': "export enum Mode { None = 'none' }",
      'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./lib/*"] } } }',
    },
    { transaction: 'none' },
  ],
};

/** The message, and what else the error tells. */
const refused: Readonly<Record<string, readonly [files: Files, message: string, facts?: object]>> = {
  'a typing error': [
    { 'migrate.config.ts': config('{\n  metdata: [],\n}') },
    "migrate.config.ts: 'metdata' is not a setting",
    { hint: "did you mean 'metadata'?", line: 3 },
  ],
  'a typing error deeper': [
    { 'migrate.config.ts': config("{ migrations: { template: '{id}' } }") },
    "'migrations.template' is not a setting",
    { hint: "did you mean 'fileTemplate'?" },
  ],
  'another setting of the kind': [
    { 'migrate.config.ts': config('{ zzz: 1 }') },
    "'zzz' is not a setting",
    { hint: expect.stringContaining('the settings here are url, metadata') },
  ],
  'an unknown transaction mode': [
    { 'migrate.config.ts': config("{ transaction: 'each' }") },
    "'transaction' has to be 'per-revision' or 'all' or 'none', but is 'each'",
  ],
  'a list for an object': [
    { 'migrate.config.ts': config('[]') },
    'the config has to be an object, but is an empty list',
  ],
  nothing: [{ 'migrate.config.ts': 'export default undefined;' }, 'has no default export'],
  null: [{ 'migrate.config.ts': 'export default null;' }, 'the config has to be an object, but is null'],
  'null in CommonJS': [
    { 'migrate.config.cjs': 'module.exports = null;' },
    'the config has to be an object, but is null',
  ],
  'a function that returns nothing': [
    { 'migrate.config.ts': config('() => {}') },
    'the config has to be an object, but is undefined',
  ],
  'a number for the URL': [
    { 'migrate.config.ts': config('{ url: 5432 }') },
    "'url' has to be a string or a function that gives one, but is a number",
  ],
  'Base instead of its metadata': [
    {
      'migrate.config.ts': "import { Base } from './models.ts';\nexport default { metadata: Base };",
      'models.ts': models,
    },
    "'metadata' has to be Base.metadata, a MetaData or a list of them",
    { hint: 'that has a metadata: write Base.metadata' },
  ],
  'a module instead of metadata': [
    {
      'migrate.config.ts': "import * as models from './models.ts';\nexport default { metadata: models };",
      'models.ts': models,
    },
    "'metadata' has to be Base.metadata",
  ],
  'no metadata in the list': [
    { 'migrate.config.ts': config('{ metadata: [] }') },
    "'metadata' has to be Base.metadata, a MetaData or a list of them, but is an empty list",
  ],
  'a broken file template': [
    { 'migrate.config.ts': config("{ migrations: { fileTemplate: '{slug}' } }") },
    "'migrations.fileTemplate' cannot be read",
  ],
  'a template that leads out': [
    { 'migrate.config.ts': config("{ migrations: { fileTemplate: '../{id}' } }") },
    "'migrations.fileTemplate' cannot be read",
  ],
  'an unknown time zone': [
    { 'migrate.config.ts': config("{ migrations: { timezone: 'Mars' } }") },
    "'migrations.timezone' cannot be read: timezone: there is no time zone 'Mars'",
  ],
  'a slug of no length': [
    { 'migrate.config.ts': config('{ migrations: { slugLength: 0 } }') },
    "'migrations.slugLength' has to be a whole number from 1 to 200, but is 0",
  ],
  'no locations': [
    { 'migrate.config.ts': config('{ migrations: { locations: [] } }') },
    "'migrations.locations' has to be a list of strings, but is an empty list",
  ],
  'an empty folder name': [
    { 'migrate.config.ts': config("{ migrations: '' }") },
    "'migrations' has to be a string, but is empty",
  ],
  'a timeout that is no time': [
    { 'migrate.config.ts': config("{ lock: { timeout: 'soon' } }") },
    "'lock.timeout' cannot be read: 'soon' is not a length of time",
  ],
  'a negative timeout': [
    { 'migrate.config.ts': config('{ lock: { timeout: -1 } }') },
    "'lock.timeout' has to be a number of milliseconds or a string such as 30s, but is -1",
  ],
  'a filter that is no function': [
    { 'migrate.config.ts': config("{ includeName: ['users'] }") },
    "'includeName' has to be a function, but is a list",
  ],
  'schemas as one string': [
    { 'migrate.config.ts': config("{ schemas: 'app' }") },
    "'schemas' has to be a list of strings, but is 'app'",
  ],
  'a broken database among several': [
    { 'migrate.config.ts': config("{ databases: { app: { transactions: 'all' } } }") },
    "'databases.app.transactions' is not a setting",
    { hint: "did you mean 'transaction'?" },
  ],
  'databases as a list': [
    { 'migrate.config.ts': config('{ databases: [] }') },
    "'databases' has to be an object, but is an empty list",
  ],
  'an empty version table': [
    { 'migrate.config.ts': config("{ versionTable: { table: 'v' } }") },
    "'versionTable.table' is not a setting",
  ],
  'a syntax error': [
    { 'migrate.config.ts': 'export default {\n  url: ;\n};' },
    'migrate.config.ts cannot be loaded: syntax error',
    { line: 2, file: expect.stringMatching(/migrate\.config\.ts$/) },
  ],
  'a syntax error in the models': [
    {
      'migrate.config.ts': "import { Base } from './models.ts';\nexport default { metadata: Base.metadata };",
      'models.ts': 'export const Base =\n',
    },
    'migrate.config.ts cannot be loaded: syntax error',
    { file: expect.stringMatching(/models\.ts$/) },
  ],
  'an import that leads nowhere': [
    { 'migrate.config.ts': "\nimport { Base } from './modles.ts';\nexport default { metadata: Base.metadata };" },
    "cannot find './modles.ts'",
    { line: 2, hint: 'correct the path of the import' },
  ],
  'an alias that leads nowhere': [
    {
      'migrate.config.ts': "import { Base } from '@/models';\nexport default { metadata: Base.metadata };",
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    },
    "cannot find '@/models'",
    { line: 1, hint: expect.stringMatching(/no entry of 'paths' in .*tsconfig\.json leads to a file/) },
  ],
  'a package that is not installed': [
    { 'migrate.config.ts': "import x from 'no-such-package-here';\nexport default { x };" },
    "cannot find 'no-such-package-here'",
    { line: 1, hint: 'npm install no-such-package-here, or correct the import' },
  ],
  'code that throws': [
    { 'migrate.config.ts': "\n\nthrow new RangeError('not today');" },
    'migrate.config.ts cannot be loaded: not today',
    { line: 3 },
  ],
  'a function that throws': [
    { 'migrate.config.ts': config("() => {\n  throw new RangeError('not today');\n}") },
    'migrate.config.ts failed: not today',
    { line: 3 },
  ],
  'a promise that is rejected': [
    {
      'migrate.config.ts': config(
        "(async () => {\n  await new Promise((resolve) => setTimeout(resolve, 20));\n  throw new RangeError('not today');\n})()",
      ),
    },
    'not today',
  ],
  'no default export': [
    { 'migrate.config.ts': "export const config = { url: 'sqlite://' };" },
    'migrate.config.ts has no default export',
    { hint: "it exports 'config'; write `export default defineConfig({ … })`" },
  ],
  'an empty file': [{ 'migrate.config.ts': 'export {};' }, 'migrate.config.ts has no default export'],
  'a broken tsconfig.json': [
    { 'migrate.config.ts': minimal, 'tsconfig.json': '{ "extends": "./none.json" }' },
    'none.json',
  ],
};

describe('a config', () => {
  it.each(Object.entries(accepted))('may be %s', async (_, [files, settings]) => {
    const root = temporaryFolder(files);
    const loaded = await loadSettings({ cwd: root, command: 'upgrade', x: { tenant: 'acme' } });
    expect(loaded).toMatchObject({ root, file: join(root, Object.keys(files)[0] ?? ''), ...settings });
  });

  it.each(Object.entries(refused))('may not be %s', async (_, [files, message, facts = {}]) => {
    const root = temporaryFolder(files);
    await expect(loadSettings({ cwd: root })).rejects.toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        exitCode: 2,
        message: expect.stringContaining(message),
        ...facts,
      }),
    );
  });

  it('gives the metadata of its models', async () => {
    const root = temporaryFolder({
      'migrate.config.ts': "import { Base } from './models.ts';\nexport default { metadata: Base.metadata };",
      'models.ts': models,
    });
    const { metadata } = await loadSettings({ cwd: root });
    expect(metadata.map(({ tables }) => [...tables.keys()])).toEqual([['User']]);
  });

  it('passes errors of the models on as they are', async () => {
    const twice = models.replace(
      'export const User',
      'export const Again = Base.model("User", { id: sa.column(sa.Integer, { primaryKey: true }) });\nexport const User',
    );
    const root = temporaryFolder({
      'migrate.config.ts': "import { Base } from './models.ts';\nexport default { metadata: Base.metadata };",
      'models.ts': twice,
    });
    await expect(loadSettings({ cwd: root })).rejects.toThrow(expect.objectContaining({ name: 'DuplicateTable' }));
  });

  it('has its folders relative to itself', async () => {
    const root = temporaryFolder({
      'migrate.config.ts': config("{ migrations: { locations: ['a', '/b'] } }"),
      'deep/er/x': '',
    });
    const { locations } = await loadSettings({ cwd: join(root, 'deep', 'er') });
    expect(locations).toEqual([join(root, 'a'), '/b']);
  });
});

describe('the config is found', () => {
  it.each(configNames)('as %s', async (name) => {
    const root = temporaryFolder({
      [name]: name.includes('.c') && name.endsWith('cjs') ? 'module.exports = {};' : 'export default {};',
    });
    expect((await loadSettings({ cwd: root })).file).toBe(join(root, name));
  });

  it('above the working directory, in TypeScript first', async () => {
    const root = temporaryFolder({
      'migrate.config.js': 'throw new Error();',
      'migrate.config.ts': minimal,
      'a/b/c': '',
    });
    expect((await loadSettings({ cwd: join(root, 'a', 'b') })).file).toBe(join(root, 'migrate.config.ts'));
  });

  it('in the root of a repository, and not above it', async () => {
    const root = temporaryFolder({ 'migrate.config.ts': minimal, 'inner/.git/HEAD': '', 'inner/a/b': '' });
    await expect(loadSettings({ cwd: join(root, 'inner', 'a') })).rejects.toThrow(
      expect.objectContaining({ name: 'ConfigNotFound', exitCode: 2, hint: expect.stringContaining('migrate init') }),
    );
    mkdirSync(join(root, '.git'));
    expect((await loadSettings({ cwd: root })).root).toBe(root);
  });

  it('where it is named, as a file or as a folder', async () => {
    const root = temporaryFolder({ 'conf/migrate.config.ts': minimal, 'conf/other.ts': minimal });
    expect((await loadSettings({ cwd: root, config: 'conf/other.ts' })).file).toBe(join(root, 'conf', 'other.ts'));
    expect((await loadSettings({ cwd: root, config: 'conf' })).file).toBe(join(root, 'conf', 'migrate.config.ts'));
    await expect(loadSettings({ cwd: root, config: 'none.ts' })).rejects.toThrow(
      expect.objectContaining({ name: 'ConfigNotFound' }),
    );
  });
});

describe('the URL', () => {
  const urlOf = async (body: string, name?: string, files: Files = {}): Promise<unknown> => {
    const root = temporaryFolder({ 'migrate.config.ts': config(body), ...files });
    const settings = await loadSettings({ cwd: root, ...(name === undefined ? {} : { name }) });
    const { dialect, host, database } = await settings.url();
    return [dialect, host, database?.replace(root, '<root>')];
  };

  it.each([
    ["{ url: 'sqlite:///./app.db' }", ['sqlite', undefined, '<root>/app.db']],
    ["{ url: 'sqlite:////tmp/app.db' }", ['sqlite', undefined, '/tmp/app.db']],
    ["{ url: 'sqlite://' }", ['sqlite', undefined, ':memory:']],
    ["{ url: 'postgres://a:b@host/db' }", ['postgresql', 'host', 'db']],
    ["{ url: () => 'mysql://host/db' }", ['mysql', 'host', 'db']],
    ["{ url: async () => 'mariadb://host/db' }", ['mariadb', 'host', 'db']],
  ])('of %s is read', async (body, expected) => {
    expect(await urlOf(body)).toEqual(expected);
  });

  it('comes from .env beside the config, where it is not set already', async () => {
    const files = { '.env': 'ATHANOR_CONFIG_ONE=sqlite:///one.db\nATHANOR_CONFIG_TWO=sqlite:///two.db\n' };
    process.env.ATHANOR_CONFIG_TWO = 'sqlite:///set.db';
    expect(await urlOf('{ url: process.env.ATHANOR_CONFIG_ONE }', undefined, files)).toEqual([
      'sqlite',
      undefined,
      '<root>/one.db',
    ]);
    expect(await urlOf('{ url: () => process.env.ATHANOR_CONFIG_TWO }', undefined, files)).toEqual([
      'sqlite',
      undefined,
      '<root>/set.db',
    ]);
  });

  it('is not asked for before it is needed', async () => {
    const root = temporaryFolder({
      'migrate.config.ts': config("{ url: () => { throw new TypeError('no vault'); } }"),
    });
    const settings = await loadSettings({ cwd: root });
    await expect(settings.url()).rejects.toThrow(
      expect.objectContaining({ name: 'ConfigError', message: 'url: the function failed: no vault', line: 2 }),
    );
  });

  it.each([
    ['{}', 'no database is named', "set 'url' in the config, or give --url"],
    ['{ url: process.env.ATHANOR_CONFIG_NONE }', 'no database is named', "set 'url' in the config, or give --url"],
    ["{ url: '' }", 'no database is named', 'is its environment variable set?'],
    ['{ url: () => process.env.ATHANOR_CONFIG_NONE }', 'no database is named', 'is its environment variable set?'],
    ["{ url: 'oracle://a:secret@host/db' }", 'is not the URL of a database', 'use sqlite:///'],
  ])('of %s is missed', async (body, message, hint) => {
    const failure = await urlOf(body).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
    expect(String(failure)).not.toContain('secret');
  });

  const several =
    "{ url: 'sqlite:///main.db', transaction: 'all', databases: { stock: { url: 'sqlite:///stock.db' }, books: { transaction: 'none' } } }";

  it.each([
    [undefined, 'main.db'],
    ['stock', 'stock.db'],
    ['books', 'main.db'],
  ])('is that of the database that was chosen: %s', async (name, file) => {
    expect(await urlOf(several, name)).toEqual(['sqlite', undefined, `<root>/${file}`]);
  });

  it('of a database that the config does not have is missed', async () => {
    await expect(urlOf(several, 'stocks')).rejects.toThrow(
      expect.objectContaining({ message: "the config has no database 'stocks'", hint: 'it has stock, books' }),
    );
    await expect(urlOf('{}', 'constructor')).rejects.toThrow("the config has no database 'constructor'");
  });
});
