import type { Index, IndexPart } from '../../schema/table-index.ts';
import type { IndexRow } from './catalog.ts';
import { stripParentheses } from './expression-text.ts';
import { readStorage } from './storage.ts';

/** An index from the rows of its keys and included columns. */
export function reflectIndex(rows: readonly IndexRow[]): Index {
  const [first] = rows as readonly [IndexRow, ...IndexRow[]];
  const keys = rows.filter(({ position }) => position <= first.key_count);
  const include = rows.filter(({ position }) => position > first.key_count).flatMap(({ column }) => column ?? []);
  const postgresql = {
    ...readStorage(first.options),
    ...(first.tablespace === null ? {} : { tablespace: first.tablespace }),
  };
  return {
    name: first.name,
    columns: keys.map(reflectPart),
    ...(first.unique ? { unique: true } : {}),
    ...(first.predicate === null ? {} : { where: stripParentheses(first.predicate) }),
    ...(first.method === 'btree' ? {} : { using: first.method }),
    ...(include.length === 0 ? {} : { include }),
    ...(first.nulls_not_distinct ? { nullsNotDistinct: true } : {}),
    ...(first.comment === null ? {} : { comment: first.comment }),
    ...(Object.keys(postgresql).length === 0 ? {} : { postgresql }),
  };
}

/** `indoption`: 1 is descending, 2 is nulls first. */
function reflectPart(row: IndexRow): string | IndexPart {
  const descending = ((row.option ?? 0) & 1) !== 0;
  const nullsFirst = ((row.option ?? 0) & 2) !== 0;
  const modifiers = {
    ...(row.collation === null || !isExplicit(row) ? {} : { collation: row.collation }),
    ...(descending ? { order: 'desc' as const } : {}),
    ...(nullsFirst === descending ? {} : { nulls: nullsFirst ? ('first' as const) : ('last' as const) }),
    ...(row.operator_class === null ? {} : { operatorClass: operatorClass(row) }),
  };
  if (row.column === null) return { expression: stripParentheses(row.expression ?? ''), ...modifiers };
  return Object.keys(modifiers).length === 0 ? row.column : { column: row.column, ...modifiers };
}

/**
 * An expression has a collation of its own, which the catalog does not tell from one that was asked for; only the printed
 * definition does.
 */
const isExplicit = ({ column, expression, definition }: IndexRow): boolean =>
  column !== null || (expression !== null && definition?.includes(`${expression} COLLATE `) === true);

/** `gist_trgm_ops(siglen='32')` */
function operatorClass({ operator_class, operator_class_options }: IndexRow): string {
  if (operator_class_options === null) return operator_class ?? '';
  const options = operator_class_options.map((option) => option.replace(/=(.*)$/s, "='$1'"));
  return `${operator_class}(${options.join(', ')})`;
}
