import { given } from '../metadata/given.ts';
import type { Operation } from '../operations/operation.ts';
import type { Column } from '../schema/column.ts';
import type { Constraint } from '../schema/constraint.ts';
import type { CustomObject } from '../schema/custom-object.ts';
import type { SchemaObject } from '../schema/objects/object.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { tableKey } from '../schema/table-name.ts';
import type { ComparedObject, NamedKind, NameParent } from './define-config.ts';
import type { ComparisonFilters } from './settings.ts';

/** The two sides of a comparison, as reflected and as declared. */
export interface Sides {
  readonly database: Schema;
  readonly models: Schema;
}

/** Both sides as the config leaves them. */
export interface FilteredSides extends Sides {
  /** Changes of columns that `compareType` or `compareServerDefault` call different, whatever Athanor makes of them. */
  readonly insisted: readonly Operation<'alterColumn'>[];
}

/**
 * Leaves out of both sides what the config's `includeName` and `includeObject` leave out, and makes the same what its
 * `compareType` and `compareServerDefault` call the same.
 */
export function applyFilters(filters: ComparisonFilters, sides: Sides): FilteredSides {
  const named = { ...sides, database: withNames(filters, sides.database) };
  return settleColumns(filters, withObjects(filters, named));
}

function withNames({ includeName }: ComparisonFilters, schema: Schema): Schema {
  if (includeName === undefined) return schema;
  const isSeen = (kind: NamedKind, parent: NameParent) => (part: NamedPart) =>
    includeName(part.name, kind, kind === 'constraint' ? { ...parent, ...given({ constraint: part.kind }) } : parent);
  const schemaIsSeen = (name: string | undefined): boolean => includeName(name, 'schema', {});
  return keep(schema, {
    table: (table) => schemaIsSeen(table.schema) && isSeen('table', placeOf(table))(table),
    part: (part, kind, table) => isSeen(kind, { ...placeOf(table), table: table.name })(part),
    object: (object) =>
      object.kind === 'enum' ||
      (object.kind === 'schema'
        ? schemaIsSeen(object.name)
        : schemaIsSeen(object.schema) && includeName(object.name, object.kind, asPart(object))),
    custom: (object) => schemaIsSeen(object.schema) && includeName(object.name, 'custom', asCustom(object)),
  });
}

function withObjects({ includeObject }: ComparisonFilters, { database, models }: Sides): Sides {
  if (includeObject === undefined) return { database, models };
  const left = index(database);
  const right = index(models);
  const hidden = new Set<unknown>();
  const ask = (origin: ComparedObject['origin'], own: Indexed, other: Indexed): void => {
    for (const [key, part] of own) {
      const twin = other.get(key);
      const counterpart = twin === undefined ? {} : { counterpart: twin.definition };
      if (includeObject({ ...part, ...counterpart, origin } as ComparedObject)) continue;
      hidden.add(part.definition);
      if (twin !== undefined) hidden.add(twin.definition);
    }
  };
  ask('database', left, right);
  ask('models', right, left);
  const isSeen = (part: unknown): boolean => !hidden.has(part);
  const kept = { table: isSeen, part: isSeen, object: isSeen, custom: isSeen };
  return { database: keep(database, kept), models: keep(models, kept) };
}

/** A column, an index, or a constraint with its kind. */
interface NamedPart {
  readonly name?: string | undefined;
  readonly kind?: Constraint['kind'];
}

const asPart = (object: SchemaObject): NameParent =>
  given({ schema: object.schema, table: 'table' in object ? object.table : undefined });

/** The kind of a custom object is that of the project; here it is one among the kinds of named things. */
const asCustom = ({ kind, table, schema }: CustomObject): NameParent => ({
  objectKind: kind,
  ...given({ schema, table }),
});

interface Keepers {
  readonly table: (table: Table) => boolean;
  readonly part: (part: NamedPart, kind: NamedKind, table: Table) => boolean;
  readonly object: (object: SchemaObject) => boolean;
  readonly custom: (object: CustomObject) => boolean;
}

function keep(schema: Schema, keepers: Keepers): Schema {
  const tables = schema.tables.filter(keepers.table).map((table) => ({
    ...table,
    columns: table.columns.filter((column) => keepers.part(column, 'column', table)),
    ...(table.constraints === undefined
      ? {}
      : { constraints: table.constraints.filter((constraint) => keepers.part(constraint, 'constraint', table)) }),
    ...(table.indexes === undefined
      ? {}
      : { indexes: table.indexes.filter((one) => keepers.part(one, 'index', table)) }),
  }));
  const objects = schema.objects?.filter(keepers.object);
  const custom = schema.custom?.filter(keepers.custom);
  return { ...schema, tables, ...given({ objects, custom }) };
}

type Part = Omit<ComparedObject, 'origin' | 'counterpart'>;
type Indexed = ReadonlyMap<string, Part>;

/** Every part by what it is called; a part without a name stands for itself alone. */
function index(schema: Schema): Indexed {
  const parts = [
    ...schema.tables.flatMap((table) => {
      const parent = { ...placeOf(table), table: table.name };
      return [
        { kind: 'table', name: table.name, ...placeOf(table), definition: table },
        ...table.columns.map((column) => ({ kind: 'column', name: column.name, ...parent, definition: column })),
        ...(table.constraints ?? []).map((one) => ({ kind: 'constraint', name: one.name, ...parent, definition: one })),
        ...(table.indexes ?? []).map((one) => ({ kind: 'index', name: one.name, ...parent, definition: one })),
      ];
    }),
    ...(schema.objects ?? []).flatMap((object) =>
      object.kind === 'enum' ? [] : [{ kind: object.kind, name: object.name, ...asPart(object), definition: object }],
    ),
    ...(schema.custom ?? []).map((object) => ({
      kind: 'custom',
      name: object.name,
      ...asCustom(object),
      definition: object,
    })),
  ] as readonly Part[];
  return new Map(
    parts.map((part, at) => [
      JSON.stringify([part.kind, part.objectKind, part.schema, part.table, part.name ?? at]),
      part,
    ]),
  );
}

const placeOf = ({ schema }: { readonly schema?: string | undefined }): { readonly schema?: string } =>
  schema === undefined ? {} : { schema };

function settleColumns(
  { compareType, compareServerDefault }: ComparisonFilters,
  { database, models }: Sides,
): FilteredSides {
  if (compareType === undefined && compareServerDefault === undefined) return { database, models, insisted: [] };
  const reflected = new Map(database.tables.map((table) => [tableKey(table), table]));
  const insisted: Operation<'alterColumn'>[] = [];
  const settle = (table: Table, column: Column): Column => {
    const twin = reflected.get(tableKey(table))?.columns.find(({ name }) => name === column.name);
    if (twin === undefined) return column;
    const on = { ...placeOf(table), table: table.name };
    const compared = { ...on, database: twin, models: column };
    const answers = [compareType?.(compared), compareServerDefault?.(compared)];
    const typed = answers[0] === false ? { ...column, type: twin.type } : column;
    const settled = answers[1] === false ? withDefaultOf(typed, twin) : typed;
    if (answers.includes(true)) insisted.push({ kind: 'alterColumn', ...on, from: twin, to: settled });
    return settled;
  };
  const tables = models.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => settle(table, column)),
  }));
  return { database, models: { ...models, tables }, insisted };
}

function withDefaultOf({ serverDefault: _, ...column }: Column, { serverDefault }: Column): Column {
  return serverDefault === undefined ? column : { ...column, serverDefault };
}
