import { originOf } from '../../schema/canonical.ts';
import type { Column } from '../../schema/column.ts';
import { equal } from '../../schema/equal.ts';
import { isSameObject, type SchemaObject } from '../../schema/objects/object.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';
import { nameOf, type TableName, tableKey } from '../../schema/table-name.ts';
import { postgresqlRules, significant, tokenize } from '../ansi/lexer.ts';
import type { Server } from '../dialect.ts';
import { canonicalName } from './canonical-name.ts';
import { mentions } from './expression-text.ts';
import type { AskingPlace, Shadowing } from './objects/asking.ts';
import { shadowings } from './objects/askings.ts';
import { createEnum } from './objects/enum.ts';
import { quoteIdentifier, quoteTable } from './quoting.ts';
import { quoteQualified } from './spelling.ts';
import { enumName, enumOf, formatType } from './types.ts';

/** Something that is to be there, and what there is of it now. */
interface Thing {
  readonly name: TableName;
  readonly isChanged: boolean;
  /** What it leans on itself, as SQL that mentions it. */
  readonly texts: readonly string[];
  readonly statements: (place: AskingPlace) => readonly string[];
}

/** A place in which everything that some texts mention stands as it is to be. */
export interface ShadowedPlace extends AskingPlace {
  /** What makes the place, in order. */
  readonly statements: readonly string[];
}

/**
 * What is new in the target or changes, made in the temporary schema as it is to be, so that the server can be asked about
 * things that lean on it. What stays as it is needs no shadow: it is found where it is.
 */
export class Shadows {
  readonly #server: Server;
  readonly #things: ReadonlyMap<string, Thing>;
  readonly #byName = new Map<string, Thing[]>();
  readonly #mentions = new Map<string, readonly Thing[]>();
  readonly #leaning = new Map<string, boolean>();

  constructor(target: Schema, existing: Schema, server: Server) {
    this.#server = server;
    this.#things = new Map(thingsOf(target, existing).map((thing) => [tableKey(thing.name), thing]));
    for (const thing of this.#things.values()) {
      const namesakes = this.#byName.get(thing.name.name);
      if (namesakes === undefined) this.#byName.set(thing.name.name, [thing]);
      else namesakes.push(thing);
    }
  }

  /**
   * The place for things that these texts make.
   *
   * @param stands tables and views that have to stand in it even though they stay as they are
   */
  around(texts: readonly string[], stands: readonly TableName[] = []): ShadowedPlace {
    const shadowed = new Map<string, Thing>();
    for (const name of stands) this.#add(this.#things.get(tableKey(canonicalName(name, this.#server))), shadowed);
    for (const text of texts) for (const thing of this.#mentioned(text)) this.#addChanged(thing, shadowed);
    const place = placeIn(shadowed, this.#server);
    return { ...place, statements: [...shadowed.values()].flatMap((thing) => thing.statements(place)) };
  }

  #addChanged(thing: Thing, shadowed: Map<string, Thing>): void {
    if (this.#isAffected(thing, new Set())) this.#add(thing, shadowed);
  }

  #add(thing: Thing | undefined, shadowed: Map<string, Thing>): void {
    if (thing === undefined || shadowed.has(tableKey(thing.name)) || !this.#canStand(thing)) return;
    for (const text of thing.texts) {
      for (const other of this.#mentioned(text)) if (other !== thing) this.#addChanged(other, shadowed);
    }
    shadowed.set(tableKey(thing.name), thing);
  }

  /** Where several schemas have something of this name, it can stand for none of them but the default one's. */
  #canStand({ name }: Thing): boolean {
    return name.schema === undefined || this.#byName.get(name.name)?.length === 1;
  }

  /** Whether it changes, or leans on what does. */
  #isAffected(thing: Thing, above: Set<Thing>): boolean {
    if (thing.isChanged) return true;
    const key = tableKey(thing.name);
    const known = this.#leaning.get(key);
    if (known !== undefined || above.has(thing)) return known ?? false;
    above.add(thing);
    const found = thing.texts.some((text) => this.#mentioned(text).some((other) => this.#isAffected(other, above)));
    this.#leaning.set(key, found);
    return found;
  }

  #mentioned(text: string): readonly Thing[] {
    const known = this.#mentions.get(text);
    if (known !== undefined) return known;
    const words = mentions(text);
    const found = [...words].flatMap((word) =>
      (this.#byName.get(word) ?? []).filter(({ name }) => name.schema === undefined || words.has(name.schema)),
    );
    this.#mentions.set(text, found);
    return found;
  }
}

function placeIn(shadowed: ReadonlyMap<string, Thing>, server: Server): AskingPlace {
  const stands = (name: TableName): boolean => shadowed.has(tableKey(canonicalName(name, server)));
  return {
    server,
    stands,
    text: (sql) => withoutQualifiers(sql, stands),
    relation: (name) => (stands(name) ? quoteIdentifier(canonicalName(name, server).name) : quoteTable(nameOf(name))),
  };
}

/** SQL in which `schema.name` is `name`, where that is asked for; all else is as it was. */
function withoutQualifiers(sql: string, stands: (name: TableName) => boolean): string {
  const words = significant(tokenize(sql, postgresqlRules));
  let result = '';
  let copied = 0;
  for (let at = 0; at + 2 < words.length; at += 1) {
    const [schema, dot, name] = [words[at], words[at + 1], words[at + 2]];
    if (schema === undefined || name === undefined || dot?.text !== '.' || words[at - 1]?.text === '.') continue;
    if (!isName(schema.kind) || !isName(name.kind)) continue;
    if (!stands({ schema: nameIn(schema.text), name: nameIn(name.text) })) continue;
    result += sql.slice(copied, schema.at);
    copied = name.at;
  }
  return result + sql.slice(copied);
}

const isName = (kind: string): boolean => kind === 'word' || kind === 'identifier';

const nameIn = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();

function thingsOf(target: Schema, existing: Schema): readonly Thing[] {
  const tables = new Map(existing.tables.map((table) => [tableKey(table), table]));
  const objects = new Map((existing.objects ?? []).map((object) => [keyOf(object), object]));
  return [
    ...enumsOf(target, existing),
    ...target.tables.map((table) => tableThing(table, tables.get(tableKey(table)))),
    ...(target.objects ?? []).flatMap((object) => objectThing(object, objects.get(keyOf(object)))),
  ];
}

const keyOf = (object: SchemaObject): string => `${object.kind} ${tableKey(object)}`;

function objectThing(object: SchemaObject, existing: SchemaObject | undefined): readonly Thing[] {
  const shadowing = shadowings[object.kind] as Shadowing<SchemaObject['kind']> | undefined;
  if (shadowing === undefined) return [];
  return [
    {
      name: nameOf(object),
      isChanged: existing === undefined || !isSameObject(existing, object),
      texts: textsOf(object),
      statements: (place) => shadowing(originOf(object) as never, place),
    },
  ];
}

/** Everything that an object says, which may name what it leans on. */
export function textsOf(value: unknown, key = ''): readonly string[] {
  if (['kind', 'name', 'comment', 'dependsOn', 'resultColumns', 'access'].includes(key)) return [];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsOf(part, name));
}

function tableThing(table: Table, existing: Table | undefined): Thing {
  const isKey = (one: { readonly kind: string }): boolean => one.kind === 'primaryKey';
  const keys = (of: Table): unknown =>
    (of.constraints ?? []).filter(isKey).map((one) => 'columns' in one && one.columns);
  const isChanged =
    existing === undefined ||
    !equal(shapeOf(existing.columns), shapeOf(table.columns)) ||
    !equal(keys(existing), keys(table));
  const columns = existing === undefined ? table.columns : inTheirPlaces(table.columns, existing.columns);
  return {
    name: nameOf(table),
    isChanged,
    texts: columns.map(({ type }) => formatType(type)),
    statements: (place) => [createTable({ ...table, columns }, place)],
  };
}

const shapeOf = (columns: readonly Column[]): object =>
  Object.fromEntries(columns.map(({ name, type, collation }) => [name, { type, collation }]));

/** A column that stays keeps its place, and a new one is the last. */
const inTheirPlaces = (columns: readonly Column[], existing: readonly Column[]): readonly Column[] => {
  const wanted = new Map(columns.map((column) => [column.name, column]));
  const there = new Set(existing.map(({ name }) => name));
  return [...existing.flatMap(({ name }) => wanted.get(name) ?? []), ...columns.filter(({ name }) => !there.has(name))];
};

function createTable(table: Table, place: AskingPlace): string {
  const columns = table.columns.map(({ name, type, collation }) => {
    const collate = collation === undefined ? '' : ` COLLATE ${quoteQualified(collation)}`;
    return `${quoteIdentifier(name)} ${place.text(formatType(type))}${collate}`;
  });
  const keys = (table.constraints ?? []).flatMap((one) => {
    if (one.kind !== 'primaryKey' && one.kind !== 'unique') return [];
    const name = one.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(one.name)} `;
    const kind = one.kind === 'primaryKey' ? 'PRIMARY KEY' : 'UNIQUE';
    return [`${name}${kind} (${one.columns.map(quoteIdentifier).join(', ')})`];
  });
  return `CREATE TEMPORARY TABLE ${quoteIdentifier(table.name)} (${[...columns, ...keys].join(', ')})`;
}

/** The enums that columns have. */
function enumsOf(target: Schema, existing: Schema): readonly Thing[] {
  const before = enumsIn(existing);
  return [...enumsIn(target)].map(([key, { name, values }]) => ({
    name,
    isChanged: !equal(before.get(key)?.values, values),
    texts: [],
    statements: () => [createEnum({ name: name.name, schema: 'pg_temp' }, values)],
  }));
}

function enumsIn(
  schema: Schema,
): ReadonlyMap<string, { readonly name: TableName; readonly values: readonly string[] }> {
  const types = schema.tables.flatMap(({ columns }) => columns.flatMap(({ type }) => enumOf(type) ?? []));
  return new Map(types.map((type) => [tableKey(enumName(type)), { name: enumName(type), values: type.values }]));
}
