import type { DialectName } from '../schema/type.ts';

/** SQL by hand: one text, or one for each database that needs one. MariaDB takes MySQL's where it has none of its own. */
export type SqlByDialect = string | { readonly [D in DialectName]?: string };
