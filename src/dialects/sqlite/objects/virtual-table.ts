import { derive } from '../../../schema/canonical.ts';
import type { VirtualTable } from '../../../schema/objects/virtual-table.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import { foldName, quoteIdentifier as quote, quoteLiteral } from '../quote.ts';
import { readTokens } from '../tokens.ts';

/** Each module reads its options by itself: nothing but the space around what they are made of is taken for the same. */
const canonicalOption = (option: string): string =>
  readTokens(option)
    .map(({ text }) => text)
    .join(' ');

/** `content='posts'`: the rows that a full-text index is made of are those of another table. */
const externalContent = /^\s*content\s*=\s*(?:'((?:[^']|'')+)'|"((?:[^"]|"")+)"|(\w+))\s*$/i;

const contentOf = (options: readonly string[]): string | undefined =>
  options
    .map((option) => externalContent.exec(option))
    .map((found) => found?.[1]?.replaceAll("''", "'") ?? found?.[2]?.replaceAll('""', '"') ?? found?.[3])
    .find((name) => name !== undefined);

/** A full-text index of rows that are there is empty until it is told to read them. https://www.sqlite.org/fts5.html#the_rebuild_command */
function createVirtualTable({ name, module, options = [] }: VirtualTable): readonly string[] {
  const given = options.length === 0 ? '' : ` (${options.join(', ')})`;
  const content = /^fts[45]$/i.test(module) ? contentOf(options) : undefined;
  return [
    `CREATE VIRTUAL TABLE ${quote(name)} USING ${/^\w+$/.test(module) ? module : quote(module)}${given}`,
    ...(content === undefined
      ? []
      : [
          `INSERT INTO ${quote(name)} (${quote(name)}) SELECT 'rebuild' WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE lower(name) = lower(${quoteLiteral(content)}))`,
        ]),
  ];
}

/** Virtual tables; the tables that a module keeps for one are its own. https://www.sqlite.org/lang_createvtab.html */
export const virtualTableSupport: ObjectSupport<'virtualTable'> = {
  canonicalise: (table, { defaultSchema }) =>
    derive(table, {
      schema: table.schema === defaultSchema ? undefined : table.schema,
      module: foldName(table.module),
      options: table.options?.length ? table.options.map(canonicalOption) : undefined,
    }),
  create: createVirtualTable,
  drop: ({ name }) => [`DROP TABLE ${quote(name)}`],
};
