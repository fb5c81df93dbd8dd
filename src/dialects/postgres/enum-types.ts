import type { Operation } from '../../operations/operation.ts';
import type { Column } from '../../schema/column.ts';
import { isText } from '../../schema/expression.ts';
import type { EnumObject } from '../../schema/objects/object.ts';
import type { Schema } from '../../schema/schema.ts';
import { nameOf, type TableName, tableKey } from '../../schema/table-name.ts';
import { type EnumType, type SqlType, typeOn } from '../../schema/type.ts';
import type { Server, Statement } from '../dialect.ts';
import { dropTypeUnlessUsed } from './anonymous-block.ts';
import { typeCommentAgain } from './comments-again.ts';
import { renameValues } from './enum-literals.ts';
import { commentOnType } from './objects/composite-type.ts';
import { changeEnum, createEnum, type EnumUse, moveColumn } from './objects/enum.ts';
import { clipBytes, maxIdentifierBytes, quoteIdentifier, quoteTable } from './quoting.ts';
import { aroundTypeChange, type PartCompiler } from './surroundings.ts';
import { enumName, enumOf } from './types.ts';

/** How a compiler writes what an enum needs around it. */
export interface EnumCompiler extends PartCompiler {
  spellDefault(column: Column): string;
}

interface KnownEnum {
  readonly name: TableName;
  readonly values: readonly string[];
}

/**
 * Follows the enum types through a list of operations: a type is created when the first column needs it, changed when the
 * first of its columns is altered, and dropped when the last one is gone.
 */
export class EnumTypes {
  readonly #server: Server;
  readonly #before: Schema;
  readonly #known = new Map<string, KnownEnum>();
  /** Types that a column used at some time of the run; others are not ours to drop. */
  readonly #used = new Map<string, TableName>();
  /** Types that are declared on their own, and stay without a column. */
  readonly #kept = new Set<string>();

  constructor(before: Schema, server: Server) {
    this.#before = before;
    this.#server = server;
    for (const object of before.objects ?? []) if (object.kind === 'enum') this.#learn(nameOf(object), object.values);
    this.noteUses(before);
  }

  /** Remembers which types the columns of a schema use. */
  noteUses(schema: Schema): void {
    for (const table of schema.tables) for (const column of table.columns) this.#noteUse(column);
  }

  #noteUse(column: Column): void {
    const type = enumOf(column.type);
    if (type === undefined) return;
    const name = this.#nameOf(type);
    this.#used.set(tableKey(name), name);
    if (!this.#known.has(tableKey(name))) this.#learn(name, type.values);
  }

  /** Makes a type that stands on its own. Where columns have it already, it stays when the last of them goes. */
  create({ comment, ...object }: EnumObject, now: Schema, compiler: EnumCompiler): readonly Statement[] {
    const name = this.#inDefault(nameOf(object));
    const known = this.#known.get(tableKey(name));
    const type = { type: 'Enum', values: object.values, ...name } as const;
    this.#kept.add(tableKey(name));
    this.#learn(name, object.values);
    return [
      ...(known === undefined
        ? [{ sql: createEnum(name, object.values) }]
        : this.#bringTo(name, known.values, type, now, compiler)),
      ...(comment ? [{ sql: commentOnType({ ...name, comment }) }] : []),
    ];
  }

  /** Brings a type that stands on its own to other values, or gives it another comment. */
  alter(from: EnumObject, to: EnumObject, now: Schema, compiler: EnumCompiler): readonly Statement[] {
    const name = this.#inDefault(nameOf(to));
    const type = { type: 'Enum', values: to.values, ...name } as const;
    const before = this.#known.get(tableKey(name))?.values ?? from.values;
    this.#kept.add(tableKey(name));
    this.#learn(name, to.values);
    return [
      ...this.#bringTo(name, before, type, now, compiler),
      ...((from.comment ?? '') === (to.comment ?? '') ? [] : [{ sql: commentOnType({ comment: '', ...to, ...name }) }]),
    ];
  }

  /** Drops a type that stood on its own. One that columns have, or are about to have, only loses its comment. */
  drop(
    object: TableName & { readonly comment?: string },
    now: Schema,
    rest: readonly Operation[],
  ): readonly Statement[] {
    const name = this.#inDefault(nameOf(object));
    const key = tableKey(name);
    this.#kept.delete(key);
    const columns = [...now.tables.flatMap((table) => table.columns), ...rest.flatMap(columnsTo)];
    if (columns.some(({ type }) => this.#keyOf(enumOf(type)) === key)) {
      return isCommented(object, now) ? [{ sql: commentOnType(name) }] : [];
    }
    this.#forget(key);
    return [{ sql: `DROP TYPE ${quoteTable(name)}` }];
  }

  #forget(key: string): void {
    this.#known.delete(key);
    this.#used.delete(key);
  }

  /** Brings the type that a column is about to have into being, with its values. `now` is the schema at this moment. */
  prepare(column: Column, now: Schema, compiler: EnumCompiler): readonly Statement[] {
    const type = enumOf(column.type);
    if (type === undefined) return [];
    const name = this.#nameOf(type);
    const known = this.#known.get(tableKey(name));
    this.#used.set(tableKey(name), name);
    this.#learn(name, type.values);
    if (known === undefined) return [{ sql: createEnum(name, type.values) }];
    return this.#bringTo(name, known.values, type, now, compiler);
  }

  /** Brings a type from some values to others; where values go or change places, the type is made anew. */
  #bringTo(
    name: TableName,
    from: readonly string[],
    to: EnumType,
    now: Schema,
    compiler: EnumCompiler,
  ): readonly Statement[] {
    if (sameList(from, to.values)) return [];
    const { statements, rebuild } = changeEnum(name, from, to);
    const changes = statements.map((sql) => ({ sql }));
    return rebuild ? [...changes, ...this.#rebuild(name, to, renameValues(now, to), compiler)] : changes;
  }

  #rebuild(name: TableName, to: EnumType, now: Schema, compiler: EnumCompiler): readonly Statement[] {
    const retyped = withEnum(now, (type) => this.#keyOf(type) === tableKey(name), to);
    const uses = this.#usesOf(name, retyped);
    const columnsByTable = groupByTable(uses);
    const around = [...columnsByTable].map(([table, columns]) =>
      aroundTypeChange(
        table,
        columns.map(({ column }) => column.name),
        compiler,
        'computed and texts',
      ),
    );
    const old = this.#freeName(name, now);
    return [
      ...around.flatMap(({ before }) => before),
      { sql: `ALTER TYPE ${quoteTable(name)} RENAME TO ${quoteIdentifier(old.name)}` },
      { sql: createEnum(name, to.values) },
      ...typeCommentAgain(this.#before, name).map((sql) => ({ sql })),
      ...uses
        .filter(({ column }) => column.computed === undefined)
        .flatMap((use) => moveWithDefault(use, name, to, compiler)),
      ...around.flatMap(({ after }) => after),
      { sql: `DROP TYPE ${quoteTable(old)}` },
    ];
  }

  /** A name for the old type that no type has; tables are types, too. */
  #freeName(name: TableName, now: Schema): TableName {
    const stem = clipBytes(name.name, maxIdentifierBytes - 8);
    const tables = new Set(now.tables.map((table) => tableKey(nameOf(table))));
    for (let number = 1; ; number += 1) {
      const old = { ...name, name: `${stem}__old${number === 1 ? '' : number}` };
      if (!this.#known.has(tableKey(this.#inDefault(old))) && !tables.has(tableKey(this.#inDefault(old)))) return old;
    }
  }

  /** The statements that drop the types which lost their last column: all of them, or those that are meant. */
  dropUnused(now: Schema, isMeant: (name: TableName) => boolean = () => true): readonly Statement[] {
    const inUse = new Set(
      now.tables.flatMap((table) => table.columns.flatMap(({ type }) => this.#keyOf(enumOf(type)) ?? [])),
    );
    const unused = [...this.#used].filter(
      ([key, name]) => !inUse.has(key) && !this.#kept.has(key) && this.#known.has(key) && isMeant(name),
    );
    for (const [key] of unused) this.#forget(key);
    return unused.map(([, name]) => ({ sql: dropTypeUnlessUsed(name) }));
  }

  #usesOf(name: TableName, schema: Schema): readonly EnumUse[] {
    const key = tableKey(name);
    return schema.tables.flatMap((table) =>
      table.columns.flatMap((column) => {
        const type = enumOf(column.type);
        if (this.#keyOf(type) !== key) return [];
        return [{ table, column, isArray: typeOn('postgresql', column.type).type === 'Array' }];
      }),
    );
  }

  #keyOf(type: EnumType | undefined): string | undefined {
    return type === undefined ? undefined : tableKey(this.#nameOf(type));
  }

  #nameOf(type: EnumType): TableName {
    return this.#inDefault(enumName(type));
  }

  /** One name for one type, whether or not the default schema is spelled out. */
  #inDefault({ name, schema }: TableName): TableName {
    return schema === undefined || schema === this.#server.defaultSchema ? { name } : { name, schema };
  }

  #learn(name: TableName, values: readonly string[]): void {
    this.#known.set(tableKey(this.#inDefault(name)), { name: this.#inDefault(name), values });
  }
}

/** A drop in a revision does not say what there was. */
const isCommented = (object: TableName & { readonly comment?: string }, now: Schema): boolean =>
  object.comment !== undefined ||
  (now.objects ?? []).some((one) => one.kind === 'enum' && one.comment && tableKey(one) === tableKey(object));

/** The columns that an operation brings about. */
function columnsTo(operation: Operation): readonly Column[] {
  switch (operation.kind) {
    case 'createTable':
      return operation.table.columns;
    case 'addColumn':
      return [operation.column];
    case 'alterColumn':
      return [operation.to];
    default:
      return [];
  }
}

/** A default is of the old type: it goes before, and comes back if it is still one of the values. */
function moveWithDefault(use: EnumUse, name: TableName, to: EnumType, compiler: EnumCompiler): readonly Statement[] {
  const { table, column } = use;
  const quoted = quoteIdentifier(column.name);
  const alter = `ALTER TABLE ${quoteTable(nameOf(table))} ALTER COLUMN ${quoted}`;
  const renamed = renamedDefault(column, to);
  return [
    ...(column.serverDefault === undefined ? [] : [{ sql: `${alter} DROP DEFAULT` }]),
    { sql: moveColumn(use, name, quoted) },
    ...(renamed === undefined ? [] : [{ sql: `${alter} SET DEFAULT ${compiler.spellDefault(renamed)}` }]),
  ];
}

function renamedDefault(column: Column, to: EnumType): Column | undefined {
  const { serverDefault } = column;
  if (serverDefault === undefined) return undefined;
  if (typeof serverDefault === 'string') {
    const now = Object.entries(to.renamedFrom ?? {}).find(([, before]) => before === serverDefault)?.[0];
    const value = now ?? serverDefault;
    const kept = to.values.includes(value) || typeOn('postgresql', column.type).type === 'Array';
    return kept ? { ...column, serverDefault: value } : undefined;
  }
  if (!isText(serverDefault)) return column;
  const literals = [...serverDefault.text.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) =>
    text.replaceAll("''", "'"),
  );
  const plain = literals.filter((text) => !text.startsWith('{'));
  return plain.every((text) => to.values.includes(text)) ? column : undefined;
}

/** A schema in which an enum has other values wherever it is used. */
const withEnum = (schema: Schema, isMeant: (type: EnumType) => boolean, to: EnumType): Schema => ({
  ...schema,
  tables: schema.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => ({ ...column, type: withValues(column.type, isMeant, to) })),
  })),
});

function withValues(type: SqlType, isMeant: (type: EnumType) => boolean, { values }: EnumType): SqlType {
  if (type.type === 'Array') return { ...type, item: withValues(type.item, isMeant, { type: 'Enum', values }) };
  return type.type === 'Enum' && isMeant(type) ? { ...type, values } : type;
}

function groupByTable(uses: readonly EnumUse[]): Map<EnumUse['table'], EnumUse[]> {
  const groups = new Map<EnumUse['table'], EnumUse[]>();
  for (const use of uses) groups.set(use.table, [...(groups.get(use.table) ?? []), use]);
  return groups;
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);

/** Whether an operation has to do with enum types, or may turn out to. */
export const concernsEnums = (operation: Operation): boolean => {
  switch (operation.kind) {
    case 'createTable':
      return operation.table.columns.some(({ type }) => enumOf(type) !== undefined);
    case 'addColumn':
      return enumOf(operation.column.type) !== undefined;
    case 'createObject':
    case 'dropObject':
      return operation.object.kind === 'enum';
    case 'alterObject':
      return operation.to.kind === 'enum';
    default:
      return operation.kind === 'dropTable' || operation.kind === 'dropColumn' || operation.kind === 'alterColumn';
  }
};
