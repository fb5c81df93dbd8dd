import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { starters } from '../dialects/registry.ts';
import { parseUrl } from '../dialects/url.ts';
import { ConfigError, UsageError } from '../errors.ts';
import { given } from '../metadata/given.ts';
import type { DialectName } from '../schema/type.ts';
import {
  type Adoption,
  type AdoptionOptions,
  adoptDatabase,
  adoptedFiles,
  readAdopted,
  refuseAdoption,
} from './adopt-database.ts';
import { type Template, type TemplateName, templates } from './init-templates.ts';

export interface InitOptions {
  /** Which database the project uses. Absent: that of the driver among its dependencies, or SQLite. */
  readonly database?: DialectName | undefined;
  /** The kind of project: `models` (also when absent), `several` databases, or `sql` for revisions without models. */
  readonly template?: TemplateName | undefined;
  /** The project's folder. Absent: the working directory. */
  readonly directory?: string | undefined;
  /** The URL of a database that is there already: the project starts with models of it, a first revision, and a stamp. */
  readonly fromDatabase?: string | undefined;
  /** With `fromDatabase`: the schemas to take over. Absent: the default one. */
  readonly schemas?: readonly string[] | undefined;
  /** What a relative SQLite file is looked for from. Absent: the working directory. */
  readonly cwd?: string | undefined;
}

export interface InitResult {
  readonly database: DialectName;
  readonly directory: string;
  /** Files that were written, relative to the folder. */
  readonly created: readonly string[];
  /** Files that were there already, and were left alone. */
  readonly kept: readonly string[];
  /** Scripts that were added to package.json. */
  readonly scripts: readonly string[];
  /** Packages that the project still needs. */
  readonly missingPackages: readonly string[];
  /** What to do next, as commands. */
  readonly next: readonly string[];
  /** What the database came to that the project was prepared from. */
  readonly adopted?: Adoption;
}

/**
 * Prepares a project: a config, first models, the migrations folder and scripts in package.json. What is there stays as it
 * is, so that it can be run again. From a database that is there already it makes models of what that has, a first revision
 * that creates it, and declares the database to be there.
 *
 * @param options the database, the kind of project and the folder
 * @returns what was written and what is still to be done
 * @throws UsageError when there is no such folder, database or template, ConfigError when package.json cannot be read,
 *   ConnectionFailed, UnknownVersion
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  const directory = resolve(options.directory ?? '.');
  if (!existsSync(directory)) throw new UsageError(`there is no folder ${directory}`, { hint: 'create it first' });
  const manifest = readManifest(directory);
  const { database, files, next, adopt } = await beginning(options, directory, manifest);
  const written = Object.entries(files).map(([name, text]) => {
    const path = name === 'migrate.config.ts' ? (existingConfig(directory) ?? name) : name;
    return { path, isNew: writeNew(join(directory, path), text) };
  });
  const scripts = manifest === undefined ? [] : addScripts(manifest);
  const missingPackages = ['athanor', starters[database].driver].filter((one) => !dependsOn(manifest, one));
  const adopted = await adopt?.();
  return {
    database,
    directory,
    created: [
      ...written.filter(({ isNew }) => isNew).map(({ path }) => path),
      ...(adopted?.file === undefined ? [] : [adopted.file]),
    ],
    kept: written.filter(({ isNew }) => !isNew).map(({ path }) => path),
    scripts,
    missingPackages,
    next: nextSteps(directory, manifest, missingPackages, next),
    ...given({ adopted }),
  };
}

/** What a project starts with. */
interface Beginning {
  readonly database: DialectName;
  /** By path. */
  readonly files: Readonly<Record<string, string>>;
  /** The first commands. */
  readonly next: readonly string[];
  /** What is left to do once the files are there. */
  readonly adopt?: () => Promise<Adoption>;
}

async function beginning(options: InitOptions, directory: string, manifest: Manifest | undefined): Promise<Beginning> {
  if (options.fromDatabase !== undefined) return existingDatabase(options.fromDatabase, options, directory);
  if (options.schemas !== undefined) {
    throw new UsageError('--schemas says which schemas of a database to take over, and there is none', {
      hint: 'give --from-database with its URL',
    });
  }
  const database = chosenDatabase(options.database, manifest);
  const template = chosenTemplate(options.template);
  const name = projectName(manifest, directory);
  const url = (of: string): string => starters[database].url.replace(/app(?=\.db|$)/, of);
  return { database, files: template.files({ url, name }), next: template.next };
}

async function existingDatabase(url: string, options: InitOptions, directory: string): Promise<Beginning> {
  const { dialect } = parseUrl(url);
  if (options.template !== undefined && options.template !== 'models') {
    throw new UsageError(`the template '${options.template}' has no models of a database`, {
      hint: 'leave out --template, or --from-database',
    });
  }
  const adoption: AdoptionOptions = { url, directory, cwd: resolve(options.cwd ?? '.'), schemas: options.schemas };
  refuseAdoption(adoption);
  const found = await readAdopted(adoption);
  return {
    database: options.database ?? dialect,
    files: adoptedFiles(found, adoption),
    next: ['migrate check'],
    adopt: () => adoptDatabase(found, adoption),
  };
}

interface Manifest {
  readonly path: string;
  readonly text: string;
  readonly data: PackageJson;
}

interface PackageJson {
  readonly name?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(directory: string): Manifest | undefined {
  const path = join(directory, 'package.json');
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  try {
    return { path, text, data: JSON.parse(text) as PackageJson };
  } catch (cause) {
    throw new ConfigError(`package.json cannot be read: ${(cause as Error).message}`, { file: path, cause });
  }
}

const dependsOn = (manifest: Manifest | undefined, name: string): boolean =>
  manifest?.data.name === name ||
  manifest?.data.dependencies?.[name] !== undefined ||
  manifest?.data.devDependencies?.[name] !== undefined;

const databaseNames = Object.keys(starters) as readonly DialectName[];

function chosenDatabase(wanted: DialectName | undefined, manifest: Manifest | undefined): DialectName {
  if (wanted !== undefined && !databaseNames.includes(wanted)) {
    throw new UsageError(`'${wanted}' is not a database that Athanor knows`, {
      hint: `use ${databaseNames.join(', ')}`,
    });
  }
  const installed = databaseNames.find((name) => dependsOn(manifest, starters[name].driver));
  return wanted ?? installed ?? (databaseNames[0] as DialectName);
}

function chosenTemplate(wanted: string = 'models'): Template {
  if (Object.hasOwn(templates, wanted)) return templates[wanted as TemplateName];
  throw new UsageError(`there is no template '${wanted}'`, { hint: `use ${Object.keys(templates).join(', ')}` });
}

const existingConfig = (directory: string): string | undefined =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs']
    .map((extension) => `migrate.config.${extension}`)
    .find((name) => existsSync(join(directory, name)));

const projectName = (manifest: Manifest | undefined, directory: string): string =>
  (manifest?.data.name ?? basename(directory))
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '') || 'app';

function writeNew(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
  return true;
}

const wantedScripts: Readonly<Record<string, string>> = { migrate: 'migrate', 'migrate:check': 'migrate check' };

/** Adds scripts that are not there, in the file's own indentation. */
function addScripts({ path, text, data }: Manifest): readonly string[] {
  const added = Object.keys(wantedScripts).filter((name) => data.scripts?.[name] === undefined);
  if (added.length === 0) return added;
  const scripts = { ...data.scripts, ...Object.fromEntries(added.map((name) => [name, wantedScripts[name]])) };
  const indentation = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  const end = text.endsWith('\n') ? '\n' : '';
  writeFileSync(path, `${JSON.stringify({ ...data, scripts }, undefined, indentation)}${end}`);
  return added;
}

function nextSteps(
  directory: string,
  manifest: Manifest | undefined,
  missingPackages: readonly string[],
  first: readonly string[],
): readonly string[] {
  const folder = relative(process.cwd(), directory);
  const { add, run } = packageManager(directory);
  return [
    ...(folder === '' ? [] : [`cd ${folder}`]),
    ...(manifest === undefined ? ['npm init -y'] : []),
    ...(missingPackages.length === 0 ? [] : [`${add} ${missingPackages.join(' ')}`]),
    ...first.map((command) => `${run} ${command}`),
  ];
}

/** The commands that add packages and run what they brought, by the lock file. */
function packageManager(directory: string): { readonly add: string; readonly run: string } {
  const has = (name: string): boolean => existsSync(join(directory, name));
  if (has('pnpm-lock.yaml')) return { add: 'pnpm add', run: 'pnpm exec' };
  if (has('yarn.lock')) return { add: 'yarn add', run: 'yarn' };
  if (has('bun.lock') || has('bun.lockb')) return { add: 'bun add', run: 'bunx' };
  return { add: 'npm install', run: 'npx' };
}
