import { UsageError } from '../errors.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a length of time: a number of milliseconds, or a string such as `30s`, `500ms`, `1.5m`.
 *
 * @returns milliseconds
 * @throws UsageError
 */
export function parseDuration(value: number | string): number {
  const [, digits, unit = ''] =
    typeof value === 'string' ? (/^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(value.trim()) ?? []) : [];
  const milliseconds = typeof value === 'number' ? value : Number(digits) * (units[unit] ?? Number.NaN);
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new UsageError(`'${value}' is not a length of time`, { hint: 'write 30s, 500ms, 2m or 1h' });
}
