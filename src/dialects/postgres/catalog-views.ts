import { type CatalogScope, notOfExtension } from './catalog.ts';
import { type AccessRow, accessSql } from './catalog-access.ts';
import { columnDefaultsOf, resultColumnsOf } from './objects/view.ts';

/** Rows as the queries of this file return them. */
export interface ViewRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `relkind`: `v` or `m`. */
  readonly kind: 'v' | 'm';
  readonly definition: string;
  readonly options: readonly string[] | null;
  readonly method: string | null;
  readonly tablespace: string | null;
  readonly comment: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly collation: string | null }[];
  readonly column_comments: Readonly<Record<string, string>> | null;
  readonly column_defaults: Readonly<Record<string, string>> | null;
  /** The index in whose order the rows are kept by CLUSTER. */
  readonly cluster_on: string | null;
  readonly access: AccessRow;
}

export interface RuleRow {
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
  /** `ev_enabled`, as in pg_rewrite. */
  readonly enabled: string;
  readonly comment: string | null;
}

/** What a rule, or the rule that makes a view, leans on. */
export interface LeaningRow {
  /** Of the relation whose rule it is. */
  readonly relation: number;
  readonly rule: number;
  readonly kind: 'relation' | 'routine' | 'type' | 'primaryKey';
  readonly schema: string;
  readonly name: string;
  readonly column: string | null;
}

/** The rights on columns of a relation. */
const columnGrants = `SELECT g.rolname, x.privilege_type, x.is_grantable, a.attname
  FROM pg_catalog.pg_attribute a CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) x
  LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

const access = accessSql({ type: 'r', acl: 'c.relacl', owner: 'c.relowner', schema: 'c.relnamespace', columnGrants });

/** Views and materialized views. */
export const viewsQuery = ({ tables }: CatalogScope): string => `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, pg_catalog.pg_get_viewdef(c.oid, true) AS definition,
  c.reloptions AS options, m.amname AS method, s.spcname AS tablespace,
  pg_catalog.obj_description(c.oid, 'pg_class') AS comment,
  coalesce(${resultColumnsOf('c.oid')}, '[]'::json) AS columns,
  (SELECT pg_catalog.json_object_agg(a.attname, d.description ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_description d
      ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0) AS column_comments,
  ${columnDefaultsOf('c.oid')} AS column_defaults,
  (SELECT x.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND i.indisclustered) AS cluster_on,
  ${access} AS access
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
WHERE ${tables} AND c.relkind IN ('v', 'm') AND ${notOfExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname`;

/** Rules, but for those that make views. */
export const rulesQuery = ({ tables }: CatalogScope): string => `
SELECT r.oid, n.nspname AS schema, c.relname AS table, r.rulename AS name, pg_catalog.pg_get_ruledef(r.oid, true) AS definition,
  r.ev_enabled AS enabled, pg_catalog.obj_description(r.oid, 'pg_rewrite') AS comment
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tables} AND r.rulename <> '_RETURN' AND ${notOfExtension('pg_class', 'c.oid')}
  AND ${notOfExtension('pg_rewrite', 'r.oid')}
ORDER BY n.nspname, c.relname, r.rulename`;

/** What views and rules lean on, as the server keeps it; and the types of what views show. */
export const leaningsQuery = ({ tables }: CatalogScope): string => `
SELECT DISTINCT c.oid AS relation, l.rule, v.kind, v.schema, v.name, v.column
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT r.oid AS rule, d.refclassid, d.refobjid, d.refobjsubid
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.deptype = 'n'
  WHERE r.ev_class = c.oid AND NOT (d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND r.rulename = '_RETURN')
  UNION ALL
  SELECT r.oid, d.refclassid, d.refobjid, d.refobjsubid
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'n'
  WHERE r.ev_class = c.oid AND r.rulename = '_RETURN' AND d.refclassid = 'pg_type'::regclass
) l
CROSS JOIN LATERAL (
  SELECT 'relation' AS kind, on_.nspname AS schema, o.relname AS name, a.attname AS column
  FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = o.oid AND a.attnum = l.refobjsubid AND l.refobjsubid <> 0
  WHERE l.refclassid = 'pg_class'::regclass AND o.oid = l.refobjid
  UNION ALL
  SELECT 'routine', on_.nspname, o.proname, NULL
  FROM pg_catalog.pg_proc o JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.pronamespace
  WHERE l.refclassid = 'pg_proc'::regclass AND o.oid = l.refobjid
  UNION ALL
  SELECT 'type', on_.nspname, o.typname, NULL
  FROM pg_catalog.pg_type o JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.typnamespace
  WHERE l.refclassid = 'pg_type'::regclass AND o.oid = l.refobjid
  UNION ALL
  SELECT 'primaryKey', on_.nspname, o.relname, NULL
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class o ON o.oid = k.conrelid
  JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.relnamespace
  WHERE l.refclassid = 'pg_constraint'::regclass AND k.oid = l.refobjid
) v
WHERE ${tables} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relhasrules
ORDER BY c.oid, l.rule, v.kind, v.schema, v.name, v.column`;
