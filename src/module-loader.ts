import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Jiti } from 'jiti';
import type { ErrorContext } from './errors.ts';
import { MigrationError } from './errors.ts';
import { readPlainModule } from './plain-module.ts';

/** What a module exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Loads configs, models and revisions: TypeScript and JavaScript, ESM and CommonJS, with the path aliases of the project's
 * tsconfig.json. One loader serves a project, so that a model imported twice is one model. `athanor` is always the copy that
 * runs, wherever and whether or not the project has it installed.
 */
export class ModuleLoader {
  readonly #root: string;
  #jiti: Promise<Jiti> | undefined;
  readonly #plain = new Map<string, ModuleExports>();

  /** @param root the folder whose tsconfig.json holds, or the one of a folder above it */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Runs a module and gives its exports; what it default-exports is under `default`.
   *
   * @param file absolute
   * @throws whatever the module throws; `explainFailure` says it in words
   */
  async load(file: string): Promise<ModuleExports> {
    const plain = this.#plain.get(file) ?? (await loadPlain(file));
    if (plain !== undefined) {
      this.#plain.set(file, plain);
      return plain;
    }
    this.#jiti ??= createLoader(this.#root);
    const exports = await (await this.#jiti).import(file);
    return isObject(exports) ? exports : { default: exports };
  }
}

/** All but what a CommonJS module may export in the place of an object. */
const isObject = (exports: unknown): exports is ModuleExports =>
  (typeof exports === 'object' && exports !== null) || typeof exports === 'function';

const loaders = new Map<string, ModuleLoader>();

/** The loader of a project, made when it is first asked for. */
export function moduleLoader(root: string): ModuleLoader {
  const loader = loaders.get(root) ?? new ModuleLoader(root);
  loaders.set(root, loader);
  return loader;
}

/** A module that no compiler is needed for; undefined for any other, and for what cannot be read. */
async function loadPlain(file: string): Promise<ModuleExports | undefined> {
  if (!/\.[mc]?[tj]s$/.test(file) || !existsSync(file)) return undefined;
  const run = readPlainModule(readFileSync(file, 'utf8'), file);
  if (run === undefined) return undefined;
  const exports: Record<string, unknown> = {};
  run(exports, await ownExports());
  return exports;
}

async function createLoader(root: string): Promise<Jiti> {
  // Required, since to import a CommonJS module Node first reads all of it for what it exports, and this one is large.
  const { createJiti } = createRequire(import.meta.url)('jiti') as typeof import('jiti');
  const modules = findUpward(root, 'node_modules');
  return createJiti(join(root, 'migrate.config.ts'), {
    tsconfigPaths: true,
    // Of what is exported nothing is to be asked or put in its place: the default may be null.
    interopDefault: false,
    fsCache: modules === undefined ? false : join(modules, '.cache', 'athanor'),
    virtualModules: { athanor: await ownExports() },
  });
}

/** Our public API, by address and not by import: this file lies below everything that the API is made of. */
async function ownExports(): Promise<ModuleExports> {
  const index = new URL(import.meta.url.endsWith('.ts') ? './index.ts' : './index.js', import.meta.url);
  return { ...(await import(index.href)), __esModule: true };
}

/** Why a module could not be loaded, as the parts of an error. */
export interface LoadFailure extends ErrorContext {
  readonly message: string;
}

/**
 * Says in words why loading `file` failed: a syntax error, an import that leads nowhere, or what its code threw. Names the file
 * and the line where that is known, which may be a module that `file` imports.
 *
 * @returns undefined for an error of ours, which says it better itself
 */
export function explainFailure(error: unknown, file: string): LoadFailure | undefined {
  if (error instanceof MigrationError) return undefined;
  const { message, stack, code } = errorParts(error);
  const syntax = /^ParseError:\s*(.*?)\s*\n\s*(.+?):(\d+):\d+/s.exec(message);
  if (syntax !== null) {
    return { message: `syntax error: ${syntax[1]}`, file: syntax[2], line: Number(syntax[3]), cause: error };
  }
  const missing =
    /^Cannot find (?:module|package) '([^']+)'(?: imported from '?([^'\n]+)|\s+Require stack:\s+- ([^\n]+))?/.exec(
      message,
    );
  if (missing !== null && code?.endsWith('MODULE_NOT_FOUND') === true) {
    return importFailure(missing[1] ?? '', missing[2] ?? missing[3] ?? file, error);
  }
  const place = placeIn(stack, file) ?? firstPlace(stack);
  return { message, file: place?.file ?? file, line: place?.line, cause: error };
}

/** The innermost frame of a stack that is in `file`. */
export function placeIn(stack: string | undefined, file: string): Place | undefined {
  return placesOf(stack).find((place) => place.file === file);
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function errorParts(error: unknown): { message: string; stack: string | undefined; code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined, code: undefined };
  const { message, stack, code } = error as NodeJS.ErrnoException;
  return { message: message === '' ? error.name : message, stack, code };
}

function importFailure(specifier: string, importer: string, cause: unknown): LoadFailure {
  const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer.trim();
  const place = existsSync(from) ? { file: from, line: lineOf(specifier, from) } : {};
  return { message: `cannot find '${specifier}'`, hint: importAdvice(specifier, from), cause, ...place };
}

function importAdvice(specifier: string, importer: string): string {
  if (/^[./]/.test(specifier)) return 'correct the path of the import';
  const name = /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)?.[0] ?? specifier;
  if (/^(?:@[\w.-]+\/[\w.-]+|[\w.-]+)(?:\/.*)?$/.test(specifier)) return `npm install ${name}, or correct the import`;
  const tsconfig = findUpward(dirname(importer), 'tsconfig.json');
  return tsconfig === undefined
    ? `no tsconfig.json stands above ${importer}, so there are no path aliases`
    : `no entry of 'paths' in ${tsconfig} leads to a file`;
}

function lineOf(specifier: string, file: string): number | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
  return at < 0 ? undefined : at + 1;
}

const firstPlace = (stack: string | undefined): Place | undefined =>
  placesOf(stack).find(({ file }) => !/[\\/]node_modules[\\/]/.test(file) && !file.startsWith(ownFolder));

const ownFolder = fileURLToPath(new URL('.', import.meta.url));

function placesOf(stack: string | undefined): readonly Place[] {
  return (stack ?? '').split('\n').flatMap((frame) => {
    const match = /^\s*at (?:.*?\()?(?:async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(frame);
    const [, path, line] = match ?? [];
    if (path === undefined) return [];
    return [{ file: path.startsWith('file:') ? fileURLToPath(path) : path, line: Number(line) }];
  });
}

/** The nearest file or folder of that name in `folder` or above it. */
export function findUpward(folder: string, name: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, name);
    if (existsSync(path)) return path;
    if (at === dirname(at)) return undefined;
  }
}
