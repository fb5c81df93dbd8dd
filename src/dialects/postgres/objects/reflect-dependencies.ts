import type { Dependency } from '../../../schema/objects/dependency.ts';

/** What something of the catalog leans on. */
export interface DependencyRow {
  /** `pg_proc`, `pg_trigger`, `pg_policy`, `pg_type` or `pg_event_trigger`, and the id in it. */
  readonly class: string;
  readonly oid: number;
  readonly kind: Dependency['kind'];
  readonly schema: string;
  readonly name: string;
  readonly column: string | null;
}

/**
 * What routines, triggers, policies, types and event triggers lean on. The checks of a domain count as the domain, the
 * attributes of a composite type as the type, an array as its elements, and the type of a table's rows as the table.
 */
export const codeDependenciesQuery = (): string => `
WITH edges AS (
  SELECT CASE WHEN d.classid = 'pg_constraint'::regclass OR d.classid = 'pg_class'::regclass THEN 'pg_type'
      ELSE d.classid::regclass::text END AS class,
    CASE WHEN d.classid = 'pg_constraint'::regclass THEN k.contypid WHEN d.classid = 'pg_class'::regclass THEN w.reltype
      ELSE d.objid END AS oid,
    d.refclassid, d.refobjid, d.refobjsubid
  FROM pg_catalog.pg_depend d
  LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.contypid <> 0
  LEFT JOIN pg_catalog.pg_class w ON d.classid = 'pg_class'::regclass AND w.oid = d.objid AND w.relkind = 'c'
  WHERE d.deptype IN ('n', 'a') AND d.refobjid >= 16384 AND (
    d.classid IN ('pg_proc'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_type'::regclass, 'pg_event_trigger'::regclass)
    OR k.oid IS NOT NULL OR w.oid IS NOT NULL)
    AND NOT (d.refclassid = 'pg_type'::regclass AND d.refobjid IS NOT DISTINCT FROM k.contypid)
)
SELECT DISTINCT e.class, e.oid, 'relation' AS kind, n.nspname AS schema, c.relname AS name, a.attname AS column
FROM edges e
LEFT JOIN pg_catalog.pg_type y ON e.refclassid = 'pg_type'::regclass AND y.oid = e.refobjid
LEFT JOIN pg_catalog.pg_type i ON i.oid = y.typelem
JOIN pg_catalog.pg_class c ON c.oid = CASE WHEN e.refclassid = 'pg_class'::regclass THEN e.refobjid
    WHEN y.typrelid <> 0 THEN y.typrelid WHEN i.typrelid <> 0 THEN i.typrelid END AND c.relkind <> 'c'
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_attribute a ON e.refclassid = 'pg_class'::regclass AND a.attrelid = c.oid AND a.attnum = e.refobjsubid AND a.attnum > 0
UNION
SELECT e.class, e.oid, 'type', n.nspname, coalesce(i.typname, y.typname), NULL
FROM edges e
JOIN pg_catalog.pg_type y ON e.refclassid = 'pg_type'::regclass AND y.oid = e.refobjid
LEFT JOIN pg_catalog.pg_type i ON i.oid = y.typelem AND y.typcategory = 'A'
LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(i.typrelid, y.typrelid)
JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(i.typnamespace, y.typnamespace)
WHERE coalesce(c.relkind, 'c') = 'c'
UNION
SELECT e.class, e.oid, 'routine', n.nspname, p.proname, NULL
FROM edges e
JOIN pg_catalog.pg_proc p ON e.refclassid = 'pg_proc'::regclass AND p.oid = e.refobjid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
UNION
SELECT e.class, e.oid, 'extension', '', x.extname, NULL
FROM edges e
JOIN pg_catalog.pg_extension x ON e.refclassid = 'pg_extension'::regclass AND x.oid = e.refobjid
ORDER BY 1, 2, 3, 4, 5, 6`;
