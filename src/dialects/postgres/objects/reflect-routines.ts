import type { Aggregate, Routine } from '../../../schema/objects/routine.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { atLeast, type Server } from '../../dialect.ts';
import { type CatalogScope, commentOf, notOfExtension } from '../catalog.ts';
import { type AccessRow, accessOf, accessSql } from '../catalog-access.ts';
import { quoteString } from '../quoting.ts';
import { defaultCost, readSettings } from './routine-options.ts';

/** A function or a procedure of the catalog. */
export interface RoutineRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `prokind`: f, p or w. */
  readonly kind: string;
  readonly language: string;
  readonly arguments: string;
  readonly returns: string | null;
  readonly source: string;
  readonly library: string | null;
  readonly sql_body: string | null;
  readonly volatility: string;
  readonly strict: boolean;
  readonly definer: boolean;
  readonly leakproof: boolean;
  readonly parallel: string;
  readonly cost: number;
  readonly rows: number;
  readonly support: string | null;
  readonly settings: readonly string[] | null;
  readonly transforms: readonly string[];
  readonly comment: string | null;
  readonly access: AccessRow;
}

export const routinesQuery = ({ namespaces }: CatalogScope, { version }: Server): string => `
SELECT p.oid, n.nspname AS schema, p.proname AS name, p.prokind AS kind, l.lanname AS language,
  pg_catalog.pg_get_function_arguments(p.oid) AS arguments, pg_catalog.pg_get_function_result(p.oid) AS returns,
  p.prosrc AS source, p.probin AS library,
  ${atLeast(version, 14) ? 'pg_catalog.pg_get_function_sqlbody(p.oid)' : 'NULL'} AS sql_body,
  p.provolatile AS volatility, p.proisstrict AS strict, p.prosecdef AS definer, p.proleakproof AS leakproof,
  p.proparallel AS parallel, p.procost AS cost, p.prorows AS rows, p.proconfig AS settings,
  CASE WHEN p.prosupport <> 0 THEN p.prosupport::pg_catalog.regproc::text END AS support,
  ARRAY(SELECT pg_catalog.format_type(t.type, NULL) FROM pg_catalog.unnest(p.protrftypes) t(type)) AS transforms,
  d.description AS comment,
  ${accessSql({ type: 'f', acl: 'p.proacl', owner: 'p.proowner', schema: 'p.pronamespace' })} AS access
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
${commentOf('pg_proc', 'p.oid')}
WHERE ${namespaces} AND p.prokind IN ('f', 'p', 'w') AND ${notOfExtension('pg_proc', 'p.oid')}
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
    WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
ORDER BY n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)`;

const volatilities: Readonly<Record<string, string>> = { i: 'IMMUTABLE', s: 'STABLE' };
const parallelism: Readonly<Record<string, string>> = { s: 'SAFE', r: 'RESTRICTED' };

/** A routine in the models' vocabulary. */
export function reflectRoutine(
  row: RoutineRow,
  place: { readonly schema?: string },
): Routine<'function'> | Routine<'procedure'> {
  const { name, language, returns, comment } = row;
  const postgresql = optionsOf(row);
  const rest = {
    name,
    ...place,
    ...(row.arguments === '' ? {} : { arguments: row.arguments }),
    ...(returns === null || row.kind === 'p' ? {} : { returns }),
    ...(language === 'sql' ? {} : { language }),
    body: row.sql_body ?? row.source,
    ...(comment === null ? {} : { comment }),
    ...(Object.keys(postgresql).length === 0 ? {} : { postgresql }),
    access: accessOf(row.access),
  };
  return row.kind === 'p' ? { kind: 'procedure', ...rest } : { kind: 'function', ...rest };
}

const optionsOf = (row: RoutineRow): DialectOptions => ({
  ...(row.transforms.length === 0 ? {} : { transforms: row.transforms }),
  ...(row.kind === 'w' ? { window: true } : {}),
  ...(volatilities[row.volatility] === undefined ? {} : { volatility: volatilities[row.volatility] }),
  ...(row.strict ? { strict: true } : {}),
  ...(row.definer ? { security: 'DEFINER' } : {}),
  ...(row.leakproof ? { leakproof: true } : {}),
  ...(parallelism[row.parallel] === undefined ? {} : { parallel: parallelism[row.parallel] }),
  ...(row.cost === defaultCost(row.language) ? {} : { cost: row.cost }),
  ...(row.rows === 0 || row.rows === 1000 ? {} : { rows: row.rows }),
  ...(row.support === null ? {} : { support: row.support }),
  ...(row.settings === null ? {} : { set: readSettings(row.settings) }),
  ...(row.library === null ? {} : { library: row.library }),
});

/** An aggregate of the catalog; names of functions as `regproc` prints them. */
export interface AggregateRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly arguments: string;
  /** What its definition says, in order. */
  readonly parts: Readonly<Record<string, string | null>>;
  readonly hypothetical: boolean;
  readonly comment: string | null;
}

const functionName = (column: string): string =>
  `CASE WHEN ${column} <> 0 THEN ${column}::pg_catalog.regproc::text END`;
const typeName = (column: string): string =>
  `CASE WHEN ${column} <> 0 THEN pg_catalog.format_type(${column}, NULL) END`;
const space = (column: string): string => `CASE WHEN ${column} <> 0 THEN ${column}::text END`;
/** What is not said is read_only for most, and read_write where the aggregate is over an ordered set. */
const modify = (column: string): string =>
  `CASE ${column} WHEN 's' THEN 'shareable' WHEN 'w' THEN 'read_write' ELSE 'read_only' END`;

export const aggregatesQuery = ({ namespaces }: CatalogScope): string => `
SELECT p.oid, n.nspname AS schema, p.proname AS name, pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
  g.aggkind = 'h' AS hypothetical, d.description AS comment,
  pg_catalog.json_build_object(
    'sfunc', g.aggtransfn::pg_catalog.regproc::text, 'stype', ${typeName('g.aggtranstype')}, 'sspace', ${space('g.aggtransspace')},
    'finalfunc', ${functionName('g.aggfinalfn')}, 'finalfunc_extra', CASE WHEN g.aggfinalextra THEN '' END,
    'finalfunc_modify', CASE WHEN g.aggfinalfn <> 0 AND g.aggfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN ${modify('g.aggfinalmodify')} END,
    'combinefunc', ${functionName('g.aggcombinefn')}, 'serialfunc', ${functionName('g.aggserialfn')},
    'deserialfunc', ${functionName('g.aggdeserialfn')}, 'initcond', g.agginitval,
    'msfunc', ${functionName('g.aggmtransfn')}, 'minvfunc', ${functionName('g.aggminvtransfn')},
    'mstype', ${typeName('g.aggmtranstype')}, 'msspace', ${space('g.aggmtransspace')},
    'mfinalfunc', ${functionName('g.aggmfinalfn')}, 'mfinalfunc_extra', CASE WHEN g.aggmfinalextra THEN '' END,
    'mfinalfunc_modify', CASE WHEN g.aggmfinalfn <> 0 AND g.aggmfinalmodify <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN ${modify('g.aggmfinalmodify')} END,
    'minitcond', g.aggminitval, 'sortop', CASE WHEN g.aggsortop <> 0 THEN
      (SELECT 'OPERATOR(' || pg_catalog.quote_ident(on_.nspname) || '.' || o.oprname || ')'
       FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.oprnamespace WHERE o.oid = g.aggsortop) END,
    'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END
  ) AS parts
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
${commentOf('pg_proc', 'p.oid')}
WHERE ${namespaces} AND ${notOfExtension('pg_proc', 'p.oid')}
ORDER BY n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)`;

/** An aggregate in the models' vocabulary. */
export function reflectAggregate(row: AggregateRow, place: { readonly schema?: string }): Aggregate {
  const { name, parts, comment } = row;
  const said = Object.entries(parts).flatMap(([key, value]) => {
    if (value === null) return [];
    if (key.endsWith('_extra')) return [key];
    return [`${key} = ${key.endsWith('initcond') ? quoteString(value) : value}`];
  });
  return {
    kind: 'aggregate',
    name,
    ...place,
    ...(row.arguments === '' ? {} : { arguments: row.arguments }),
    definition: [...said, ...(row.hypothetical ? ['hypothetical'] : [])].join(', '),
    ...(comment === null ? {} : { comment }),
  };
}
