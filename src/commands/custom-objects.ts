import type { Scope, Server } from '../dialects/dialect.ts';
import type { Database } from '../dialects/registry.ts';
import { type AnyObjectKind, customObjectKind, customObjectKinds, isModelled } from '../operations/object-kind.ts';
import { derive } from '../schema/canonical.ts';
import { type CustomObject, customObjectKey } from '../schema/custom-object.ts';
import type { Schema, Unmodelled } from '../schema/schema.ts';

/** The schema with the objects of the kinds that the project defines, read from the same database. */
export async function withCustomObjects(
  { dialect, connection }: Database,
  scope: Scope,
  schema: Schema,
): Promise<Schema> {
  const { server } = connection;
  const catalog = {
    dialect: server.dialect,
    version: server.version,
    schemas: scope.schemas,
    defaultSchema: server.defaultSchema,
    query: <Row>(sql: string) => connection.query<Row>(sql),
    literal: (value: unknown) => dialect.quoteLiteral(value),
  };
  const custom: CustomObject[] = [];
  for (const { kind, reflect } of customObjectKinds()) {
    const found = (await reflect?.(catalog)) ?? [];
    custom.push(...found.map((object) => inDefaultSchema({ ...object, kind }, server)));
  }
  return custom.length === 0 ? schema : { ...schema, custom };
}

/** What neither Athanor nor the project models. */
export const unmodelledIn = ({ unmodelled = [], custom = [] }: Schema): readonly Unmodelled[] =>
  unmodelled.filter((one) => !isModelled(one, custom));

/** The objects that can be compared with a database: those of kinds that say how a database tells what it has. */
export function comparableObjects(schema: Schema): Schema {
  const { custom, ...rest } = schema;
  const known = custom?.filter(({ kind }) => customObjectKind(kind)?.reflect !== undefined) ?? [];
  return known.length === 0 ? rest : { ...rest, custom: known };
}

/** In the form in which they compare; each remembers what it was made from. */
export const canonicalObjects = ({ custom = [] }: Schema, server: Server): readonly CustomObject[] =>
  custom.map((object) => canonicalObject(object, customObjectKind(object.kind), server));

function canonicalObject(object: CustomObject, kind: AnyObjectKind | undefined, server: Server): CustomObject {
  const plain = inDefaultSchema(object, server);
  const canonical = kind?.canonicalise?.(plain, server.dialect) ?? plain;
  const gone = Object.fromEntries(Object.keys(object).map((key) => [key, undefined]));
  return derive(object, { ...gone, ...canonical, kind: object.kind });
}

/** What is in the default schema says none. */
function inDefaultSchema({ schema, ...object }: CustomObject, { defaultSchema }: Server): CustomObject {
  const plain = object as CustomObject;
  return schema === undefined || schema === defaultSchema ? plain : { ...plain, schema };
}

/** Those of the first schema that the second does not have. */
export const absentCustomObjects = (wanted: Schema, there: Schema): readonly CustomObject[] => {
  const keys = new Set((there.custom ?? []).map(customObjectKey));
  return (wanted.custom ?? []).filter((object) => !keys.has(customObjectKey(object)));
};
