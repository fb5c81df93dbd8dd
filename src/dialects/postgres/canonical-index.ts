import { derive } from '../../schema/canonical.ts';
import type { Column } from '../../schema/column.ts';
import type { Index, IndexPart } from '../../schema/table-index.ts';
import { canonicalExpression } from './expression-text.ts';
import { clipIdentifier } from './quoting.ts';
import { canonicalStorage } from './storage.ts';

/** An index as the server would report it; `columns` are the canonical ones of its table. */
export function canonicalIndex(index: Index, columns: readonly Column[]): Index {
  const method = index.using?.toLowerCase();
  return derive(index, {
    name: index.name === undefined ? undefined : clipIdentifier(index.name),
    columns: index.columns.map((part) => canonicalKeyPart(part, columns)),
    unique: index.unique === true ? true : undefined,
    where: index.where === undefined ? undefined : canonicalExpression(index.where),
    using: method === 'btree' ? undefined : method,
    include: index.include?.length ? index.include.map(clipIdentifier) : undefined,
    nullsNotDistinct: index.nullsNotDistinct === true ? true : undefined,
    comment: index.comment || undefined,
    postgresql: canonicalIndexOptions(index),
    mysql: undefined,
    sqlite: undefined,
  });
}

/** A key of an index, or an element of an exclusion constraint, as the server would report it. */
export function canonicalKeyPart(given: string | IndexPart, columns: readonly Column[]): string | IndexPart {
  if (typeof given === 'string') return clipIdentifier(given);
  const expression = 'expression' in given ? canonicalExpression(given.expression) : undefined;
  const column = 'column' in given ? clipIdentifier(given.column) : columnNamed(expression, columns);
  const collation = canonicalCollation(given.collation, column, columns);
  const order = given.order === 'desc' ? given.order : undefined;
  const nulls = given.nulls === (order === 'desc' ? 'first' : 'last') ? undefined : given.nulls;
  const modifiers: Omit<Extract<IndexPart, { column: string }>, 'column'> = {
    ...(collation === undefined ? {} : { collation }),
    ...(order === undefined ? {} : { order }),
    ...(nulls === undefined ? {} : { nulls }),
    ...(given.operatorClass === undefined ? {} : { operatorClass: given.operatorClass.toLowerCase() }),
  };
  if (column === undefined) return { expression: expression ?? '', ...modifiers };
  return Object.keys(modifiers).length === 0 ? column : { column, ...modifiers };
}

/** An expression that is nothing but a column is stored as that column. */
const columnNamed = (expression: string | undefined, columns: readonly Column[]): string | undefined =>
  columns.find(({ name }) => name === expression)?.name;

/** A key takes the collation of its column unless it says otherwise. */
function canonicalCollation(
  collation: string | undefined,
  column: string | undefined,
  columns: readonly Column[],
): string | undefined {
  if (collation === undefined) return undefined;
  const inherited = columns.find(({ name }) => name === column)?.collation ?? 'default';
  return collation === inherited ? undefined : clipIdentifier(collation);
}

/** The storage of an index, or of the index of a constraint; what is the default anyway goes. */
export function canonicalIndexOptions({ postgresql }: Pick<Index, 'postgresql'>): Index['postgresql'] {
  if (postgresql === undefined) return undefined;
  const { with: _, tablespace, ...rest } = postgresql;
  const canonical = {
    ...rest,
    ...(tablespace === undefined || tablespace === 'pg_default' ? {} : { tablespace }),
    ...canonicalStorage(postgresql),
  };
  return Object.keys(canonical).length === 0 ? undefined : canonical;
}
