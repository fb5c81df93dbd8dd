import type { Column } from '../schema/column.ts';
import type { EnumType, SqlType } from '../schema/type.ts';

/**
 * The new form of a column with those of its enum's rename hints that are still to be followed: the old value is there, the
 * new one is not. Hints stay in the models after that, and would be taken back by every later downgrade.
 */
export function withOpenHints(from: Column, to: Column): Column {
  const [old, now] = [from.type, to.type];
  if (!isEnum(old) || !isEnum(now) || now.renamedFrom === undefined) return to;
  const hints = Object.entries(now.renamedFrom);
  const open = hints.filter(([after, before]) => old.values.includes(before) && !old.values.includes(after));
  if (open.length === hints.length) return to;
  const { renamedFrom: _, ...plain } = now;
  return { ...to, type: open.length === 0 ? plain : { ...plain, renamedFrom: Object.fromEntries(open) } };
}

const isEnum = (type: SqlType): type is EnumType & SqlType => type.type === 'Enum';
