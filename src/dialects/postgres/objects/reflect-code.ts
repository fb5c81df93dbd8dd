import type { Dependency } from '../../../schema/objects/dependency.ts';
import type { SchemaObject } from '../../../schema/objects/object.ts';
import type { Connection } from '../../dialect.ts';
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

/** Reads routines, triggers, policies, types and extensions, one query for each kind and one for what they lean on. */
export async function reflectCode(connection: Connection, scope: CatalogScope): Promise<readonly SchemaObject[]> {
  const { server } = connection;
  const routines = await connection.query<RoutineRow>(routinesQuery(scope, server));
  const aggregates = await connection.query<AggregateRow>(aggregatesQuery(scope));
  const triggers = await connection.query<TriggerRow>(triggersQuery(scope));
  const eventTriggers = await connection.query<EventTriggerRow>(eventTriggersQuery());
  const policies = await connection.query<PolicyRow>(policiesQuery(scope));
  const domains = await connection.query<DomainRow>(domainsQuery(scope));
  const composites = await connection.query<CompositeRow>(compositesQuery(scope));
  const ranges = await connection.query<RangeRow>(rangesQuery(scope, server));
  const extensions = await connection.query<ExtensionRow>(extensionsQuery());
  const edges = dependencies(await connection.query<DependencyRow>(codeDependenciesQuery()), server.defaultSchema);
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
