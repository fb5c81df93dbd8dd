import { derive } from '../../../schema/canonical.ts';
import { isAlterable } from '../../../schema/objects/alterable.ts';
import type { Domain, DomainCheck } from '../../../schema/objects/user-type.ts';
import { nameOf, type TableName } from '../../../schema/table-name.ts';
import type { SqlType } from '../../../schema/type.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { canonicalExpression } from '../expression-text.ts';
import { chosenName, clipIdentifier, quoteIdentifier, quoteLiteral, quoteTable } from '../quoting.ts';
import { quoteQualified } from '../spelling.ts';
import { formatType } from '../types.ts';
import { type Asking, type AskingPlace, type Shadowing, thrownAway } from './asking.ts';
import { canonicalTypeName } from './type-name.ts';

/** A type as a part of another type, in the one spelling that stands for all. */
export const canonicalPart = (type: SqlType, server: Server): SqlType => ({
  type: 'custom',
  sql: canonicalTypeName(formatType(type), server),
});

function canonicalDomain(domain: Domain, server: Server): Domain {
  const { name, schema } = canonicalName(domain, server);
  const checks = namedChecks(domain).map(({ name: label, expression, notValid }) => ({
    name: clipIdentifier(label),
    expression: canonicalExpression(expression),
    ...(notValid === true ? { notValid: true } : {}),
  }));
  return derive(domain, {
    name,
    schema,
    type: canonicalPart(domain.type, server),
    collation: domain.collation === 'default' ? undefined : domain.collation,
    serverDefault: canonicalDefault(domain.serverDefault),
    nullable: domain.nullable === false ? false : undefined,
    checks: checks.length === 0 ? undefined : checks.sort((a, b) => (a.name < b.name ? -1 : 1)),
    comment: domain.comment || undefined,
  });
}

const canonicalDefault = (sql: string | undefined): string | undefined => {
  const text = sql === undefined ? undefined : canonicalExpression(sql);
  return text === 'null' || text?.startsWith('null ::') === true ? undefined : text;
};

type NamedCheck = DomainCheck & { readonly name: string };

/** The checks under the names that the server gives those without one: `email_check`, `email_check1`. */
function namedChecks({ name, checks = [] }: Domain): readonly NamedCheck[] {
  const taken = new Set(checks.flatMap((check) => check.name ?? []));
  return checks.map((check) => {
    if (check.name !== undefined) return { ...check, name: check.name };
    for (let number = 0; ; number += 1) {
      const chosen = chosenName(name, '', number === 0 ? 'check' : `check${number}`);
      if (taken.has(chosen)) continue;
      taken.add(chosen);
      return { ...check, name: chosen };
    }
  });
}

const createDomain = (domain: Domain): readonly string[] => [
  domainSql(domain, quoteTable(nameOf(domain))),
  // the server takes NOT VALID where a check is added, and not where the domain is made
  ...namedChecks(domain)
    .filter(isLate)
    .map((check) => addCheck(domain, check)),
  ...(domain.comment ? [commentOnDomain(domain)] : []),
];

const isLate = ({ notValid }: DomainCheck): boolean => notValid === true;

/** The statement that makes a domain under a name that is written like this. */
export const domainSql = (domain: Domain, written: string): string =>
  [
    `CREATE DOMAIN ${written} AS ${formatType(domain.type)}`,
    ...(domain.collation === undefined ? [] : [`COLLATE ${quoteQualified(domain.collation)}`]),
    ...(domain.serverDefault === undefined ? [] : [`DEFAULT ${domain.serverDefault}`]),
    ...(domain.nullable === false ? ['NOT NULL'] : []),
    ...namedChecks(domain)
      .filter((check) => !isLate(check))
      .map(checkSql),
  ].join('\n  ');

const checkSql = ({ name, expression, notValid }: NamedCheck): string =>
  `CONSTRAINT ${quoteIdentifier(name)} CHECK (${expression})${notValid === true ? ' NOT VALID' : ''}`;

const alter = (domain: TableName): string => `ALTER DOMAIN ${quoteTable(nameOf(domain))}`;

const addCheck = (domain: TableName, check: NamedCheck): string => `${alter(domain)} ADD ${checkSql(check)}`;

const commentOnDomain = (domain: Domain): string =>
  `COMMENT ON DOMAIN ${quoteTable(nameOf(domain))} IS ${quoteLiteral(domain.comment || null)}`;

function alterDomain(from: Domain, to: Domain, server: Server): readonly string[] | undefined {
  const [before, now] = [canonicalDomain(from, server), canonicalDomain(to, server)];
  if (!isAlterable(before, now)) return undefined;
  const [old, wanted] = [before.checks ?? [], namedChecks(to)];
  const isSame = (one: DomainCheck, other: DomainCheck): boolean =>
    clipIdentifier(one.name ?? '') === clipIdentifier(other.name ?? '') &&
    canonicalExpression(one.expression) === canonicalExpression(other.expression);
  const validated = wanted.filter((check) => old.some((one) => isSame(one, check) && isLate(one) && !isLate(check)));
  const isKept = (one: DomainCheck, other: DomainCheck): boolean =>
    isSame(one, other) && (isLate(one) || !isLate(other));
  const gone = old.filter((one) => !wanted.some((check) => isKept(one, check)));
  const added = wanted.filter((check) => !old.some((one) => isKept(one, check)));
  return [
    ...gone.map(({ name = '' }) => `${alter(to)} DROP CONSTRAINT ${quoteIdentifier(name)}`),
    ...(before.serverDefault === now.serverDefault
      ? []
      : [`${alter(to)} ${to.serverDefault === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${to.serverDefault}`}`]),
    ...(before.nullable === now.nullable ? [] : [`${alter(to)} ${to.nullable === false ? 'SET' : 'DROP'} NOT NULL`]),
    ...added.map((check) => addCheck(to, check)),
    ...validated.map(({ name }) => `${alter(to)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnDomain(to)]),
  ];
}

/** Domains: types with conditions on their values. */
export const domainSupport: ObjectSupport<'domain'> = {
  canonicalise: canonicalDomain,
  create: createDomain,
  drop: (domain) => [`DROP DOMAIN ${quoteTable(nameOf(domain))}`],
  alter: alterDomain,
};

const inPlace = (domain: Domain, place: AskingPlace): Domain => ({
  ...domain,
  type: { type: 'custom', sql: place.text(formatType(domain.type)) },
  ...(domain.serverDefault === undefined ? {} : { serverDefault: place.text(domain.serverDefault) }),
  checks: namedChecks(domain).map(({ name, expression }) => ({ name, expression: place.text(expression) })),
});

/** The default and the checks are put to the server. */
export const domainAsking: Asking<'domain'> = {
  make: (domain, place) => [domainSql(inPlace(domain, place), `pg_temp.${thrownAway}`)],
  read: () => `SELECT pg_catalog.json_build_object('default', t.typdefault, 'checks',
      (SELECT pg_catalog.json_object_agg(k.conname, pg_catalog.pg_get_expr(k.conbin, 0))
       FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
    FROM pg_catalog.pg_type t WHERE t.typname = '${thrownAway}' AND t.typnamespace = pg_catalog.pg_my_temp_schema()`,
  printed: (answer, { serverDefault: _, ...domain }) => {
    const printed = JSON.parse(answer) as PrintedDomain;
    return {
      ...domain,
      ...(printed.default === null ? {} : { serverDefault: printed.default }),
      checks: namedChecks(domain).map((check) => ({
        ...check,
        expression: printed.checks?.[clipIdentifier(check.name)] ?? check.expression,
      })),
    };
  },
};

interface PrintedDomain {
  readonly default: string | null;
  readonly checks: Readonly<Record<string, string>> | null;
}

/** Others lean on a temporary domain of the same name. */
export const domainShadowing: Shadowing<'domain'> = (domain, place) => [
  domainSql(inPlace(domain, place), `pg_temp.${quoteIdentifier(domain.name)}`),
];
