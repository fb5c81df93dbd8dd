import { derive } from '../../../schema/canonical.ts';
import type { SequenceOptions } from '../../../schema/column.ts';
import type { Sequence } from '../../../schema/objects/object.ts';
import type { TableName } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { quoteIdentifier } from '../../mysql/quote.ts';

/** Where a sequence of MariaDB's ends that has no limit, as near as a number can tell. https://mariadb.com/kb/en/create-sequence/ */
const largest = 2 ** 63;

/** A sequence without the options that it would have anyway. */
function canonicaliseSequence(sequence: Sequence, server: Server): Sequence {
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

const quoted = ({ schema, name }: TableName): string =>
  schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

const optionsSql = ({ start, increment, minValue, maxValue, cache, cycle }: SequenceOptions): readonly string[] => [
  ...(start === undefined ? [] : [`START WITH ${start}`]),
  ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
  ...(minValue === undefined ? [] : [`MINVALUE ${minValue}`]),
  ...(maxValue === undefined ? [] : [`MAXVALUE ${maxValue}`]),
  ...(cache === undefined ? [] : [`CACHE ${cache}`]),
  ...(cycle === undefined ? [] : [cycle ? 'CYCLE' : 'NOCYCLE']),
];

function createSequence(sequence: Sequence): readonly string[] {
  const type = sequence.dataType === undefined ? [] : [`AS ${sequence.dataType}`];
  return [['CREATE SEQUENCE', quoted(sequence), ...type, ...optionsSql(sequence)].join(' ')];
}

function alterSequence(from: Sequence, to: Sequence): readonly string[] {
  const { minValue, maxValue, increment = 1, cache = 1000, cycle = false } = to;
  const { start = increment > 0 ? (minValue ?? 1) : (maxValue ?? -1) } = to;
  const options = optionsSql({ start, increment, cache, cycle }).join(' ');
  // NO MINVALUE and NO MAXVALUE are those of counting up, whichever way the sequence counts: 4085 on MariaDB to 11.8
  const [least, most] = increment > 0 ? ['1', '9223372036854775806'] : ['-9223372036854775807', '-1'];
  const limits = `MINVALUE ${minValue ?? least} MAXVALUE ${maxValue ?? most}`;
  // counting the other way, no value that comes next is within the new limits
  const isTurned = (from.increment ?? 1) > 0 !== increment > 0;
  return [`ALTER SEQUENCE ${quoted(to)} ${limits} ${options}${isTurned ? ' RESTART' : ''}`];
}

/** Sequences. https://mariadb.com/kb/en/sequence-overview/ */
export const sequenceSupport: ObjectSupport<'sequence'> = {
  canonicalise: canonicaliseSequence,
  create: createSequence,
  drop: (sequence) => [`DROP SEQUENCE ${quoted(sequence)}`],
  alter: alterSequence,
};
