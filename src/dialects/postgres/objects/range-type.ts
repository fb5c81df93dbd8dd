import { derive } from '../../../schema/canonical.ts';
import type { RangeType } from '../../../schema/objects/user-type.ts';
import { nameOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { atLeast, type Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { clipIdentifier, quoteIdentifier, quoteTable } from '../quoting.ts';
import { quoteQualified } from '../spelling.ts';
import { formatType } from '../types.ts';
import type { Shadowing } from './asking.ts';
import { commentOnType } from './composite-type.ts';
import { canonicalPart } from './domain.ts';
import { canonicalPath } from './type-name.ts';

function canonicalRange(type: RangeType, server: Server): RangeType {
  const path = (sql: string | undefined): string | undefined =>
    sql === undefined ? undefined : canonicalPath(sql, server);
  const { name, schema } = canonicalName(type, server);
  const multirange = type.multirange === undefined ? undefined : clipIdentifier(type.multirange);
  return derive(type, {
    name,
    schema,
    subtype: canonicalPart(type.subtype, server),
    operatorClass: path(type.operatorClass),
    collation: type.collation === 'default' ? undefined : type.collation,
    canonical: path(type.canonical),
    difference: path(type.difference),
    multirange: multirange === impliedMultirange(name) || !atLeast(server.version, 14) ? undefined : multirange,
    comment: type.comment || undefined,
  });
}

/** PostgreSQL 14 and later: https://www.postgresql.org/docs/current/sql-createtype.html */
export const impliedMultirange = (name: string): string =>
  name.includes('range') ? name.replace('range', 'multirange') : `${name}_multirange`;

/** The statement that makes a range type under a name that is written like this. */
const rangeSql = (type: RangeType, written: string, server: Server): string => {
  const { subtype, operatorClass, collation, canonical, difference, multirange } = type;
  const parts = [
    `SUBTYPE = ${formatType(subtype)}`,
    ...(operatorClass === undefined ? [] : [`SUBTYPE_OPCLASS = ${operatorClass}`]),
    ...(collation === undefined ? [] : [`COLLATION = ${quoteQualified(collation)}`]),
    ...(canonical === undefined ? [] : [`CANONICAL = ${canonical}`]),
    ...(difference === undefined ? [] : [`SUBTYPE_DIFF = ${difference}`]),
    ...(multirange === undefined || !atLeast(server.version, 14)
      ? []
      : [`MULTIRANGE_TYPE_NAME = ${quoteIdentifier(multirange)}`]),
  ];
  return `CREATE TYPE ${written} AS RANGE (${parts.join(', ')})`;
};

/** Range types. */
export const rangeTypeSupport: ObjectSupport<'rangeType'> = {
  canonicalise: canonicalRange,
  create: (type, server) => [
    rangeSql(type, quoteTable(nameOf(type)), server),
    ...(type.comment ? [commentOnType(type)] : []),
  ],
  drop: (type) => [`DROP TYPE ${quoteTable(nameOf(type))}`],
  alter: (from, to, server) => {
    const shape = ({ comment: _, ...rest }: RangeType): string => JSON.stringify(canonicalShape(rest, server));
    if (shape(from) !== shape(to)) return undefined;
    return (from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnType(to)];
  },
};

const canonicalShape = (type: RangeType, server: Server): readonly unknown[] => {
  const { subtype, operatorClass, collation, canonical, difference, multirange } = canonicalRange(type, server);
  return [subtype, operatorClass, collation, canonical, difference, multirange];
};

/** Others lean on a temporary type of the same name; what it does with its values is left to the server. */
export const rangeTypeShadowing: Shadowing<'rangeType'> = (type, place) => {
  const { canonical: _, difference: __, multirange: ___, ...rest } = type;
  const subtype = { type: 'custom' as const, sql: place.text(formatType(type.subtype)) };
  return [rangeSql({ ...rest, subtype }, `pg_temp.${quoteIdentifier(type.name)}`, place.server)];
};
