import { derive } from '../../../schema/canonical.ts';
import { isAlterable } from '../../../schema/objects/alterable.ts';
import type { Attribute, CompositeType } from '../../../schema/objects/user-type.ts';
import { nameOf } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral, quoteTable } from '../quoting.ts';
import { quoteQualified } from '../spelling.ts';
import { formatType } from '../types.ts';
import type { Shadowing } from './asking.ts';
import { canonicalPart } from './domain.ts';

const canonicalComposite = (type: CompositeType, server: Server): CompositeType =>
  derive(type, {
    ...{ schema: undefined, ...canonicalName(type, server) },
    attributes: type.attributes.map((attribute) =>
      derive(attribute, {
        name: clipIdentifier(attribute.name),
        type: canonicalPart(attribute.type, server),
        collation: attribute.collation === 'default' ? undefined : attribute.collation,
        comment: attribute.comment || undefined,
      }),
    ),
    comment: type.comment || undefined,
  });

const createComposite = (type: CompositeType): readonly string[] => [
  compositeSql(type, quoteTable(nameOf(type))),
  ...(type.comment ? [commentOnType(type)] : []),
  ...type.attributes.flatMap((attribute) => (attribute.comment ? [commentOnAttribute(type, attribute)] : [])),
];

/** The statement that makes a composite type under a name that is written like this. */
export const compositeSql = ({ attributes }: CompositeType, written: string): string =>
  `CREATE TYPE ${written} AS (${attributes.map(attributeSql).join(', ')})`;

const attributeSql = ({ name, type, collation }: Attribute): string =>
  `${quoteIdentifier(name)} ${typeSql({ type, collation })}`;

const typeSql = ({
  type,
  collation,
}: {
  readonly type: Attribute['type'];
  readonly collation: string | undefined;
}): string => `${formatType(type)}${collation === undefined ? '' : ` COLLATE ${quoteQualified(collation)}`}`;

/** The comment on a type of any sort but a domain. */
export const commentOnType = (type: {
  readonly name: string;
  readonly schema?: string;
  readonly comment?: string;
}): string => `COMMENT ON TYPE ${quoteTable(nameOf(type))} IS ${quoteLiteral(type.comment || null)}`;

const commentOnAttribute = (type: CompositeType, { name, comment }: Attribute): string =>
  `COMMENT ON COLUMN ${quoteTable(nameOf(type))}.${quoteIdentifier(name)} IS ${quoteLiteral(comment || null)}`;

function alterComposite(from: CompositeType, to: CompositeType, server: Server): readonly string[] | undefined {
  const [before, now] = [canonicalComposite(from, server), canonicalComposite(to, server)];
  if (!isAlterable(before, now)) return undefined;
  const old = new Map(before.attributes.map((attribute) => [attribute.name, attribute]));
  const names = new Set(now.attributes.map(({ name }) => name));
  const retyped = ({ name, type, collation }: Attribute): boolean => {
    const was = old.get(name);
    return was !== undefined && (JSON.stringify(was.type) !== JSON.stringify(type) || was.collation !== collation);
  };
  const changes = [
    ...before.attributes
      .filter(({ name }) => !names.has(name))
      .map(({ name }) => `DROP ATTRIBUTE ${quoteIdentifier(name)}`),
    ...now.attributes
      .filter(retyped)
      .map(
        ({ name, type, collation }) => `ALTER ATTRIBUTE ${quoteIdentifier(name)} TYPE ${typeSql({ type, collation })}`,
      ),
    ...now.attributes
      .filter(({ name }) => !old.has(name))
      .map((attribute) => `ADD ATTRIBUTE ${attributeSql(attribute)}`),
  ];
  const comments = now.attributes.filter(({ name, comment = '' }) => (old.get(name)?.comment ?? '') !== comment);
  return [
    ...(changes.length === 0 ? [] : [`ALTER TYPE ${quoteTable(nameOf(to))} ${changes.join(', ')}`]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnType(to)]),
    ...comments.map((attribute) => commentOnAttribute(to, attribute)),
  ];
}

/** Composite types. */
export const compositeTypeSupport: ObjectSupport<'compositeType'> = {
  canonicalise: canonicalComposite,
  create: createComposite,
  drop: (type) => [`DROP TYPE ${quoteTable(nameOf(type))}`],
  alter: alterComposite,
};

/** Others lean on a temporary type of the same name. */
export const compositeTypeShadowing: Shadowing<'compositeType'> = (type, place) => {
  const attributes = type.attributes.map((attribute) => ({
    ...attribute,
    type: { type: 'custom' as const, sql: place.text(formatType(attribute.type)) },
  }));
  return [compositeSql({ ...type, attributes }, `pg_temp.${quoteIdentifier(type.name)}`)];
};
