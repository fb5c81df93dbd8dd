import { atLeast, type Scope, type Server } from '../dialect.ts';
import { quoteLiteral } from './quoting.ts';
import type { ReportedKind } from './reported-kinds.ts';

/** Rows as the queries of this file return them. Object ids are those of the catalog. */
export interface RelationRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `relkind`, as in pg_class. */
  readonly kind: string;
  readonly unlogged: boolean;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly comment: string | null;
  readonly is_partition: boolean;
  /** The partitioned table that a partition belongs to in the end, where that is in the same schema. */
  readonly root: string | null;
  /** The tables that it is a partition of or inherits from, in their order. */
  readonly parents: readonly { readonly schema: string; readonly name: string }[] | null;
  /** Which rows are in a partition. */
  readonly bound: string | null;
  readonly access_method: string | null;
  /** `relreplident`: `d` default, `n` nothing, `f` full, `i` an index. */
  readonly replica_identity: string;
  readonly replica_index: string | null;
  readonly clustered_index: string | null;
  readonly typed: boolean;
  readonly partition_key: string | null;
  readonly row_security: boolean;
  readonly forced_row_security: boolean;
  readonly definition: string | null;
}

export interface ColumnRow {
  readonly table: number;
  readonly position: number;
  readonly name: string;
  readonly type: string;
  readonly type_oid: number;
  readonly element_oid: number;
  readonly not_null: boolean;
  readonly expression: string | null;
  /** `a` always, `d` by default, or empty. */
  readonly identity: string;
  /** `s` stored, `v` virtual, or empty. */
  readonly generated: string;
  readonly collation: string | null;
  readonly comment: string | null;
  /** The column of another table, which says all of it. */
  readonly inherited: boolean;
  /** It is in the table because of another one; what it says is what it has otherwise. */
  readonly overridden: boolean;
  /** `attstorage`, where it is not the one of the type. */
  readonly storage: string | null;
  /** `p` pglz, `l` lz4, or empty. */
  readonly compression: string;
  readonly statistics: number | null;
  readonly options: readonly string[] | null;
}

export interface ConstraintRow {
  readonly table: number;
  readonly name: string;
  /** `contype`, as in pg_constraint. */
  readonly kind: string;
  readonly columns: readonly number[] | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  readonly no_inherit: boolean;
  readonly enforced: boolean;
  readonly temporal: boolean;
  readonly expression: string | null;
  readonly target_schema: string | null;
  readonly target: string | null;
  readonly target_columns: readonly string[] | null;
  readonly on_delete: string;
  readonly on_update: string;
  readonly match: string;
  /** Positions of the columns that `SET NULL` and `SET DEFAULT` set, where these are not all. */
  readonly set_columns: readonly number[] | null;
  readonly nulls_not_distinct: boolean;
  /** The index that it has; zero where it has none. */
  readonly index: number;
  readonly comment: string | null;
  readonly definition: string | null;
}

export interface IndexRow {
  readonly oid: number;
  /** Made by a constraint, whose details it has. */
  readonly of_constraint: boolean;
  readonly table: number;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  readonly nulls_not_distinct: boolean;
  readonly valid: boolean;
  readonly key_count: number;
  readonly predicate: string | null;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly comment: string | null;
  readonly definition: string | null;
  /** Of one key or included column; the rows of an index follow each other in their order. */
  readonly position: number;
  readonly column: string | null;
  readonly expression: string | null;
  readonly option: number | null;
  readonly collation: string | null;
  readonly operator_class: string | null;
  readonly operator_class_options: readonly string[] | null;
  /** With which an exclusion constraint compares two rows. */
  readonly operator: string | null;
}

export interface EnumRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly comment: string | null;
}

export interface SequenceRow {
  readonly schema: string;
  readonly name: string;
  readonly data_type: string;
  readonly start: string;
  readonly increment: string;
  readonly min_value: string;
  readonly max_value: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly comment: string | null;
  /** `a` where a column owns it, `i` where it is an identity column's. */
  readonly ownership: string | null;
  readonly table: number | null;
  readonly position: number | null;
}

export interface NamespaceRow {
  readonly name: string;
  readonly comment: string | null;
}

/** What is not modelled and stands in no other query. */
export interface OtherRow {
  readonly kind: ReportedKind;
  readonly schema: string | null;
  readonly name: string;
  readonly table: string | null;
  readonly definition: string | null;
}

/** Which schemas and tables to read, as conditions on `n.nspname` and `c.relname`. */
export interface CatalogScope {
  readonly namespaces: string;
  readonly tables: string;
}

export function catalogScope(scope: Scope, server: Server): CatalogScope {
  // without a schema in the search path, no unqualified name means anything
  const schemas = scope.schemas ?? [server.defaultSchema ?? ''];
  const namespaces = `n.nspname IN (${['', ...schemas].map(quoteLiteral).join(', ')})`;
  if (scope.tables === undefined) return { namespaces, tables: namespaces };
  const names = scope.tables.map(
    ({ schema, name }) => `(${quoteLiteral(schema ?? server.defaultSchema ?? '')}, ${quoteLiteral(name)})`,
  );
  return { namespaces, tables: `(n.nspname, c.relname) IN (${["('', '')", ...names].join(', ')})` };
}

/** True where no extension owns the object. */
export const notOfExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
     WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

export const commentOf = (catalog: string, oid: string, column = '0'): string =>
  `LEFT JOIN pg_catalog.pg_description d
     ON d.classoid = '${catalog}'::regclass AND d.objoid = ${oid} AND d.objsubid = ${column}`;

export const relationsQuery = ({ tables }: CatalogScope): string => `
SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relpersistence = 'u' AS unlogged,
  c.reloptions || ARRAY(SELECT 'toast.' || o FROM pg_catalog.pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid) AS options,
  s.spcname AS tablespace, d.description AS comment, c.relispartition AS is_partition,
  c.reloftype <> 0 AS typed, c.relrowsecurity AS row_security,
  c.relforcerowsecurity AS forced_row_security,
  CASE WHEN c.relispartition THEN (SELECT r.relname FROM pg_catalog.pg_class r
    WHERE r.oid = pg_catalog.pg_partition_root(c.oid) AND r.relnamespace = c.relnamespace) END AS root,
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', pn.nspname, 'name', p.relname) ORDER BY i.inhseqno)
    FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) AS parents,
  CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS bound,
  (SELECT m.amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap') AS access_method,
  c.relreplident AS replica_identity,
  CASE WHEN c.relreplident = 'i' THEN (SELECT x.relname FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END AS replica_index,
  (SELECT x.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    WHERE i.indrelid = c.oid AND i.indisclustered) AS clustered_index,
  CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key, NULL AS definition
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
${commentOf('pg_class', 'c.oid')}
WHERE ${tables} AND c.relkind IN ('r', 'p', 'f') AND ${notOfExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname`;

/** Tables, with partitions. */
const ofTables = ({ tables }: CatalogScope): string => `
${tables} AND c.relkind IN ('r', 'p')`;

export const columnsQuery = (scope: CatalogScope, { version }: Server): string => `
SELECT a.attrelid AS table, a.attnum AS position, a.attname AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.atttypid AS type_oid, t.typelem AS element_oid,
  a.attnotnull AS not_null, a.attidentity AS identity, a.attgenerated AS generated, d.description AS comment,
  CASE WHEN a.atthasdef THEN pg_catalog.pg_get_expr(f.adbin, f.adrelid) END AS expression,
  CASE WHEN a.attcollation <> t.typcollation THEN
    CASE WHEN pg_catalog.pg_collation_is_visible(o.oid) THEN o.collname ELSE '"' || replace(on_.nspname, '"', '""') || '"."' || replace(o.collname, '"', '""') || '"' END
  END AS collation,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage END AS storage,
  ${atLeast(version, 14) ? 'a.attcompression' : "''"} AS compression,
  nullif(a.attstattarget, -1) AS statistics, a.attoptions AS options,
  a.attinhcount > 0 AND (c.relispartition OR NOT a.attislocal) AS overridden,
  a.attinhcount > 0 AND (c.relispartition OR NOT a.attislocal) AND d.description IS NULL AND EXISTS (
    SELECT FROM pg_catalog.pg_inherits h
    JOIN pg_catalog.pg_attribute p ON p.attrelid = h.inhparent AND p.attname = a.attname AND NOT p.attisdropped
    LEFT JOIN pg_catalog.pg_attrdef pf ON pf.adrelid = p.attrelid AND pf.adnum = p.attnum
    WHERE h.inhrelid = a.attrelid AND p.attnotnull = a.attnotnull AND p.attstorage = a.attstorage
      AND p.attgenerated = a.attgenerated AND (a.attoptions IS NULL OR a.attoptions = p.attoptions)
      AND (coalesce(a.attstattarget, -1) = -1 OR a.attstattarget = p.attstattarget)
      AND pg_catalog.pg_get_expr(pf.adbin, pf.adrelid) IS NOT DISTINCT FROM pg_catalog.pg_get_expr(f.adbin, f.adrelid)
  ) AS inherited
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.collnamespace
${commentOf('pg_class', 'a.attrelid', 'a.attnum')}
WHERE ${ofTables(scope)} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

export function constraintsQuery(scope: CatalogScope, { version }: Server): string {
  const since18 = atLeast(version, 18);
  const since15 = atLeast(version, 15);
  return `
SELECT k.conrelid AS table, k.conname AS name, k.contype AS kind, k.conkey AS columns, k.condeferrable AS deferrable,
  k.condeferred AS deferred, k.convalidated AS validated, k.connoinherit AS no_inherit,
  ${since18 ? 'k.conenforced' : 'true'} AS enforced, ${since18 ? 'k.conperiod' : 'false'} AS temporal,
  CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) END AS expression,
  rn.nspname AS target_schema, r.relname AS target, k.confdeltype AS on_delete, k.confupdtype AS on_update,
  k.confmatchtype AS match, d.description AS comment,
  CASE WHEN k.contype = 'f' THEN ARRAY(
    SELECT a.attname::text FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY u(number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number ORDER BY u.place
  ) END AS target_columns,
  ${since15 ? "coalesce(i.indnullsnotdistinct AND k.contype = 'u', false)" : 'false'} AS nulls_not_distinct,
  ${since15 ? 'k.confdelsetcols' : 'NULL::int2[]'} AS set_columns, k.conindid AS index,
  CASE WHEN k.contype = 'n' THEN pg_catalog.pg_get_constraintdef(k.oid) END AS definition
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid AND k.contype = 'f'
LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u')
${commentOf('pg_constraint', 'k.oid')}
WHERE ${ofTables(scope)} AND k.conparentid = 0 AND (k.conislocal OR k.coninhcount = 0)
  AND (k.contype IN ('p', 'u', 'f', 'c', 'x') OR k.contype = 'n' AND NOT k.convalidated)
ORDER BY k.conrelid, position(k.contype::text IN 'pufcx'), k.conname`;
}

export function indexesQuery({ tables }: CatalogScope, { version }: Server): string {
  const nullsNotDistinct = atLeast(version, 15) ? 'i.indnullsnotdistinct' : 'false';
  return `
SELECT i.indexrelid AS oid, i.indrelid AS table, x.relname AS name, m.amname AS method, i.indisunique AS unique,
  ${nullsNotDistinct} AS nulls_not_distinct, i.indisvalid AS valid, i.indnkeyatts AS key_count, x.reloptions AS options,
  s.spcname AS tablespace, d.description AS comment, u.place AS position, a.attname AS column, u.option,
  CASE WHEN u.place = 1 THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END AS predicate,
  CASE WHEN NOT i.indisvalid OR c.relkind = 'm' OR u.number = 0 AND u.collated NOT IN (0, 100)
    THEN pg_catalog.pg_get_indexdef(i.indexrelid) END AS definition,
  CASE WHEN u.number = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, u.place::int, false) END AS expression,
  CASE WHEN u.collated <> 0 AND u.collated <> coalesce(a.attcollation, 100) THEN
    CASE WHEN pg_catalog.pg_collation_is_visible(o.oid) THEN o.collname ELSE '"' || replace(on_.nspname, '"', '""') || '"."' || replace(o.collname, '"', '""') || '"' END
  END AS collation,
  CASE WHEN xa.attoptions IS NULL AND (q.opcdefault AND standard.oid IS NULL OR q.oid = standard.oid) THEN NULL
    WHEN pg_catalog.pg_opclass_is_visible(q.oid) THEN q.opcname ELSE qn.nspname || '.' || q.opcname
  END AS operator_class,
  xa.attoptions AS operator_class_options, k.oid IS NOT NULL AS of_constraint,
  CASE WHEN k.contype = 'x' THEN (
    SELECT CASE WHEN pg_catalog.pg_operator_is_visible(e.oid) THEN e.oprname::text
      ELSE 'OPERATOR(' || pg_catalog.quote_ident(en.nspname) || '.' || e.oprname || ')' END
    FROM pg_catalog.pg_operator e JOIN pg_catalog.pg_namespace en ON en.oid = e.oprnamespace
    WHERE e.oid = k.conexclop[u.place]
  ) END AS operator
FROM pg_catalog.pg_index i
LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = x.relam
CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
  WITH ORDINALITY u(number, class, collated, option, place)
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number AND u.number <> 0
JOIN pg_catalog.pg_attribute xa ON xa.attrelid = i.indexrelid AND xa.attnum = u.place
LEFT JOIN pg_catalog.pg_opclass q ON q.oid = u.class
LEFT JOIN pg_catalog.pg_namespace qn ON qn.oid = q.opcnamespace
LEFT JOIN pg_catalog.pg_opclass standard
  ON standard.opcmethod = x.relam AND standard.opcdefault AND standard.opcintype = coalesce(a.atttypid, xa.atttypid)
LEFT JOIN pg_catalog.pg_collation o ON o.oid = u.collated
LEFT JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.collnamespace
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
${commentOf('pg_class', 'i.indexrelid')}
WHERE ${tables} AND c.relkind IN ('r', 'p', 'm') AND NOT x.relispartition
  AND (k.oid IS NULL OR k.contype = 'x' OR i.indnatts > i.indnkeyatts OR x.reloptions IS NOT NULL OR x.reltablespace <> 0)
ORDER BY i.indrelid, x.relname, u.place`;
}

/** All of the database, as columns may use types of any schema. */
export const enumsQuery = (): string => `
SELECT t.oid, n.nspname AS schema, t.typname AS name, d.description AS comment,
  ARRAY(SELECT v.enumlabel::text FROM pg_catalog.pg_enum v WHERE v.enumtypid = t.oid ORDER BY v.enumsortorder) AS values
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
${commentOf('pg_type', 't.oid')}
WHERE t.typtype = 'e' AND ${notOfExtension('pg_type', 't.oid')}
ORDER BY n.nspname, t.typname`;

export const sequencesQuery = ({ namespaces }: CatalogScope): string => `
SELECT n.nspname AS schema, c.relname AS name, pg_catalog.format_type(q.seqtypid, NULL) AS data_type,
  q.seqstart::text AS start, q.seqincrement::text AS increment, q.seqmin::text AS min_value, q.seqmax::text AS max_value,
  q.seqcache::text AS cache, q.seqcycle AS cycle, d.description AS comment,
  o.deptype AS ownership, o.refobjid AS table, o.refobjsubid AS position
FROM pg_catalog.pg_sequence q
JOIN pg_catalog.pg_class c ON c.oid = q.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
  AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
${commentOf('pg_class', 'c.oid')}
WHERE ${namespaces} AND ${notOfExtension('pg_class', 'c.oid')}
ORDER BY n.nspname, c.relname`;

export const namespacesQuery = ({ namespaces }: CatalogScope): string => `
SELECT n.nspname AS name, d.description AS comment
FROM pg_catalog.pg_namespace n
${commentOf('pg_namespace', 'n.oid')}
WHERE ${namespaces}
ORDER BY n.nspname`;
