import type { Namespace } from '../../../schema/objects/object.ts';
import { quoteIdentifier, quoteLiteral } from '../quoting.ts';

export const createSchema = (schema: Namespace): readonly string[] => [
  `CREATE SCHEMA ${quoteIdentifier(schema.name)}`,
  ...(schema.comment ? [commentOnSchema(schema)] : []),
];

export const dropSchema = (name: string): string => `DROP SCHEMA ${quoteIdentifier(name)}`;

export const alterSchema = (from: Namespace, to: Namespace): readonly string[] => [
  ...(from.name === to.name
    ? []
    : [`ALTER SCHEMA ${quoteIdentifier(from.name)} RENAME TO ${quoteIdentifier(to.name)}`]),
  ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnSchema(to)]),
];

const commentOnSchema = ({ name, comment }: Namespace): string =>
  `COMMENT ON SCHEMA ${quoteIdentifier(name)} IS ${quoteLiteral(comment || null)}`;
