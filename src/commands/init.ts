import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { starters } from '../dialects/registry.ts';
import { ConfigError, UsageError } from '../errors.ts';
import type { DialectName } from '../schema/type.ts';
import { type Template, type TemplateName, templates } from './init-templates.ts';

export interface InitOptions {
  /** Which database the project uses. Absent: that of the driver among its dependencies, or SQLite. */
  readonly database?: DialectName | undefined;
  /** The kind of project: `models` (also when absent), `several` databases, or `sql` for revisions without models. */
  readonly template?: TemplateName | undefined;
  /** The project's folder. Absent: the working directory. */
  readonly directory?: string | undefined;
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
}

/**
 * Prepares a project: a config, first models, the migrations folder and scripts in package.json. What is there stays as it
 * is, so that it can be run again.
 *
 * @param options the database, the kind of project and the folder
 * @returns what was written and what is still to be done
 * @throws UsageError when there is no such folder, database or template, ConfigError when package.json cannot be read
 */
export async function init(options: InitOptions = {}): Promise<InitResult> {
  const directory = resolve(options.directory ?? '.');
  if (!existsSync(directory)) throw new UsageError(`there is no folder ${directory}`, { hint: 'create it first' });
  const manifest = readManifest(directory);
  const database = chosenDatabase(options.database, manifest);
  const template = chosenTemplate(options.template);
  const name = projectName(manifest, directory);
  const url = (of: string): string => starters[database].url.replace(/app(?=\.db|$)/, of);

  const written = Object.entries(template.files({ url, name })).map(([given, text]) => {
    const path = given === 'migrate.config.ts' ? (existingConfig(directory) ?? given) : given;
    return { path, isNew: writeNew(join(directory, path), text) };
  });
  const scripts = manifest === undefined ? [] : addScripts(manifest);
  const missingPackages = ['athanor', starters[database].driver].filter((one) => !dependsOn(manifest, one));
  return {
    database,
    directory,
    created: written.filter(({ isNew }) => isNew).map(({ path }) => path),
    kept: written.filter(({ isNew }) => !isNew).map(({ path }) => path),
    scripts,
    missingPackages,
    next: nextSteps(directory, manifest, missingPackages, template.next),
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
