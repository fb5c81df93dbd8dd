import { IrreversibleOperation, UsageError } from '../errors.ts';
import { type CustomObject, customObjectKey, customObjectLabel } from '../schema/custom-object.ts';
import { objectKinds } from '../schema/objects/object.ts';
import type { Schema, Unmodelled } from '../schema/schema.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';
import type { DialectName } from '../schema/type.ts';
import { defineOperation, type OperationOrder, type SqlWriter, type WrittenSql } from './custom-operation.ts';
import type { Hazard } from './description.ts';
import type { Operation } from './operation.ts';

/** What a thing in a database is called; `table` where its name counts only within one. */
export interface ObjectIdentity extends TableName {
  readonly table?: string;
}

/** A database, as the definition of an object kind may read it. */
export interface CatalogReader {
  readonly dialect: DialectName;
  readonly version: readonly [major: number, minor: number, patch: number];
  /** The schemas that are compared; undefined means the default one only. */
  readonly schemas: readonly string[] | undefined;
  readonly defaultSchema: string | undefined;
  query<Row = Readonly<Record<string, unknown>>>(sql: string): Promise<readonly Row[]>;
  literal(value: unknown): string;
}

/** A kind of things in a database that a project models by itself: views, policies, triggers. */
export interface ObjectKindDefinition<Thing extends ObjectIdentity> {
  /** In lower camel case: `view` gives `op.createView`, `op.dropView` and `op.alterView`. */
  readonly kind: string;
  readonly create: (object: Thing, sql: SqlWriter) => WrittenSql;
  readonly drop: (object: ObjectIdentity, sql: SqlWriter) => WrittenSql;
  /** Turns one into another of the same name; dropped and created anew unless this is given. */
  readonly alter?: (from: Thing, to: Thing, sql: SqlWriter) => WrittenSql;
  /** All of them that the database has. Without this they are never compared, only created and dropped in revisions. */
  readonly reflect?: (catalog: CatalogReader) => Promise<readonly Thing[]>;
  /** The form in which declared and reflected ones compare. Pure, and the same for both. */
  readonly canonicalise?: (object: Thing, dialect: DialectName) => Thing;
  /** What has to be there before it: tables, and others of this kind. */
  readonly dependsOn?: (object: Thing) => readonly TableName[];
  /** What Athanor calls these where it reports them as not modelled: `view`. */
  readonly unmodelledAs?: string;
  /** Dropping one loses this. */
  readonly losesWithDrop?: (object: ObjectIdentity) => readonly Hazard[];
  /** Name, schema and table are all there is to one of these, as for an extension. */
  readonly isNameOnly?: true;
}

/** A kind, whatever it says of its objects. */
export type AnyObjectKind = ObjectKindDefinition<CustomObject>;

const definedKinds = new Map<string, AnyObjectKind>();

/** The kinds of objects that were defined. */
export const customObjectKinds = (): readonly AnyObjectKind[] => [...definedKinds.values()];

/** The kind of an object, if it was defined. */
export const customObjectKind = (kind: string): AnyObjectKind | undefined => definedKinds.get(kind);

/**
 * Defines a kind of things that are created, altered and dropped as a whole. What a metadata declares of it
 * (`metadata.addObject`) is compared with what the database has, and `op` has methods to create, drop and alter one. The
 * module that calls this has to be imported by the config.
 *
 * @param definition its SQL, and how a database tells what it has
 * @returns a function that makes one, as plain data
 * @throws UsageError when it is, or its operations would be, called as one of Athanor's own
 */
export function defineObjectKind<Thing extends ObjectIdentity>(
  definition: ObjectKindDefinition<Thing>,
): (object: Thing) => CustomObject {
  const { kind } = definition;
  if (!/^[a-z][A-Za-z0-9]*$/.test(kind)) {
    throw new UsageError(`'${kind}' cannot be the name of a kind of objects`, {
      hint: 'use letters and digits that begin with a small letter',
    });
  }
  if (objectKinds.some((own) => own === kind)) {
    throw new UsageError(`'${kind}' is a kind of objects that Athanor has itself`, {
      hint: 'declare these with what it has for them, or give yours another name',
    });
  }
  const known = definition as unknown as AnyObjectKind;
  defineOperations(known);
  definedKinds.set(kind, known);
  return (object) => ({ ...(object as ObjectIdentity), kind });
}

/** Whether something that Athanor would report is an object of the project's own. */
export const isModelled = (one: Unmodelled, custom: readonly CustomObject[]): boolean =>
  custom.some(
    (object) =>
      customObjectKind(object.kind)?.unmodelledAs === one.kind &&
      object.table === one.table &&
      tableKey(object) === tableKey(one),
  );

/** The operation that creates an object. */
export const createCustomObject = (object: CustomObject): Operation<'custom'> =>
  operation('create', object.kind, { [object.kind]: bare(object) });

/** The operation that drops an object, with its whole definition, so that it can be taken back. */
export const dropCustomObject = (object: CustomObject): Operation<'custom'> =>
  operation('drop', object.kind, { [object.kind]: bare(object) });

/** The operation that turns an object into another of its name. */
export const alterCustomObject = (from: CustomObject, to: CustomObject): Operation<'custom'> =>
  operation('alter', to.kind, { from: bare(from), to: bare(to) });

type Verb = 'create' | 'drop' | 'alter';

const operationName = (verb: Verb, kind: string): string => `${verb}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

const operation = (verb: Verb, kind: string, payload: Payload): Operation<'custom'> => ({
  kind: 'custom',
  name: operationName(verb, kind),
  payload,
});

/** The kind stands in the name of the operation. */
const bare = ({ kind: _, ...object }: CustomObject): Unkinded => object;

type Unkinded = TableName & { readonly [part: string]: unknown };
type Payload = Readonly<Record<string, Unkinded>>;

/** `createView`, `dropView` and `alterView` of a kind `view`. */
function defineOperations(definition: AnyObjectKind): void {
  const { kind, create, drop, alter, losesWithDrop } = definition;
  const of = (payload: Payload, key = kind): CustomObject => ({ ...(payload[key] as Unkinded), kind });
  defineOperation<Payload>({
    name: operationName('create', kind),
    compile: (payload, sql) => create(of(payload), sql),
    reverse: (payload) => dropCustomObject(of(payload)),
    describe: (payload) => `create ${customObjectLabel(of(payload))}`,
    apply: (payload, schema) => withObjects(schema, [], [of(payload)]),
    order: (payload) => orderOf(definition, 'create', of(payload)),
  });
  defineOperation<Payload>({
    name: operationName('drop', kind),
    compile: (payload, sql) => drop(of(payload), sql),
    reverse: (payload) => createCustomObject(requireWhole(definition, of(payload))),
    describe: (payload) => `drop ${customObjectLabel(of(payload))}`,
    ...(losesWithDrop === undefined ? {} : { hazards: (payload) => losesWithDrop(of(payload)) }),
    apply: (payload, schema) => withObjects(schema, [of(payload)], []),
    asWritten: (payload) => ({ [kind]: identityOf(of(payload)) }),
    order: (payload) => orderOf(definition, 'drop', of(payload)),
  });
  defineOperation<Payload>({
    name: operationName('alter', kind),
    compile: (payload, sql) => {
      const [old, now] = [of(payload, 'from'), of(payload, 'to')];
      return alter === undefined ? [drop(old, sql), create(now, sql)].flat() : alter(old, now, sql);
    },
    reverse: (payload) => alterCustomObject(of(payload, 'to'), of(payload, 'from')),
    describe: (payload) => `alter ${customObjectLabel(of(payload, 'to'))}`,
    apply: (payload, schema) => withObjects(schema, [of(payload, 'from')], [of(payload, 'to')]),
    order: (payload) => orderOf(definition, 'alter', of(payload, 'to')),
  });
}

const identityOf = ({ name, schema, table }: CustomObject): Unkinded => ({
  name,
  ...(schema === undefined ? {} : { schema }),
  ...(table === undefined ? {} : { table }),
});

function requireWhole({ isNameOnly }: AnyObjectKind, object: CustomObject): CustomObject {
  if (isNameOnly === true || Object.keys(bare(object)).length > Object.keys(identityOf(object)).length) return object;
  throw new IrreversibleOperation(`cannot reverse: drop ${customObjectLabel(object)}`, {
    hint: "here is only its name: write out all that makes it again, or let the kind's 'reflect' tell it",
  });
}

function withObjects(schema: Schema, gone: readonly CustomObject[], come: readonly CustomObject[]): Schema {
  const keys = new Set([...gone, ...come].map(customObjectKey));
  return { ...schema, custom: [...(schema.custom ?? []).filter((one) => !keys.has(customObjectKey(one))), ...come] };
}

/** It comes after what it depends on, and goes before that goes or changes. */
function orderOf({ kind, dependsOn }: AnyObjectKind, verb: Verb, object: CustomObject): OperationOrder {
  const key = customObjectKey(object);
  const tables = [
    ...(dependsOn?.(object) ?? []),
    ...(object.table === undefined ? [] : [{ ...identityOf(object), name: object.table }]),
  ];
  const others = tables.map((name) => customObjectKey({ kind, ...name }));
  switch (verb) {
    case 'create':
      return { place: 'last', creates: [key], uses: others, tables };
    case 'drop':
      return { place: 'first', drops: [key], releases: others, tables };
    case 'alter':
      return { place: 'last', uses: others, tables };
  }
}
