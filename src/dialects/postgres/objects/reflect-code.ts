import type { Dependency } from '../../../schema/objects/dependency.ts';
import type { SchemaObject } from '../../../schema/objects/object.ts';
import type { Connection, Server } from '../../dialect.ts';
import type { CatalogScope } from '../catalog.ts';
import { codeDependenciesQuery, type DependencyRow } from './reflect-dependencies.ts';
import {
  type AggregateRow,
  aggregatesQuery,
  type RoutineRow,
  reflectAggregate,
  reflectRoutine,
  routinesQuery,
} from './reflect-routines.ts';
import {
  type EventTriggerRow,
  eventTriggersQuery,
  type PolicyRow,
  policiesQuery,
  reflectEventTrigger,
  reflectPolicy,
  reflectTrigger,
  type TriggerRow,
  triggersQuery,
} from './reflect-triggers.ts';
import {
  type CompositeRow,
  compositesQuery,
  type DomainRow,
  domainsQuery,
  type ExtensionRow,
  extensionsQuery,
  type RangeRow,
  rangesQuery,
  reflectComposite,
  reflectDomain,
  reflectExtension,
  reflectRange,
} from './reflect-user-types.ts';

/** Everything that is read, by what it is. */
interface CodeCatalog {
  readonly routines: readonly RoutineRow[];
  readonly aggregates: readonly AggregateRow[];
  readonly triggers: readonly TriggerRow[];
  readonly eventTriggers: readonly EventTriggerRow[];
  readonly policies: readonly PolicyRow[];
  readonly domains: readonly DomainRow[];
  readonly composites: readonly CompositeRow[];
  readonly ranges: readonly RangeRow[];
  readonly extensions: readonly ExtensionRow[];
  readonly dependencies: readonly DependencyRow[];
}

const queries = (scope: CatalogScope, server: Server): Readonly<Record<keyof CodeCatalog, string>> => ({
  routines: routinesQuery(scope, server),
  aggregates: aggregatesQuery(scope),
  triggers: triggersQuery(scope),
  eventTriggers: eventTriggersQuery(),
  policies: policiesQuery(scope),
  domains: domainsQuery(scope),
  composites: compositesQuery(scope),
  ranges: rangesQuery(scope, server),
  extensions: extensionsQuery(),
  dependencies: codeDependenciesQuery(),
});

/** Reads routines, triggers, policies, types and extensions, and what they lean on, in one round trip. */
export async function reflectCode(connection: Connection, scope: CatalogScope): Promise<readonly SchemaObject[]> {
  const { server } = connection;
  const parts = Object.entries(queries(scope, server)).map(
    ([name, sql]) => `'${name}', (SELECT coalesce(pg_catalog.json_agg(q), '[]') FROM (${sql}) q)`,
  );
  const [row] = await connection.query<{ readonly code: CodeCatalog }>(
    `SELECT pg_catalog.json_build_object(${parts.join(',\n')}) AS code`,
  );
  return row === undefined ? [] : objectsOf(row.code, server);
}

function objectsOf(catalog: CodeCatalog, server: Server): readonly SchemaObject[] {
  const { routines, aggregates, triggers, eventTriggers, policies, domains, composites, ranges, extensions } = catalog;
  const edges = dependencies(catalog.dependencies, server.defaultSchema);
  const place = ({ schema }: { readonly schema: string | null }): { readonly schema?: string } =>
    schema === null || schema === server.defaultSchema ? {} : { schema };
  const leaning = <T extends SchemaObject>(object: T, kind: string, { oid }: { readonly oid: number }): T => {
    const dependsOn = edges.get(`${kind} ${oid}`);
    return dependsOn === undefined ? object : { ...object, dependsOn };
  };
  return [
    ...extensions.map((row) => reflectExtension(row, place(row))),
    ...domains.map((row) => leaning(reflectDomain(row, place(row)), 'pg_type', row)),
    ...composites.map((row) => leaning(reflectComposite(row, place(row)), 'pg_type', row)),
    ...ranges.map((row) => leaning(reflectRange(row, place(row)), 'pg_type', row)),
    ...routines.map((row) => leaning(reflectRoutine(row, place(row)), 'pg_proc', row)),
    ...aggregates.map((row) => leaning(reflectAggregate(row, place(row)), 'pg_proc', row)),
    ...triggers.map((row) => leaning(reflectTrigger(row, place(row)), 'pg_trigger', row)),
    ...policies.map((row) => leaning(reflectPolicy(row, place(row)), 'pg_policy', row)),
    ...eventTriggers.map((row) => leaning(reflectEventTrigger(row), 'pg_event_trigger', row)),
  ];
}

function dependencies(
  rows: readonly DependencyRow[],
  defaultSchema: string | undefined,
): ReadonlyMap<string, readonly Dependency[]> {
  const edges = new Map<string, Dependency[]>();
  for (const { class: of, oid, kind, schema, name, column } of rows) {
    const dependency: Dependency = {
      kind,
      name,
      ...(schema === '' || schema === defaultSchema ? {} : { schema }),
      ...(column === null ? {} : { column }),
    };
    const list = edges.get(`${of} ${oid}`);
    if (list === undefined) edges.set(`${of} ${oid}`, [dependency]);
    else list.push(dependency);
  }
  return edges;
}
