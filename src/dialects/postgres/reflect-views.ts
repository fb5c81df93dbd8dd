import type { Dependency } from '../../schema/objects/dependency.ts';
import type { RewriteRule } from '../../schema/objects/trigger.ts';
import type { MaterializedView, View } from '../../schema/objects/view.ts';
import type { DialectOptions } from '../../schema/options.ts';
import type { Index } from '../../schema/table-index.ts';
import type { Connection, Server } from '../dialect.ts';
import type { CatalogScope } from './catalog.ts';
import { accessOf } from './catalog-access.ts';
import { type LeaningRow, leaningsQuery, type RuleRow, rulesQuery, type ViewRow, viewsQuery } from './catalog-views.ts';
import { inSchema } from './default-schema.ts';
import { ruleText } from './objects/rule.ts';
import { withPrinted } from './objects/view.ts';
import { readStorage } from './storage.ts';

/** What was read of the catalog about views and rules. */
export interface ViewCatalog {
  readonly views: readonly ViewRow[];
  readonly rules: readonly RuleRow[];
  readonly leanings: readonly LeaningRow[];
}

/** Reads views, materialized views and rules, and what they lean on, with three queries. */
export const readViews = async (connection: Connection, where: CatalogScope): Promise<ViewCatalog> => ({
  views: await connection.query<ViewRow>(viewsQuery(where)),
  rules: await connection.query<RuleRow>(rulesQuery(where)),
  leanings: await connection.query<LeaningRow>(leaningsQuery(where)),
});

/** The views and rules in the models' vocabulary. `indexesOf` has the indexes of a materialized view. */
export function reflectViews(
  { views, rules, leanings }: ViewCatalog,
  indexesOf: (view: number) => readonly Index[],
  server: Server,
): readonly (View | MaterializedView | RewriteRule)[] {
  const ruleOids = new Set(rules.map(({ oid }) => oid));
  const ofRules = group(
    leanings.filter(({ rule }) => ruleOids.has(rule)),
    ({ rule }) => rule,
    server,
  );
  const ofViews = group(
    leanings.filter(({ rule }) => !ruleOids.has(rule)),
    ({ relation }) => relation,
    server,
  );
  return [
    ...views.map((row) => ({
      ...(row.kind === 'v' ? reflectView(row, server) : reflectMaterializedView(row, indexesOf(row.oid), server)),
      dependsOn: ofViews.get(row.oid) ?? [],
    })),
    ...rules.map((row) => ({ ...reflectRule(row, server), dependsOn: ofRules.get(row.oid) ?? [] })),
  ];
}

function group(
  rows: readonly LeaningRow[],
  keyOf: (row: LeaningRow) => number,
  server: Server,
): ReadonlyMap<number, readonly Dependency[]> {
  const groups = new Map<number, Dependency[]>();
  for (const row of rows) {
    const dependency: Dependency = {
      kind: row.kind,
      name: row.name,
      ...inSchema(row.schema, server),
      ...(row.column === null ? {} : { column: row.column }),
    };
    const found = groups.get(keyOf(row));
    if (found === undefined) groups.set(keyOf(row), [dependency]);
    else found.push(dependency);
  }
  return groups;
}

function reflectView(row: ViewRow, server: Server): View {
  const { check_option: check, ...options } = (readStorage(row.options).with ?? {}) as DialectOptions;
  const switches = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value === 'true' ? true : value === 'false' ? false : value]),
  );
  const postgresql = {
    ...(Object.keys(switches).length === 0 ? {} : { with: switches }),
    ...(row.column_defaults === null ? {} : { columnDefaults: row.column_defaults }),
    ...ofColumns(row),
  };
  return {
    kind: 'view',
    name: row.name,
    ...inSchema(row.schema, server),
    ...withPrinted(row),
    ...(check === undefined ? {} : { checkOption: String(check).toUpperCase() as 'LOCAL' | 'CASCADED' }),
    ...commentOf(row),
    ...(Object.keys(postgresql).length === 0 ? {} : { postgresql }),
    access: accessOf(row.access),
  };
}

function reflectMaterializedView(row: ViewRow, indexes: readonly Index[], server: Server): MaterializedView {
  const postgresql = {
    ...(row.method === null || row.method === 'heap' ? {} : { using: row.method }),
    ...(row.tablespace === null ? {} : { tablespace: row.tablespace }),
    ...(row.cluster_on === null ? {} : { clusterOn: row.cluster_on }),
    ...readStorage(row.options),
    ...ofColumns(row),
  };
  return {
    kind: 'materializedView',
    name: row.name,
    ...inSchema(row.schema, server),
    ...withPrinted(row),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...commentOf(row),
    ...(Object.keys(postgresql).length === 0 ? {} : { postgresql }),
    access: accessOf(row.access),
  };
}

const commentOf = ({ comment }: { readonly comment: string | null }): { readonly comment?: string } =>
  comment === null ? {} : { comment };

const ofColumns = ({ column_comments: comments }: ViewRow): DialectOptions =>
  comments === null ? {} : { columnComments: comments };

const states: Readonly<Record<string, NonNullable<RewriteRule['enabled']>>> = {
  D: 'DISABLED',
  R: 'REPLICA',
  A: 'ALWAYS',
};

function reflectRule(row: RuleRow, server: Server): RewriteRule {
  const enabled = states[row.enabled];
  return {
    kind: 'rule',
    name: row.name,
    table: row.table,
    ...inSchema(row.schema, server),
    definition: ruleText(row.definition),
    ...(enabled === undefined ? {} : { enabled }),
    ...commentOf(row),
  };
}
