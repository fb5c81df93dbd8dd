import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './support/source-files.ts';

/** Imports go to a lower line only, or stay within one name. */
const layers: readonly (readonly string[])[] = [
  ['errors.ts', 'plain-module.ts'],
  ['closest.ts', 'module-loader.ts'],
  ['schema'],
  ['metadata', 'operations'],
  ['source'],
  ['diff', 'dialects', 'revisions'],
  ['config', 'runner', 'imports', 'models'],
  ['commands'],
  ['cli', 'on-demand.ts'],
  ['index.ts'],
];

/** What a folder of `src/dialects` may see of it, beside itself. */
const dialectImports: Readonly<Record<string, readonly string[]>> = {
  ansi: ['dialect.ts', 'errors.ts', 'url.ts'],
  postgres: ['ansi', 'dialect.ts', 'errors.ts', 'url.ts'],
  mysql: ['ansi', 'dialect.ts', 'errors.ts', 'url.ts'],
  mariadb: ['mysql', 'ansi', 'dialect.ts', 'errors.ts', 'url.ts'],
  sqlite: ['ansi', 'dialect.ts', 'errors.ts', 'url.ts'],
};

/** All that the layers above see of the dialects, but for the public API. */
const dialectContract = ['dialects/dialect.ts', 'dialects/registry.ts', 'dialects/url.ts', 'dialects/errors.ts'];

/** The only places that know of a package. */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  chalk: ['cli'],
  diff: ['cli', 'commands'],
  jiti: ['module-loader.ts'],
  pg: ['dialects/postgres'],
  mysql2: ['dialects/mysql'],
  'better-sqlite3': ['dialects/sqlite'],
};

/** Folders that treat all databases alike. Only the vocabulary says which variant of a type, or which text, a database takes. */
const treatAllAlike = ['schema', 'operations', 'diff', 'revisions', 'runner', 'commands', 'cli'];
const vocabulary = ['schema/type.ts', 'schema/sql-by-dialect.ts'];

/** A decision taken by the name of a database. */
const decidesByName =
  /.*(?:[!=]==?\s*|case\s+|includes\(|has\()['"`](?:postgres|postgresql|mysql|mariadb|sqlite)['"`].*|.*['"`](?:postgres|postgresql|mysql|mariadb|sqlite)['"`]\s*[!=]==?.*/g;

const longestFile = 400;

const topOf = (path: string): string => path.split('/')[0] ?? '';
const layerOf = (path: string): number => layers.findIndex((names) => names.includes(topOf(path)));
const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** One line for each pair of a file and an import of it that `allowed` does not want. */
const forbidden = (allowed: (file: SourceFile, imported: string) => boolean): readonly string[] =>
  sourceFiles.flatMap((file) =>
    file.imports.filter((imported) => !allowed(file, imported)).map((imported) => `${file.path} imports ${imported}`),
  );

const matching = (pattern: RegExp, files: readonly SourceFile[] = sourceFiles): readonly string[] =>
  files.flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([found]) => `${path}: ${found.trim()}`));

describe('layers', () => {
  it('hold every file', () => {
    expect(sourceFiles.filter(({ path }) => layerOf(path) < 0).map(({ path }) => path)).toEqual([]);
  });

  it('import downwards only, and never a sibling on the same layer', () => {
    const allowed = ({ path }: SourceFile, imported: string): boolean =>
      topOf(path) === topOf(imported) || layerOf(imported) < layerOf(path);
    expect(forbidden(allowed)).toEqual([]);
  });

  it('have no cycles among their files', () => {
    expect(findCycles(sourceFiles)).toEqual([]);
  });

  it('see no more of the dialects than their contract', () => {
    const allowed = ({ path }: SourceFile, imported: string): boolean =>
      topOf(path) === 'dialects' || topOf(imported) !== 'dialects' || dialectContract.includes(imported);
    expect(forbidden(allowed)).toEqual([]);
  });
});

describe('dialects', () => {
  it('know standard SQL and the contract, not each other', () => {
    const allowed = ({ path }: SourceFile, imported: string): boolean => {
      const [, from = ''] = path.split('/');
      const [top, to = ''] = imported.split('/');
      const rules = dialectImports[from];
      return (
        topOf(path) !== 'dialects' || top !== 'dialects' || rules === undefined || from === to || rules.includes(to)
      );
    };
    expect(forbidden(allowed)).toEqual([]);
  });

  it('are loaded by the registry alone, and only when asked for', () => {
    const allowed = ({ path }: SourceFile, imported: string): boolean => {
      const toDialect = imported.split('/')[1] ?? '';
      const fromTop = topOf(path) === 'dialects' && path.split('/').length === 2;
      return !fromTop || !Object.hasOwn(dialectImports, toDialect) || path === 'dialects/registry.ts';
    };
    expect(forbidden(allowed)).toEqual([]);
    const registry = sourceFiles.find(({ path }) => path === 'dialects/registry.ts');
    expect(registry?.code).not.toMatch(/^import .* from '\.\/\w+\//m);
  });

  it('are the only place where the name of a database decides anything', () => {
    const files = sourceFiles.filter(({ path }) => treatAllAlike.includes(topOf(path)) && !vocabulary.includes(path));
    expect(matching(decidesByName, files)).toEqual([]);
  });
});

describe('packages', () => {
  it('are imported only where they belong', () => {
    const strays = sourceFiles.flatMap(({ path, packages }) =>
      packages
        .filter((name) => !packageHomes[name]?.some((home) => within(path, home)))
        .map((name) => `${path} imports ${name}`),
    );
    expect(strays).toEqual([]);
  });

  it('of drivers and of the TypeScript loader are loaded when needed, not at start', () => {
    const eager = /^import (?!type\b)[^;]*from '(?:pg|mysql2|mysql2\/.*|better-sqlite3|jiti)';/gm;
    expect(matching(eager)).toEqual([]);
  });
});

describe('files', () => {
  it(`have at most ${longestFile} lines`, () => {
    const long = sourceFiles.filter(({ text }) => text.split('\n').length > longestFile + 1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('have names in kebab-case', () => {
    expect(sourceFiles.map(({ path }) => path).filter((path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(path))).toEqual(
      [],
    );
  });

  it('import their siblings by file name', () => {
    expect(forbidden((_, imported) => imported.endsWith('.ts'))).toEqual([]);
  });

  it('re-export nothing, except the public API', () => {
    const files = sourceFiles.filter(({ path }) => path !== 'index.ts');
    expect(matching(/^export (?:type )?(?:\*|\{[^}]*\}) .*from.*/gm, files)).toEqual([]);
  });

  it('throw errors that have a code', () => {
    expect(matching(/.*(?:throw|reject\()\s*(?:new )?(?:Type|Range|Syntax)?Error\(.*/g)).toEqual([]);
  });
});

/** Every chain of imports that comes back to where it began, once. */
function findCycles(files: readonly SourceFile[]): readonly string[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(path);
    if (seen >= 0) cycles.push([...trail.slice(seen), path].join(' → '));
    if (seen >= 0 || finished.has(path)) return;
    for (const imported of importsOf.get(path) ?? []) visit(imported, [...trail, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}
