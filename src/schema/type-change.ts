import { equal } from './equal.ts';
import type { EnumType, SqlType } from './type.ts';

/** How people write a type: `String(320)`, `mysql.TinyInteger`. */
export function typeLabel(type: SqlType): string {
  if (type.type === 'custom') return (type as { readonly sql: string }).sql;
  if (type.type === 'Enum') return `Enum(${(type as { readonly values: readonly string[] }).values.join(', ')})`;
  if (type.type === 'Array') return `${typeLabel((type as { readonly item: SqlType }).item)}[]`;
  const numbers = ['length', 'precision', 'scale'].flatMap((key) => {
    const value = (type as unknown as Readonly<Record<string, unknown>>)[key];
    return typeof value === 'number' ? [value] : [];
  });
  return numbers.length === 0 ? type.type : `${type.type}(${numbers.join(', ')})`;
}

const integers = ['SmallInteger', 'Integer', 'BigInteger'];
const texts = ['Char', 'String', 'Unicode', 'Text', 'UnicodeText'];
const floats = ['Float', 'Double'];

/** Every value of `from` is also one of `to`, unchanged. When in doubt, it is not. */
export function isWidening(from: SqlType, to: SqlType): boolean {
  if (equal(from, to)) return true;
  const left = from as Measured;
  const right = to as Measured;
  if (ranked(integers, left.type, right.type)) return true;
  if (from.type === 'Enum' && texts.includes(right.type)) {
    return right.type !== 'Char' && fits(longest((from as EnumType).values), right.length);
  }
  if (texts.includes(left.type) && texts.includes(right.type))
    return right.type !== 'Char' && fits(left.length, right.length);
  if (left.type === 'Char' && right.type === 'Char') return fits(left.length, right.length);
  if (ranked(floats, left.type, right.type)) return true;
  if (left.type === 'Numeric' && right.type === 'Numeric') return numericFits(left, right);
  if (left.type === right.type && (left.type === 'DateTime' || left.type === 'Time')) {
    return left.timezone === right.timezone && fits(left.precision ?? 6, right.precision ?? 6);
  }
  if (left.type === 'LargeBinary' && right.type === 'LargeBinary') return fits(left.length, right.length);
  return left.type === 'JSON' && right.type === 'JSONB';
}

const longest = (values: readonly string[]): number => Math.max(...values.map((value) => value.length));

interface Measured {
  readonly type: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly timezone?: boolean;
}

const ranked = (order: readonly string[], from: string, to: string): boolean =>
  order.includes(from) && order.indexOf(from) <= order.indexOf(to);

const fits = (from: number | undefined, to: number | undefined): boolean =>
  to === undefined || (from !== undefined && from <= to);

function numericFits(from: Measured, to: Measured): boolean {
  if (to.precision === undefined) return true;
  if (from.precision === undefined) return false;
  const scale = (type: Measured): number => type.scale ?? 0;
  return scale(from) <= scale(to) && from.precision - scale(from) <= to.precision - scale(to);
}
