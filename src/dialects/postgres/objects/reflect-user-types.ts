import type { Extension } from '../../../schema/objects/extension.ts';
import type { CompositeType, Domain, RangeType } from '../../../schema/objects/user-type.ts';
import { atLeast, type Server } from '../../dialect.ts';
import { type CatalogScope, commentOf, notOfExtension } from '../catalog.ts';
import { stripParentheses } from '../expression-text.ts';
import { parseType } from '../types.ts';
import { impliedMultirange } from './range-type.ts';

/** A collation where it is not that of the type; with its schema, both in quotes, where the name alone does not find it. */
const collationOf = (collation: string, ofType: string): string => `(
    SELECT CASE WHEN pg_catalog.pg_collation_is_visible(o.oid) THEN o.collname::text
      ELSE '"' || replace(on_.nspname, '"', '""') || '"."' || replace(o.collname, '"', '""') || '"' END
    FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.collnamespace
    WHERE o.oid = ${collation} AND ${collation} <> ${ofType})`;

/** A domain of the catalog. */
export interface DomainRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
  readonly default: string | null;
  readonly not_null: boolean;
  readonly checks: readonly { readonly name: string; readonly expression: string; readonly valid: boolean }[] | null;
  readonly comment: string | null;
}

export const domainsQuery = ({ namespaces }: CatalogScope): string => `
SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
  t.typdefault AS default, t.typnotnull AS not_null, ${collationOf('t.typcollation', 'b.typcollation')} AS collation,
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', k.conname,
     'expression', pg_catalog.pg_get_expr(k.conbin, 0), 'valid', k.convalidated) ORDER BY k.conname)
   FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks,
  d.description AS comment
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
${commentOf('pg_type', 't.oid')}
WHERE ${namespaces} AND t.typtype = 'd' AND ${notOfExtension('pg_type', 't.oid')}
ORDER BY n.nspname, t.typname`;

/** A domain in the models' vocabulary. */
export const reflectDomain = (row: DomainRow, place: { readonly schema?: string }): Domain => ({
  kind: 'domain',
  name: row.name,
  ...place,
  type: parseType(row.type),
  ...(row.collation === null ? {} : { collation: row.collation }),
  ...(row.default === null ? {} : { serverDefault: row.default }),
  ...(row.not_null ? { nullable: false } : {}),
  ...(row.checks === null
    ? {}
    : {
        checks: row.checks.map(({ name, expression, valid }) => ({
          name,
          expression: stripParentheses(expression),
          ...(valid ? {} : { notValid: true }),
        })),
      }),
  ...(row.comment === null ? {} : { comment: row.comment }),
});

/** A composite type of the catalog. */
export interface CompositeRow {
  /** Of the type. */
  readonly oid: number;
  /** Of the relation that the attributes belong to. */
  readonly relation: number;
  readonly schema: string;
  readonly name: string;
  readonly attributes:
    | readonly {
        readonly name: string;
        readonly type: string;
        readonly collation: string | null;
        readonly comment: string | null;
      }[]
    | null;
  readonly comment: string | null;
}

export const compositesQuery = ({ namespaces }: CatalogScope): string => `
SELECT t.oid, t.typrelid AS relation, n.nspname AS schema, t.typname AS name, d.description AS comment,
  (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
     'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'collation', ${collationOf('a.attcollation', 'at.typcollation')},
     'comment', pg_catalog.col_description(a.attrelid, a.attnum)) ORDER BY a.attnum)
   FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
   WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_class k ON k.oid = t.typrelid AND k.relkind = 'c'
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
${commentOf('pg_type', 't.oid')}
WHERE ${namespaces} AND t.typtype = 'c' AND ${notOfExtension('pg_type', 't.oid')}
ORDER BY n.nspname, t.typname`;

/** A composite type in the models' vocabulary. */
export const reflectComposite = (row: CompositeRow, place: { readonly schema?: string }): CompositeType => ({
  kind: 'compositeType',
  name: row.name,
  ...place,
  attributes: (row.attributes ?? []).map(({ name, type, collation, comment }) => ({
    name,
    type: parseType(type),
    ...(collation === null ? {} : { collation }),
    ...(comment === null ? {} : { comment }),
  })),
  ...(row.comment === null ? {} : { comment: row.comment }),
});

/** A range type of the catalog. */
export interface RangeRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly subtype: string;
  readonly operator_class: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly difference: string | null;
  readonly multirange: string | null;
  readonly comment: string | null;
}

export const rangesQuery = ({ namespaces }: CatalogScope, { version }: Server): string => `
SELECT t.oid, n.nspname AS schema, t.typname AS name, pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
  CASE WHEN q.opcdefault THEN NULL WHEN pg_catalog.pg_opclass_is_visible(q.oid) THEN pg_catalog.quote_ident(q.opcname)
    ELSE pg_catalog.quote_ident(qn.nspname) || '.' || pg_catalog.quote_ident(q.opcname) END AS operator_class,
  ${collationOf('r.rngcollation', 's.typcollation')} AS collation,
  CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::text END AS canonical,
  CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::text END AS difference,
  ${atLeast(version, 14) ? '(SELECT m.typname FROM pg_catalog.pg_type m WHERE m.oid = r.rngmultitypid)' : 'NULL'} AS multirange,
  d.description AS comment
FROM pg_catalog.pg_range r
JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
JOIN pg_catalog.pg_opclass q ON q.oid = r.rngsubopc
JOIN pg_catalog.pg_namespace qn ON qn.oid = q.opcnamespace
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
${commentOf('pg_type', 't.oid')}
WHERE ${namespaces} AND ${notOfExtension('pg_type', 't.oid')}
ORDER BY n.nspname, t.typname`;

/** A range type in the models' vocabulary. */
export const reflectRange = (row: RangeRow, place: { readonly schema?: string }): RangeType => ({
  kind: 'rangeType',
  name: row.name,
  ...place,
  subtype: parseType(row.subtype),
  ...(row.operator_class === null ? {} : { operatorClass: row.operator_class }),
  ...(row.collation === null ? {} : { collation: row.collation }),
  ...(row.canonical === null ? {} : { canonical: row.canonical }),
  ...(row.difference === null ? {} : { difference: row.difference }),
  ...(row.multirange === null || row.multirange === impliedMultirange(row.name) ? {} : { multirange: row.multirange }),
  ...(row.comment === null ? {} : { comment: row.comment }),
});

/** An extension of the catalog. */
export interface ExtensionRow {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly comment: string | null;
}

/**
 * The comment and the schema that an extension brings along are left out, as nobody chose them. The packages of the server
 * say which these are, and need not be there any more.
 */
export const extensionsQuery = (): string => `
SELECT x.extname AS name, CASE WHEN v.schema IS NULL THEN n.nspname END AS schema, x.extversion AS version,
  CASE WHEN d.description IS DISTINCT FROM v.comment THEN d.description END AS comment
FROM pg_catalog.pg_extension x
JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace
LEFT JOIN pg_catalog.pg_available_extension_versions v ON v.name = x.extname AND v.version = x.extversion
${commentOf('pg_extension', 'x.oid')}
WHERE x.extname <> 'plpgsql'
ORDER BY x.extname`;

/** An extension in the models' vocabulary. Its version is left out: it is the server's affair. */
export const reflectExtension = (row: ExtensionRow, place: { readonly schema?: string }): Extension => ({
  kind: 'extension',
  name: row.name,
  ...place,
  ...(row.comment === null ? {} : { comment: row.comment }),
});
