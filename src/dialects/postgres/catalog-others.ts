import { type CatalogScope, notOfExtension } from './catalog.ts';
import { onType } from './comments-again.ts';
import { quoteLiteral } from './quoting.ts';

/** Everything that a schema or its tables may have beside tables, sequences and enums: one query for all kinds. */
export const othersQuery = ({ namespaces, tables }: CatalogScope): string => `
SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
  n.nspname::text AS schema, p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' AS name,
  NULL::text AS table, CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef(p.oid) END AS definition
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE ${namespaces} AND ${notOfExtension('pg_proc', 'p.oid')}
UNION ALL
SELECT 'trigger', n.nspname, g.tgname, c.relname, pg_catalog.pg_get_triggerdef(g.oid)
FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tables} AND NOT g.tgisinternal AND NOT c.relispartition AND ${notOfExtension('pg_trigger', 'g.oid')}
UNION ALL
SELECT 'policy', n.nspname, p.polname, c.relname, NULL
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${tables}
UNION ALL
SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'composite type' END,
  n.nspname, t.typname, NULL, CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class k ON k.oid = t.typrelid
WHERE ${namespaces} AND (t.typtype IN ('d', 'r') OR t.typtype = 'c' AND k.relkind = 'c')
  AND ${notOfExtension('pg_type', 't.oid')}
UNION ALL
SELECT ${quoteLiteral(onType)}, n.nspname, t.typname, NULL, d.description
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = t.oid
WHERE ${namespaces} AND t.typtype = 'e' AND ${notOfExtension('pg_type', 't.oid')}
UNION ALL
SELECT 'statistics', n.nspname, s.stxname, c.relname, pg_catalog.pg_get_statisticsobjdef(s.oid)
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
SELECT 'extension', NULL, x.extname, NULL, NULL
FROM pg_catalog.pg_extension x WHERE x.extname <> 'plpgsql'
UNION ALL
SELECT 'event trigger', NULL, g.evtname, NULL, NULL
FROM pg_catalog.pg_event_trigger g WHERE ${notOfExtension('pg_event_trigger', 'g.oid')}
UNION ALL
SELECT 'publication', NULL, b.pubname, NULL, NULL FROM pg_catalog.pg_publication b
ORDER BY 1, 2, 4, 3`;
