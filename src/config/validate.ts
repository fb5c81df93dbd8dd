import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { didYouMean } from '../closest.ts';
import { ConfigError, MigrationError } from '../errors.ts';
import { isKind } from '../metadata/kind.ts';
import { checkTemplate, checkTimezone } from '../revisions/file-name.ts';
import { objectKinds } from '../schema/objects/object.ts';
import type { Config, DatabaseConfig, LockConfig, MigrationsConfig, VersionTableConfig } from './define-config.ts';
import { parseDuration } from './duration.ts';
import type { PostWriteCommand, RenderConfig } from './hooks.ts';
import { everyDatabase } from './names-of-databases.ts';

interface Problem {
  /** The setting: `migrations.fileTemplate`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Says what is wrong with a setting, if anything. */
type Check = (value: unknown, path: string) => Problem | undefined;

/**
 * Sees to it that every setting is there to be set and is of the right kind.
 *
 * @param file where the config comes from, for messages
 * @throws ConfigError
 */
export function checkConfig(config: unknown, file: string | undefined): asserts config is Config {
  const problem = checkObject(configChecks)(config, '');
  if (problem === undefined) return;
  const { path, message, hint } = problem;
  const subject = path === '' ? 'the config' : `'${path}'`;
  throw new ConfigError(`${file === undefined ? '' : `${basename(file)}: `}${subject} ${message}`, {
    hint,
    file,
    line: file === undefined ? undefined : lineOf(path, file),
  });
}

const expected =
  (what: string, holds: (value: unknown) => boolean, hint?: (value: unknown) => string | undefined): Check =>
  (value, path) =>
    holds(value) ? undefined : { path, message: `has to be ${what}, but is ${label(value)}`, hint: hint?.(value) };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

const aName = expected('a string', isName);
const isFunction = (value: unknown): boolean => typeof value === 'function';
const aBoolean = expected('true or false', (value) => typeof value === 'boolean');
const aFunction = expected('a function', isFunction);
const functions = expected('a function or a list of them', (value) => [value].flat().every(isFunction));
const aList = expected('a list of strings', (value) => Array.isArray(value) && value.length > 0 && value.every(isName));
const oneOf = (...words: readonly string[]): Check =>
  expected(words.map((word) => `'${word}'`).join(' or '), (value) => words.includes(value as string));

/** An object of which every property is checked, and which has no others. */
function checkObject<T>(checks: { readonly [Key in keyof Required<T>]: Check }): Check {
  const known = Object.keys(checks);
  return (value, path) => {
    if (!isObject(value)) return { path, message: `has to be an object, but is ${label(value)}` };
    for (const [key, part] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      const check = known.includes(key) ? checks[key as keyof T] : undefined;
      const problem =
        check === undefined ? unknownSetting(key, at, known) : part === undefined ? undefined : check(part, at);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

const unknownSetting = (key: string, path: string, known: readonly string[]): Problem => ({
  path,
  message: 'is not a setting',
  hint: didYouMean(key, known) ?? `the settings here are ${known.join(', ')}`,
});

/** Text that something of ours reads: what it says against it is the problem. */
const readable =
  (what: string, read: (text: string) => unknown): Check =>
  (value, path) => {
    if (typeof value !== 'string') return { path, message: `has to be ${what}, but is ${label(value)}` };
    try {
      read(value);
      return undefined;
    } catch (error) {
      if (!(error instanceof MigrationError)) throw error;
      return { path, message: `cannot be read: ${error.message}`, hint: error.hint };
    }
  };

const either =
  (isFirst: (value: unknown) => boolean, first: Check, second: Check): Check =>
  (value, path) =>
    (isFirst(value) ? first : second)(value, path);

const isText = (value: unknown): boolean => typeof value === 'string';

const migrationsChecks = checkObject<MigrationsConfig>({
  locations: aList,
  recursive: aBoolean,
  fileTemplate: readable('a string', checkTemplate),
  timezone: readable('a string', checkTimezone),
  slugLength: expected(
    'a whole number from 1 to 200',
    (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 200,
  ),
  format: oneOf('ts', 'js', 'sql'),
});

const foldersOutOfSight: Check = (value, path) => {
  const { recursive, fileTemplate = '' } = value as MigrationsConfig;
  return recursive === false && fileTemplate.includes('/')
    ? { path, message: "says 'recursive: false', and a fileTemplate that makes folders" }
    : undefined;
};

const isDuration = (value: unknown): boolean => typeof value === 'number' && value >= 0 && Number.isFinite(value);

const lockChecks = checkObject<LockConfig>({
  timeout: either(
    isText,
    readable('a length of time', parseDuration),
    expected('a number of milliseconds or a string such as 30s', isDuration),
  ),
});

const metadataCheck = expected(
  'Base.metadata, a MetaData or a list of them',
  (value) => [value].flat().length > 0 && [value].flat().every((item) => isKind(item, 'metadata')),
  (value) => ([value].flat().some(holdsMetadata) ? 'that has a metadata: write Base.metadata' : undefined),
);

const holdsMetadata = (value: unknown): boolean =>
  (typeof value === 'function' || isObject(value)) && isKind((value as { metadata?: unknown }).metadata, 'metadata');

const isObjectKind = (value: unknown): boolean => objectKinds.some((kind) => kind === value);

const kindsOfObjects = expected(
  "'all', or a list of kinds of objects",
  (value) => Array.isArray(value) && value.every(isObjectKind),
  (value) => {
    const unknown = [value].flat().find((one) => !isObjectKind(one));
    return didYouMean(String(unknown), objectKinds) ?? `the kinds are ${objectKinds.join(', ')}`;
  },
);

const booleanOrFunction = expected(
  'true, false or a function',
  (value) => typeof value === 'boolean' || isFunction(value),
);

const anIdentifier = expected(
  'a name that JavaScript takes',
  (value) => typeof value === 'string' && /^[\p{ID_Start}$_][$\p{ID_Continue}]*$/u.test(value),
);

const renderChecks = checkObject<RenderConfig>({
  vocabulary: anIdentifier,
  operations: anIdentifier,
  imports: expected('a list of strings', (value) => Array.isArray(value) && value.every(isName)),
  item: aFunction,
});

const commandChecks = checkObject<PostWriteCommand>({
  command: expected(
    'a string or a list of strings',
    (value) => [value].flat().length > 0 && [value].flat().every(isName),
  ),
  cwd: aName,
});

const postWriteHookCheck: Check = (value, path) =>
  isFunction(value) ? undefined : either(isText, oneOf('biome', 'prettier', 'eslint'), commandChecks)(value, path);

const databaseChecks: { readonly [Key in keyof Required<DatabaseConfig>]: Check } = {
  // The value stays out of the message: it holds a password.
  url: (value, path) =>
    isName(value) || typeof value === 'function' || value === ''
      ? undefined
      : { path, message: `has to be a string or a function that gives one, but is ${kindOf(value)}` },
  metadata: metadataCheck,
  migrations: either(isText, aName, (value, path) => migrationsChecks(value, path) ?? foldersOutOfSight(value, path)),
  schemas: aList,
  owns: either((value) => value === 'all', oneOf('all'), kindsOfObjects),
  includeName: aFunction,
  includeObject: aFunction,
  compareType: booleanOrFunction,
  compareServerDefault: booleanOrFunction,
  versionTable: either(
    isText,
    aName,
    checkObject<VersionTableConfig>({ name: aName, schema: aName, primaryKey: aBoolean }),
  ),
  transaction: oneOf('per-revision', 'all', 'none'),
  lock: lockChecks,
  processRevisionDirectives: functions,
  onVersionApply: functions,
  render: renderChecks,
  postWriteHooks: (value, path) =>
    Array.isArray(value)
      ? value.map((hook, at) => postWriteHookCheck(hook, `${path}.${at}`)).find((problem) => problem !== undefined)
      : { path, message: `has to be a list, but is ${label(value)}` },
};

const configChecks: { readonly [Key in keyof Required<Config>]: Check } = {
  ...databaseChecks,
  databases: (value, path) => {
    if (!isObject(value)) return { path, message: `has to be an object, but is ${label(value)}` };
    const unusable = Object.keys(value).find((name) => name === everyDatabase || !/^[\w.-]+$/.test(name));
    if (unusable !== undefined) return { path, message: `has a database '${unusable}', which --name could not name` };
    const check = checkObject<DatabaseConfig>(databaseChecks);
    return Object.entries(value)
      .map(([name, database]) => check(database, `${path}.${name}`))
      .find((problem) => problem !== undefined);
  },
};

function label(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'empty' : `'${value}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The line of a setting, where its name stands in the file only once. */
function lineOf(path: string, file: string): number | undefined {
  const key = path.split('.').at(-1) ?? '';
  const lines = readFileSync(file, 'utf8').split('\n');
  const found = lines.flatMap((line, at) => (line.match(/[\w$]+(?=\s*[:(])/g)?.includes(key) === true ? [at + 1] : []));
  return found.length === 1 ? found[0] : undefined;
}
