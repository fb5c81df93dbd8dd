import type { Scope, Server } from '../dialects/dialect.ts';
import type { Operation } from '../operations/operation.ts';

/** Where to look for the schema that operations start from: the default schema, and every schema that they name. */
export function scopeOf(operations: readonly Operation[], server: Pick<Server, 'defaultSchema'>): Scope {
  const named = new Set(operations.flatMap((operation) => schemaNames(operation)));
  if (named.size === 0) return {};
  return { schemas: [...new Set([server.defaultSchema ?? [], ...named].flat())] };
}

/** Every value under a key `schema`, however deep. */
function schemaNames(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(schemaNames);
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'schema' && typeof part === 'string' ? [part] : schemaNames(part),
  );
}
