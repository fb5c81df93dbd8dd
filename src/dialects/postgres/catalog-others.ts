import { type CatalogScope, notOfExtension } from './catalog.ts';

/** Everything that a schema or its tables may have beside tables, sequences and enums: one query for all kinds. */
export const othersQuery = ({ namespaces, tables }: CatalogScope): string => `
SELECT 'statistics' AS kind, n.nspname::text AS schema, s.stxname::text AS name, c.relname::text AS table,
  pg_catalog.pg_get_statisticsobjdef(s.oid) AS definition
FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tables}
UNION ALL
SELECT 'collation', n.nspname, o.collname, NULL, NULL
FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
WHERE ${namespaces} AND ${notOfExtension('pg_collation', 'o.oid')}
UNION ALL
SELECT 'operator', n.nspname, o.oprname, NULL, NULL
FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
WHERE ${namespaces} AND ${notOfExtension('pg_operator', 'o.oid')}
UNION ALL
SELECT 'publication', NULL, b.pubname, NULL, NULL FROM pg_catalog.pg_publication b
ORDER BY 1, 2, 4, 3`;
