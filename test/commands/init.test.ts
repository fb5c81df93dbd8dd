import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { init } from '../../src/commands/init.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

describe('init', () => {
  it('writes a config, a model and the migrations folder, and says what is missing', async () => {
    const directory = temporaryFolder({
      'package.json': json({ name: '@acme/shop-api', type: 'module' }),
      'tsconfig.json': '{}',
    });
    const result = await init({ directory, database: 'postgresql' });
    expect(result).toMatchObject({
      database: 'postgresql',
      created: ['migrate.config.ts', 'src/models.ts', 'migrations/.gitkeep'],
      kept: [],
      scripts: ['migrate', 'migrate:check'],
      missingPackages: ['athanor', 'pg'],
    });
    expect(readFileSync(join(directory, 'migrate.config.ts'), 'utf8')).toContain(
      "'postgresql://localhost:5432/shop_api'",
    );
  });

  it.each([
    [
      'several',
      [
        'migrate.config.ts',
        'src/models/main.ts',
        'src/models/reports.ts',
        'migrations/main/.gitkeep',
        'migrations/reports/.gitkeep',
      ],
    ],
    ['sql', ['migrate.config.ts', 'migrations/.gitkeep']],
  ] as const)('prepares a project of the template %s', async (template, created) => {
    const directory = temporaryFolder({});
    expect(await init({ directory, template })).toMatchObject({ created });
  });

  it('knows no template of another name', async () => {
    const options: object = { directory: temporaryFolder({}), template: 'async' };
    await expect(init(options)).rejects.toThrow("there is no template 'async'");
  });

  it('leaves alone what is there, and can be run again', async () => {
    const directory = temporaryFolder({
      'package.json': json({ name: 'shop', scripts: { migrate: 'mine' }, dependencies: { athanor: '1', mysql2: '3' } }),
      'migrate.config.mjs': 'export default {};\n',
    });
    const first = await init({ directory });
    expect(first).toMatchObject({
      database: 'mysql',
      created: ['src/models.ts', 'migrations/.gitkeep'],
      kept: ['migrate.config.mjs'],
      scripts: ['migrate:check'],
      missingPackages: [],
    });
    const before = readFileSync(join(directory, 'package.json'), 'utf8');
    expect(JSON.parse(before)).toMatchObject({ scripts: { migrate: 'mine', 'migrate:check': 'migrate check' } });
    expect(await init({ directory })).toMatchObject({ created: [], scripts: [] });
    expect(readFileSync(join(directory, 'package.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['a project with TypeScript', { devDependencies: { typescript: '5' } }],
    ['a project of modules', { type: 'module' }],
    ['a CommonJS project', {}],
  ])('writes TypeScript, which migrate loads by itself, into %s', async (_, manifest) => {
    const directory = temporaryFolder({ 'package.json': json(manifest) });
    await init({ directory });
    expect(existsSync(join(directory, 'migrate.config.ts'))).toBe(true);
    expect(existsSync(join(directory, 'src/models.ts'))).toBe(true);
  });

  it.each([
    ['pnpm-lock.yaml', 'pnpm add athanor better-sqlite3'],
    ['yarn.lock', 'yarn add athanor better-sqlite3'],
    ['bun.lock', 'bun add athanor better-sqlite3'],
    ['package-lock.json', 'npm install athanor better-sqlite3'],
  ])('knows the package manager by %s', async (lock, command) => {
    const directory = temporaryFolder({ 'package.json': '{}', [lock]: '' });
    expect((await init({ directory })).next).toContain(command);
  });

  it('keeps the indentation of package.json', async () => {
    const directory = temporaryFolder({ 'package.json': '{\n\t"name": "shop"\n}' });
    await init({ directory });
    expect(readFileSync(join(directory, 'package.json'), 'utf8')).toMatch(
      /^\{\n\t"name": "shop",\n\t"scripts": \{\n\t\t.*\}$/s,
    );
  });

  it('names a package.json that cannot be read', async () => {
    const directory = temporaryFolder({ 'package.json': '{ "name": ' });
    await expect(init({ directory })).rejects.toMatchObject({ code: 'config', file: join(directory, 'package.json') });
  });
});
