import { UnsupportedOperation } from '../../../errors.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { quoteIdentifier } from '../quote.ts';

/** A schema is a database here: it is made where it is missing, never compared and never dropped. */
export const schemaSupport: ObjectSupport<'schema'> = {
  canonicalise: () => undefined,
  create: ({ name }) => [`CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(name)}`],
  drop: ({ name }, { dialect }) => {
    throw new UnsupportedOperation(
      `${dialect} cannot drop the schema ${name}, which is a database here and would go with all that is in it`,
      { hint: "if that is what you want, say so with op.execute({ sql: 'DROP DATABASE …' })" },
    );
  },
};
