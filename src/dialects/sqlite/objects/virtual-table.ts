import { derive } from '../../../schema/canonical.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { foldName, quoteIdentifier as quote } from '../quote.ts';
import { readTokens } from '../tokens.ts';

/** Each module reads its options by itself: nothing but the space around what they are made of is taken for the same. */
const canonicalOption = (option: string): string =>
  readTokens(option)
    .map(({ text }) => text)
    .join(' ');

/** Virtual tables; the tables that a module keeps for one are its own. https://www.sqlite.org/lang_createvtab.html */
export const virtualTableSupport: ObjectSupport<'virtualTable'> = {
  canonicalise: (table, { defaultSchema }) =>
    derive(table, {
      schema: table.schema === defaultSchema ? undefined : table.schema,
      module: foldName(table.module),
      options: table.options?.length ? table.options.map(canonicalOption) : undefined,
    }),
  create: ({ name, module, options = [] }) => [
    `CREATE VIRTUAL TABLE ${quote(name)} USING ${/^\w+$/.test(module) ? module : quote(module)}${options.length === 0 ? '' : ` (${options.join(', ')})`}`,
  ],
  drop: ({ name }) => [`DROP TABLE ${quote(name)}`],
};
