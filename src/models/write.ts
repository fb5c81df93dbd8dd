import { defaultNamingConvention } from '../metadata/metadata.ts';
import { equal } from '../schema/equal.ts';
import type { Schema } from '../schema/schema.ts';
import { tableKey } from '../schema/table-name.ts';
import { call, object, openObject, pair, print } from '../source/layout.ts';
import { Spelling, textLiteral } from '../source/literal.ts';
import { declaredObjects, LongTexts, objectSource, type TextFile } from './object-source.ts';
import { type ModelPlan, type PlanOptions, planModels } from './plan.ts';
import { guessRelationships } from './relationships.ts';
import { declaredEnum, type SharedEnum, sharedEnums } from './shared-enums.ts';
import type { SourceScope } from './source-scope.ts';
import { tableSource } from './table-source.ts';
import { kebabCase, wordsOf } from './words.ts';

/** How models are written. */
export interface ModelWriting extends PlanOptions {
  /** Whether foreign keys become relationships. */
  readonly relationships: 'guessed' | 'none';
  /** Everything in one file of this name, or a file for each table, with or without one that exports them all. */
  readonly files: { readonly one: string } | { readonly several: 'plain' | 'barrel' };
  /** Long texts may stand in files of their own. */
  readonly longTexts: 'files' | 'inline';
}

/** Model code for a schema: files in TypeScript, and of SQL where a text is long. The same schema gives the same files. */
export function writeModels(schema: Schema, writing: ModelWriting): readonly TextFile[] {
  const plan = planModels(schema, writing);
  const enums = sharedEnums(schema, plan.names);
  const texts = new LongTexts(writing.longTexts === 'files');
  const common = {
    plan,
    relationships: writing.relationships === 'guessed' ? guessRelationships(plan) : new Map(),
    limits: writing.limits,
    metadata: writing.form === 'models' ? 'Base.metadata' : 'metadata',
    declared: new Set(schema.tables.map(tableKey)),
  };
  const start = baseSource(plan, writing);
  const spell = (bare: 'named' | 'called'): Spelling =>
    new Spelling(undefined, { declared: declaredEnum(enums), bare });
  const tables = plan.tables.map((planned) => {
    const scope: SourceScope = { ...common, spelling: spell('named') };
    return { name: kebabCase(wordsOf(planned.identifier)), source: tableSource(planned, scope) };
  });
  const objects = declaredObjects(schema).map((one) => ({
    name: `${kebabCase(wordsOf(one.kind))}s`,
    source: objectSource(one, common.metadata, spell('called'), texts),
  }));
  const parts: Parts = { start, enums, tables, objects, base: writing.form === 'models' ? 'Base' : 'metadata' };
  const modules =
    'one' in writing.files ? [oneModule(writing.files.one, parts)] : severalModules(parts, writing.files.several);
  return [...modules, ...texts.files];
}

interface Parts {
  readonly start: string;
  readonly base: string;
  readonly enums: readonly SharedEnum[];
  readonly tables: readonly Statement[];
  readonly objects: readonly Statement[];
}

/** A statement, and the file that it goes into. */
interface Statement {
  readonly name: string;
  readonly source: string;
}

function baseSource({ convention, tableNaming }: ModelPlan, { form }: ModelWriting): string {
  const spelling = new Spelling();
  const conventions = openObject(Object.entries(convention).map(([key, value]) => pair(key, textLiteral(`${value}`))));
  const isDefault = equal(convention, defaultNamingConvention);
  const metadata = call('new sa.MetaData', isDefault ? [] : [object([pair('namingConvention', conventions)])]);
  if (form === 'tables') return `export const metadata = ${print(metadata, 0, 24, 1)};\n`;
  const options = [
    ...(tableNaming === 'as_is' ? [] : [pair('tablename', textLiteral(tableNaming))]),
    ...(isDefault ? [] : [pair('metadata', metadata)]),
  ];
  const base = call(spelling.word('declarativeBase'), options.length === 0 ? [] : [object(options)]);
  return `export const Base = ${print(base, 0, 20, 1)};\n`;
}

function oneModule(name: string, { start, enums, tables, objects }: Parts): TextFile {
  const body = [
    start,
    ...enums.map(({ source }) => source),
    ...tables.map(({ source }) => source),
    ...objects.map(({ source }) => source),
  ];
  return moduleOf(name, body, []);
}

function severalModules(
  { start, base, enums, tables, objects }: Parts,
  barrel: 'plain' | 'barrel',
): readonly TextFile[] {
  const taken = new Map<string, string[]>([['base', [start]]]);
  if (enums.length > 0)
    taken.set(
      'enums',
      enums.map(({ source }) => source),
    );
  const add = (name: string, source: string): void => void taken.set(name, [...(taken.get(name) ?? []), source]);
  for (const { name, source } of tables)
    add(['base', 'enums', 'index', ''].includes(name) ? `${name}-table` : name, source);
  for (const { name, source } of objects)
    add(taken.has(name) && tables.some((table) => table.name === name) ? `${name}-objects` : name, source);
  const own: readonly OwnImport[] = [
    [base, './base.js'],
    ...enums.map(({ identifier }) => [identifier, './enums.js'] as const),
  ];
  const modules = [...taken].map(([name, statements]) =>
    moduleOf(`${name}.ts`, statements, name === 'base' || name === 'enums' ? [] : own),
  );
  if (barrel === 'plain') return modules;
  const exports = [...taken.keys()]
    .map((name) => `export * from './${name}.js';\n`)
    .sort()
    .join('');
  return [...modules, { name: 'index.ts', text: exports }];
}

/** A name that a module declares, and where another one has it from. */
type OwnImport = readonly [name: string, from: string];

/** A module with the imports that its statements need, out of those that it may have. */
function moduleOf(name: string, statements: readonly string[], own: readonly OwnImport[]): TextFile {
  const code = withoutStrings(statements.join('\n'));
  const uses = (word: string): boolean =>
    new RegExp(`(?<![\\p{ID_Continue}$.])${word.replaceAll('$', '\\$')}(?![\\p{ID_Continue}$])`, 'u').test(code);
  const named = ['column', 'ForeignKey'].filter((word) =>
    new RegExp(`(?<![\\p{ID_Continue}$.])${word}\\(`, 'u').test(code),
  );
  const from = new Map<string, string[]>();
  for (const [word, file] of own) if (uses(word)) from.set(file, [...(from.get(file) ?? []), word]);
  const imports = [
    ...(/(?<![\p{ID_Continue}$.])sa\./u.test(code) ? ["import * as sa from 'athanor';\n"] : []),
    ...(named.length === 0 ? [] : [`import { ${named.join(', ')} } from 'athanor';\n`]),
    ...[...from].map(([file, words]) => `import { ${words.sort().join(', ')} } from '${file}';\n`),
  ];
  return { name, text: [imports.join(''), ...statements].join('\n') };
}

/** Code without what stands in strings, which names nothing. */
const withoutStrings = (code: string): string =>
  code.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/gs, "''");
