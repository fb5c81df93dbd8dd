import { type TableName, tableKey, tableLabel } from '../table-name.ts';

/**
 * What an object beside the tables is called. Beside kind, name and schema some need more: a trigger or a policy the table
 * that its name counts in, a routine of PostgreSQL its arguments.
 */
export interface ObjectName extends TableName {
  readonly kind: string;
  readonly table?: string;
  /** As they are declared. */
  readonly arguments?: string;
  /** The types of the arguments as the server tells routines apart by, which canonical forms have. */
  readonly signature?: string;
}

/** A key for maps, distinct for distinct objects. */
export const objectKey = ({ kind, table, signature, arguments: declared, ...name }: ObjectName): string =>
  [kind, tableKey(name), table ?? '', signature ?? declared ?? ''].join('\u0000\u0000');

/** How people call it: `view reporting.sales`, `trigger audit of orders`. */
export const objectLabel = ({ kind, table, ...name }: ObjectName): string =>
  `${kindInWords(kind)} ${tableLabel(name)}${table === undefined ? '' : ` of ${table}`}`;

/** Only what it is called, as the drop of it in a revision says. */
export const objectNameOf = ({ kind, name, schema, table, arguments: declared }: ObjectName): ObjectName => ({
  kind,
  ...(schema === undefined ? {} : { schema }),
  name,
  ...(table === undefined ? {} : { table }),
  ...(declared === undefined ? {} : { arguments: declared }),
});

/** `materializedView` as `materialized view`. */
export const kindInWords = (kind: string): string => kind.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
