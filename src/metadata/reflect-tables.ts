import { targetOf } from '../schema/constraint.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table as TableData } from '../schema/table.ts';
import { type TableName, tableKey } from '../schema/table-name.ts';
import type { Engine, ReflectOptions, Target } from './engine.ts';
import { given } from './given.ts';

/**
 * The part of a database that was asked for, and the tables that its foreign keys point at, wherever they are.
 *
 * @returns tables and sequences, each once
 */
export async function reflectWithTargets(engine: Engine, target: Target, options: ReflectOptions): Promise<Schema> {
  const parts = [await engine.reflect(target, options)];
  const asked = new Set(parts.flatMap(({ tables }) => tables.map(tableKey)));
  for (let missing = targetsBeyond(parts, asked); missing.length > 0; missing = targetsBeyond(parts, asked)) {
    for (const scope of bySchema(missing)) parts.push(await engine.reflect(target, scope));
    for (const table of missing) asked.add(tableKey(table));
  }
  const tables = new Map(parts.flatMap((part) => part.tables.map((table) => [tableKey(table), table] as const)));
  return { ...parts[0], tables: [...tables.values()] };
}

/** Tables that are pointed at and were not asked for yet. */
const targetsBeyond = (parts: readonly Schema[], asked: ReadonlySet<string>): readonly TableName[] =>
  parts.flatMap(({ tables }) => tables.flatMap(targetsOf)).filter((target) => !asked.has(tableKey(target)));

const targetsOf = (table: TableData): readonly TableName[] =>
  (table.constraints ?? []).flatMap((constraint) =>
    constraint.kind === 'foreignKey' ? [targetOf(constraint, table)] : [],
  );

function bySchema(tables: readonly TableName[]): readonly ReflectOptions[] {
  const schemas = new Map<string | undefined, string[]>();
  for (const { name, schema } of tables) schemas.set(schema, [...(schemas.get(schema) ?? []), name]);
  return [...schemas].map(([schema, only]) => ({ ...given({ schema }), only: [...new Set(only)] }));
}
