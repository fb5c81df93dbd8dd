import type { DialectOptions } from '../../schema/options.ts';
import { nameOf, type TableName } from '../../schema/table-name.ts';
import { clipIdentifier, quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';

/** A view or materialized view, as far as its comments go. */
interface Commented extends TableName {
  readonly kind: 'view' | 'materializedView';
  readonly comment?: string;
  readonly postgresql?: DialectOptions;
}

/** How the kinds are called in statements. */
export const wordFor = { view: 'VIEW', materializedView: 'MATERIALIZED VIEW' } as const;

/** The statements that bring the comments of a view and of its columns from what they were to what they are to be. */
export function changeComments(from: Commented | undefined, to: Commented): readonly string[] {
  const name = quoteTable(nameOf(to));
  const [before, now] = [columnComments(from), columnComments(to)];
  const columns = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return [
    ...((from?.comment || undefined) === (to.comment || undefined)
      ? []
      : [`COMMENT ON ${wordFor[to.kind]} ${name} IS ${quoteLiteral(to.comment || null)}`]),
    ...columns
      .filter((column) => before[column] !== now[column])
      .map((column) => `COMMENT ON COLUMN ${name}.${quoteIdentifier(column)} IS ${quoteLiteral(now[column] ?? null)}`),
  ];
}

function columnComments(view: Commented | undefined): Readonly<Record<string, string>> {
  return canonicalTexts(view?.postgresql?.columnComments) ?? {};
}

/** Texts by column, in one order; undefined where there are none. */
export function canonicalTexts(given: DialectOptions[string]): Readonly<Record<string, string>> | undefined {
  if (typeof given !== 'object' || Array.isArray(given)) return undefined;
  const entries = Object.entries(given as DialectOptions).flatMap(([column, text]) =>
    typeof text === 'string' && text !== '' ? [[clipIdentifier(column), text] as const] : [],
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
