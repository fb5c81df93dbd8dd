import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** Runs the compiler and gives what it complains of. */
const compile = (folder: string, ...options: readonly string[]): readonly string[] =>
  spawnSync(process.execPath, [compiler, ...options], { cwd: folder, encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => /error TS\d+/.test(line));

/** A project that has installed this package: nothing of it can be reached but what it exports. */
function installIn(project: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'athanor'), { recursive: true });
  cpSync(join(root, 'package.json'), join(modules, 'athanor/package.json'));
  compile(root, '-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', join(modules, 'athanor/dist'));
  symlinkSync(join(root, 'node_modules/kysely'), join(modules, 'kysely'));
  symlinkSync(join(root, 'node_modules/@types'), join(modules, '@types'));
  cpSync(join(root, 'fixtures/models'), join(project, 'fixtures/models'), { recursive: true });
  cpSync(join(root, 'test/types'), join(project, 'test/types'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
}

/** The settings that a strict project has. */
const settings = {
  target: 'ES2022',
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  rewriteRelativeImportExtensions: true,
  rootDir: '.',
  declaration: true,
  outDir: 'out',
};

describe('the types of a project that uses the package', () => {
  const project = mkdtempSync(join(tmpdir(), 'athanor-types-'));
  beforeAll(() => installIn(project), 120_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const check = (include: readonly string[], options: object): readonly string[] => {
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...settings, ...options }, include }),
    );
    return compile(project, '-p', 'tsconfig.json');
  };

  it.each([
    ['strict', {}],
    ['usual', { exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false, skipLibCheck: true }],
    ['bundler', { module: 'Preserve', moduleResolution: 'Bundler' }],
  ])('hold every claim of the type tests with %s settings', (_, options) => {
    expect(check(['test/types', 'fixtures/models'], { declaration: false, ...options })).toEqual([]);
  });

  it('can be written into the declarations of a library of models', () => {
    expect(check(['fixtures/models'], {})).toEqual([]);
    const declarations = readdirSync(join(project, 'out/fixtures/models')).filter((file) => file.endsWith('.d.ts'));
    expect(declarations.length).toBe(readdirSync(join(root, 'fixtures/models')).length);
    for (const file of declarations) {
      const text = readFileSync(join(project, 'out/fixtures/models', file), 'utf8');
      expect(text.match(/[:<,|&] ?any\b/g), file).toBeNull();
      expect(text.match(/import\("[^"]*"\)/g)?.filter((found) => found !== 'import("athanor")') ?? [], file).toEqual(
        [],
      );
    }
  });
});
