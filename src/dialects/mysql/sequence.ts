import { derive } from '../../schema/canonical.ts';
import type { Sequence } from '../../schema/objects/object.ts';
import type { Server } from '../dialect.ts';

/** Where a sequence of MariaDB's ends that has no limit, as near as a number can tell. https://mariadb.com/kb/en/create-sequence/ */
const largest = 2 ** 63;

/** A sequence without the options that it would have anyway. */
export function canonicaliseSequence(sequence: Sequence, server: Server): Sequence {
  const { start, increment = 1, minValue, maxValue, cache, cycle, dataType } = sequence;
  const isUp = increment > 0;
  const [least, most] = isUp ? [1, largest] : [-largest, -1];
  const first = isUp ? (minValue ?? least) : (maxValue ?? most);
  return derive(sequence, {
    schema: sequence.schema === server.defaultSchema ? undefined : sequence.schema,
    start: start === undefined || start === first ? undefined : start,
    increment: increment === 1 ? undefined : increment,
    minValue: minValue === undefined || minValue === least || minValue <= -largest ? undefined : minValue,
    maxValue: maxValue === undefined || maxValue === most || maxValue >= largest ? undefined : maxValue,
    cache: cache === undefined || cache === 1000 ? undefined : cache,
    cycle: cycle === true ? true : undefined,
    dataType: dataType === undefined || /^bigint$/i.test(dataType) ? undefined : dataType.toLowerCase(),
    comment: undefined,
  });
}
