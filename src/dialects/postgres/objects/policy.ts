import { derive } from '../../../schema/canonical.ts';
import { isAlterable } from '../../../schema/objects/alterable.ts';
import type { Policy } from '../../../schema/objects/policy.ts';
import { tableOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalExpression } from '../expression-text.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral, quoteTable } from '../quoting.ts';
import { type Asking, thrownAway } from './asking.ts';

function canonicalPolicy(policy: Policy, server: Server): Policy {
  const roles = (policy.roles ?? []).map(clipIdentifier).sort();
  const { schema } = canonicalName({ ...policy, name: policy.table }, server);
  return derive(policy, {
    name: clipIdentifier(policy.name),
    table: clipIdentifier(policy.table),
    schema,
    restrictive: policy.restrictive === true ? true : undefined,
    command: policy.command,
    roles: roles.length === 0 || roles.some((role) => role.toLowerCase() === 'public') ? undefined : roles,
    using: policy.using === undefined ? undefined : canonicalExpression(policy.using),
    withCheck: policy.withCheck === undefined ? undefined : canonicalExpression(policy.withCheck),
    comment: policy.comment || undefined,
  });
}

const createPolicy = (policy: Policy): readonly string[] => [
  policySql(policy, quoteTable(tableOf(policy))),
  ...(policy.comment ? [commentOnPolicy(policy)] : []),
];

/** The statement that makes a policy, on a table that is written like this. */
export const policySql = (policy: Policy, on: string): string =>
  [
    `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${on}`,
    ...(policy.restrictive === true ? ['AS RESTRICTIVE'] : []),
    ...(policy.command === undefined ? [] : [`FOR ${policy.command}`]),
    ...(policy.roles?.length ? [`TO ${rolesSql(policy.roles)}`] : []),
    ...(policy.using === undefined ? [] : [`USING (${policy.using})`]),
    ...(policy.withCheck === undefined ? [] : [`WITH CHECK (${policy.withCheck})`]),
  ].join('\n');

/** Words that stand for roles, and roles. */
const rolesSql = (roles: readonly string[] | undefined): string =>
  roles?.length
    ? roles
        .map((role) =>
          /^(?:public|current_user|session_user|current_role)$/i.test(role)
            ? role.toUpperCase()
            : quoteIdentifier(role),
        )
        .join(', ')
    : 'PUBLIC';

const commentOnPolicy = (policy: Policy): string =>
  `COMMENT ON POLICY ${quoteIdentifier(policy.name)} ON ${quoteTable(tableOf(policy))} IS ${quoteLiteral(policy.comment || null)}`;

function alterPolicy(from: Policy, to: Policy, server: Server): readonly string[] | undefined {
  const [before, now] = [canonicalPolicy(from, server), canonicalPolicy(to, server)];
  if (!isAlterable(before, now)) return undefined;
  const changes = [
    ...(JSON.stringify(before.roles) === JSON.stringify(now.roles) ? [] : [`TO ${rolesSql(to.roles)}`]),
    ...(before.using === now.using ? [] : [`USING (${to.using})`]),
    ...(before.withCheck === now.withCheck ? [] : [`WITH CHECK (${to.withCheck})`]),
  ];
  const head = `ALTER POLICY ${quoteIdentifier(to.name)} ON ${quoteTable(tableOf(to))}`;
  return [
    ...(changes.length === 0 ? [] : [[head, ...changes].join('\n')]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnPolicy(to)]),
  ];
}

/** Policies of row security. */
export const policySupport: ObjectSupport<'policy'> = {
  canonicalise: canonicalPolicy,
  create: createPolicy,
  drop: (policy) => [`DROP POLICY ${quoteIdentifier(policy.name)} ON ${quoteTable(tableOf(policy))}`],
  alter: alterPolicy,
};

/** The conditions are put to the server, on a temporary form of the table. */
export const policyAsking: Asking<'policy'> = {
  stands: (policy) => [tableOf(policy)],
  make: ({ roles: _, comment: __, ...policy }, place) => [
    policySql(
      {
        ...policy,
        name: thrownAway,
        ...(policy.using === undefined ? {} : { using: place.text(policy.using) }),
        ...(policy.withCheck === undefined ? {} : { withCheck: place.text(policy.withCheck) }),
      },
      place.relation(tableOf(policy)),
    ),
  ],
  read: () => `SELECT pg_catalog.json_build_object('using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
      'withCheck', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_catalog.pg_policy p WHERE p.polname = '${thrownAway}'
      AND p.polrelid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = pg_catalog.pg_my_temp_schema())`,
  printed: (answer, { using: _, withCheck: __, ...policy }) => {
    const { using, withCheck } = JSON.parse(answer) as {
      readonly using: string | null;
      readonly withCheck: string | null;
    };
    return { ...policy, ...(using === null ? {} : { using }), ...(withCheck === null ? {} : { withCheck }) };
  },
};
