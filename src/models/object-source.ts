import { type ObjectKind, objectKinds, type SchemaObject, withoutDependencies } from '../schema/objects/object.ts';
import type { Schema } from '../schema/schema.ts';
import { tableKey } from '../schema/table-name.ts';
import type { EnumType, SqlType } from '../schema/type.ts';
import { atom, call, type Layout, object, pair, print } from '../source/layout.ts';
import { keyText, type Spelling, textLiteral } from '../source/literal.ts';
import { Names } from './identifiers.ts';
import { kebabCase, wordsOf } from './words.ts';

/** What declares an object, where that is not called as its kind is. */
const factories: { readonly [K in ObjectKind]?: string } = { schema: 'Namespace', enum: 'EnumType' };

const factoryOf = (kind: ObjectKind): string => factories[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);

/** More lines than this are read better in a file of their own. */
const longestText = 40;

/** A file of SQL that the models name. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Gives long texts files of their own; what is to be written where the text would stand. */
export class LongTexts {
  readonly files: TextFile[] = [];
  readonly #names = new Names();
  readonly #isWanted: boolean;

  constructor(isWanted: boolean) {
    this.#isWanted = isWanted;
  }

  /** The call that reads the file; undefined where the text is not too long. */
  place(text: string, object: SchemaObject, spelling: Spelling): Layout | undefined {
    if (!this.#isWanted || text.split('\n').length <= longestText) return undefined;
    const stem = kebabCase(wordsOf(object.name)) || object.kind;
    const name = `${this.#names.take(`${stem}.${kebabCase(wordsOf(object.kind))}`)}.sql`;
    this.files.push({ name, text });
    const url = call('new URL', [textLiteral(`./${name}`), atom('import.meta.url')]);
    return call(spelling.word('sqlFile'), [url, object_({ ending: "'kept'" })]);
  }
}

const object_ = (pairs: Readonly<Record<string, string>>): Layout =>
  object(Object.entries(pairs).map(([key, value]) => pair(key, atom(value))));

/** The objects that have to be declared: others come with the tables that use them. Extensions first, in the order of their names. */
export function declaredObjects(schema: Schema): readonly SchemaObject[] {
  const used = new Set(
    schema.tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumsIn(type))).map(enumKey),
  );
  const inhabited = new Set([...schema.tables, ...(schema.objects ?? [])].map(({ schema: name }) => name));
  const isImplied = (one: SchemaObject): boolean =>
    (one.kind === 'enum' && used.has(tableKey(one)) && one.comment === undefined) ||
    (one.kind === 'schema' &&
      inhabited.has(one.name) &&
      Object.keys(one).every((key) => key === 'kind' || key === 'name' || key === 'dependsOn'));
  const sortKey = (one: SchemaObject): string =>
    JSON.stringify([
      String.fromCharCode(97 + objectKinds.indexOf(one.kind)),
      one.schema ?? '',
      'table' in one ? one.table : '',
      one.name,
      'arguments' in one ? one.arguments : '',
    ]);
  return (schema.objects ?? [])
    .filter((one) => !isImplied(one))
    .map((one) => ({ one, key: sortKey(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one);
}

/** Every enum in a type, that of the items of a list and of variants among them. */
export const enumsIn = (type: SqlType): readonly EnumType[] => [
  ...(type.type === 'Enum' ? [type as EnumType] : []),
  ...(type.type === 'Array' ? enumsIn((type as { readonly item: SqlType }).item) : []),
];

const enumKey = ({ name = '', schema }: EnumType): string =>
  tableKey(schema === undefined ? { name } : { name, schema });

/** An object as a statement. */
export function objectSource(one: SchemaObject, metadata: string, spelling: Spelling, texts: LongTexts): string {
  const {
    kind,
    name,
    signature: _,
    ...said
  } = withoutDependencies(one) as SchemaObject & {
    readonly signature?: unknown;
  };
  const pairs = spelling.pairs(said).map((written) => {
    const key = written.kind === 'pair' ? written.key : '';
    const value = (said as Readonly<Record<string, unknown>>)[key];
    const placed = typeof value === 'string' ? texts.place(value, one, spelling) : undefined;
    return placed === undefined ? written : pair(keyText(key), placed);
  });
  const factory = spelling.word(factoryOf(kind));
  const source =
    kind === 'sequence'
      ? call(factory, [textLiteral(name), object([pair('metadata', atom(metadata)), ...pairs])])
      : call(factory, [textLiteral(name), atom(metadata), object(pairs)]);
  return `${print(source, 0, 0, 1)};\n`;
}
