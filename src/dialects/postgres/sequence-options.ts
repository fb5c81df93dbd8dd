import type { SequenceOptions } from '../../schema/column.ts';

const largest: Readonly<Record<string, number>> = { smallint: 32_767, integer: 2_147_483_647 };

/**
 * What a sequence does beyond what the server chooses for one of that type by itself: it counts from 1 up to the largest
 * number of its type, or from -1 down to the smallest. https://www.postgresql.org/docs/current/sql-createsequence.html
 */
export function withoutDefaults(options: SequenceOptions, dataType: string): SequenceOptions {
  const down = (options.increment ?? 1) < 0;
  const bound = largest[dataType] ?? 2 ** 63;
  const minValue = down ? -bound - (dataType in largest ? 1 : 0) : 1;
  const maxValue = down ? -1 : bound;
  const defaults = {
    start: down ? (options.maxValue ?? maxValue) : (options.minValue ?? minValue),
    increment: 1,
    minValue,
    maxValue,
    cache: 1,
    cycle: false,
  };
  return Object.fromEntries(
    optionNames
      .filter((name) => options[name] !== undefined && options[name] !== defaults[name])
      .map((name) => [name, options[name]]),
  );
}

const optionNames = ['start', 'increment', 'minValue', 'maxValue', 'cache', 'cycle'] as const;
