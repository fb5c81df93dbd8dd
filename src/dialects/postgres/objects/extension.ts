import { derive } from '../../../schema/canonical.ts';
import type { Extension } from '../../../schema/objects/extension.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { canonicalName } from '../canonical-name.ts';
import { quoteIdentifier, quoteLiteral, quoteString } from '../quoting.ts';

const createExtension = (extension: Extension): readonly string[] => {
  const { name, schema, version, comment } = extension;
  return [
    [
      `CREATE EXTENSION ${quoteIdentifier(name)}`,
      ...(schema === undefined ? [] : [`SCHEMA ${quoteIdentifier(schema)}`]),
      ...(version === undefined ? [] : [`VERSION ${quoteString(version)}`]),
    ].join(' '),
    ...(comment ? [commentOnExtension(extension)] : []),
  ];
};

const commentOnExtension = ({ name, comment }: Extension): string =>
  `COMMENT ON EXTENSION ${quoteIdentifier(name)} IS ${quoteLiteral(comment || null)}`;

/**
 * Extensions. `plpgsql` is in every new database. The version is the server's affair, as an upgrade of its packages changes
 * it; a declared one is asked for when the extension is made.
 */
export const extensionSupport: ObjectSupport<'extension'> = {
  canonicalise: (extension, server) => {
    if (extension.name === 'plpgsql') return undefined;
    const { name, schema } = canonicalName(extension, server);
    return derive(extension, { name, schema, version: undefined, comment: extension.comment || undefined });
  },
  create: createExtension,
  drop: ({ name }) => [`DROP EXTENSION ${quoteIdentifier(name)}`],
  alter: (from, to, { defaultSchema }) => [
    ...(from.schema === to.schema
      ? []
      : [
          `ALTER EXTENSION ${quoteIdentifier(to.name)} SET SCHEMA ${quoteIdentifier(to.schema ?? defaultSchema ?? 'public')}`,
        ]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnExtension(to)]),
  ],
};
