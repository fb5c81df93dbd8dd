import type { Access, Grant } from '../../schema/objects/dependency.ts';

/** Who owns a thing, what is granted on it, and what would be on a new one of the one who reads this. */
export interface AccessRow {
  readonly owner: string;
  readonly reader: string;
  readonly grants: readonly GrantRow[];
  readonly initial: readonly GrantRow[];
}

export interface GrantRow {
  /** Null for everybody. */
  readonly to: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
  readonly column: string | null;
}

const grantsIn = (acl: string): string => `
  SELECT g.rolname AS to, x.privilege_type AS privilege, x.is_grantable AS grantable, NULL::text AS column
  FROM pg_catalog.aclexplode(${acl}) x LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee`;

const asList = (query: string): string => `
  (SELECT coalesce(pg_catalog.json_agg(pg_catalog.row_to_json(l)), '[]'::json) FROM (${query}) l)`;

const me = 'current_user::regrole';

/** The columns of a catalog that say who may do what. */
export interface AccessColumns {
  /** As `acldefault` and `pg_default_acl` call it: `r` for relations, `f` for routines. */
  readonly type: 'r' | 'f';
  readonly acl: string;
  readonly owner: string;
  readonly schema: string;
  /** A query of rights on parts of the thing. */
  readonly columnGrants?: string;
}

/** All rights on a thing, those of its columns with them; and what default privileges would give a new one. */
export const accessSql = ({
  type,
  acl,
  owner,
  schema,
  columnGrants,
}: AccessColumns): string => `pg_catalog.json_build_object(
    'owner', pg_catalog.pg_get_userbyid(${owner}), 'reader', current_user,
    'grants', ${asList(`${grantsIn(`coalesce(${acl}, pg_catalog.acldefault('${type}', ${owner}))`)}
      ${columnGrants === undefined ? '' : `UNION ALL ${columnGrants}`}`)},
    'initial', ${asList(`${grantsIn(`coalesce((SELECT da.defaclacl FROM pg_catalog.pg_default_acl da
        WHERE da.defaclrole = ${me} AND da.defaclnamespace = 0 AND da.defaclobjtype = '${type}'), pg_catalog.acldefault('${type}', ${me}))`)}
      UNION SELECT g.rolname, x.privilege_type, x.is_grantable, NULL
      FROM pg_catalog.pg_default_acl da CROSS JOIN LATERAL pg_catalog.aclexplode(da.defaclacl) x
      LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee
      WHERE da.defaclrole = ${me} AND da.defaclnamespace = ${schema} AND da.defaclobjtype = '${type}'`)})`;

/** What is granted, and what would be granted on a thing that the reader makes. */
export const accessOf = ({ owner, reader, grants, initial }: AccessRow): Access => ({
  owner,
  reader,
  grants: grants.map(grantOf),
  initial: initial.map(grantOf),
});

const grantOf = ({ to, privilege, column, grantable }: GrantRow): Grant => ({
  ...(to === null ? {} : { to }),
  privilege,
  ...(column === null ? {} : { column }),
  ...(grantable ? { grantable } : {}),
});
