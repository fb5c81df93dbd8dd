import { derive } from '../../../schema/canonical.ts';
import type { Namespace } from '../../../schema/objects/object.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral } from '../quoting.ts';

const createSchema = (schema: Namespace): readonly string[] => [
  `CREATE SCHEMA ${quoteIdentifier(schema.name)}`,
  ...(schema.comment ? [commentOnSchema(schema)] : []),
];

const dropSchema = (name: string): string => `DROP SCHEMA ${quoteIdentifier(name)}`;

const alterSchema = (from: Namespace, to: Namespace): readonly string[] => [
  ...(from.name === to.name
    ? []
    : [`ALTER SCHEMA ${quoteIdentifier(from.name)} RENAME TO ${quoteIdentifier(to.name)}`]),
  ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnSchema(to)]),
];

const commentOnSchema = ({ name, comment }: Namespace): string =>
  `COMMENT ON SCHEMA ${quoteIdentifier(name)} IS ${quoteLiteral(comment || null)}`;

/** Schemas. Every new database has a schema `public`, which is not for us to make or to drop. */
export const schemaSupport: ObjectSupport<'schema'> = {
  canonicalise: (object, server) =>
    object.name === server.defaultSchema || object.name === 'public'
      ? undefined
      : derive(object, {
          name: clipIdentifier(object.name),
          comment: object.comment || undefined,
          renamedFrom: undefined,
        }),
  create: createSchema,
  drop: ({ name }) => [dropSchema(name)],
  alter: alterSchema,
};
