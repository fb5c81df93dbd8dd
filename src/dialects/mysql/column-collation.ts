import type { Column } from '../../schema/column.ts';
import type { SqlType } from '../../schema/type.ts';

/** The character set and the collation that a column asks for, by itself or through its type. */
export function charsetAndCollation(
  column: Column,
  type: SqlType,
): { readonly charset: string | undefined; readonly collation: string | undefined } {
  const ofType = type as { readonly charset?: string; readonly collation?: string };
  const charset = column.mysql?.charset as string | undefined;
  return { charset: charset ?? ofType.charset, collation: column.collation ?? ofType.collation };
}
