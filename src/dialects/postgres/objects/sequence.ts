import type { SequenceOptions } from '../../../schema/column.ts';
import type { Sequence } from '../../../schema/objects/object.ts';
import { nameOf, type TableName } from '../../../schema/table-name.ts';
import { anonymousBlock } from '../anonymous-block.ts';
import { quoteLiteral, quoteTable } from '../quoting.ts';

/** What follows the name in CREATE SEQUENCE, and the parentheses of an identity column. */
export const sequenceOptionsSql = (options: SequenceOptions): string => clauses(options).join(' ');

export const createSequence = (sequence: Sequence): readonly string[] => [
  ['CREATE SEQUENCE', quoteTable(nameOf(sequence)), ...dataType(sequence), ...clauses(sequence)].join(' '),
  ...(sequence.comment ? [commentOnSequence(sequence)] : []),
];

export const dropSequence = (sequence: TableName): string => `DROP SEQUENCE ${quoteTable(nameOf(sequence))}`;

export function alterSequence(from: Sequence, to: Sequence): readonly string[] {
  const retyped = (from.dataType ?? 'bigint') === (to.dataType ?? 'bigint') ? [] : [`AS ${to.dataType ?? 'bigint'}`];
  const changes = [...retyped, ...changedClauses(from, to)];
  const name = quoteTable(nameOf(to));
  const statement = `ALTER SEQUENCE ${name} ${changes.join(' ')}`;
  const narrowed = isNarrowed(from, to) || retyped.length > 0;
  return [
    ...(changes.length === 0 ? [] : [narrowed ? restartInBounds(statement, quoteLiteral(name), to) : statement]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnSequence(to)]),
  ];
}

/** Whether the number that a sequence has arrived at may lie outside its new bounds. */
export const isNarrowed = (from: SequenceOptions, to: SequenceOptions): boolean =>
  (to.minValue !== undefined && to.minValue > (from.minValue ?? Number.NEGATIVE_INFINITY)) ||
  (to.maxValue !== undefined && to.maxValue < (from.maxValue ?? Number.POSITIVE_INFINITY)) ||
  (to.increment ?? 1) < 0 !== (from.increment ?? 1) < 0;

/**
 * The server refuses bounds that the sequence's position is outside of. It goes on from where it is if it can, else from
 * its new start. `sequence` is an expression for its name; the statement takes RESTART WITH at its end.
 */
export function restartInBounds(statement: string, sequence: string, to: SequenceOptions): string {
  const down = (to.increment ?? 1) < 0;
  const low = to.minValue ?? (down ? null : 1);
  const high = to.maxValue ?? (down ? -1 : null);
  const outside = [low === null ? [] : [`place < ${low}`], high === null ? [] : [`place > ${high}`]].flat();
  return anonymousBlock(
    [
      'DECLARE place bigint;',
      'BEGIN',
      `  EXECUTE pg_catalog.format('SELECT CASE WHEN is_called THEN last_value + ${to.increment ?? 1} END FROM %s', ${sequence}) INTO place;`,
      `  IF place IS NULL OR ${outside.join(' OR ')} THEN place := ${startOf(to)}; END IF;`,
      `  EXECUTE pg_catalog.format('%s %s', ${quoteLiteral(`${statement} RESTART WITH`)}, place);`,
      'END',
    ].join('\n'),
  );
}

const startOf = ({ start, increment = 1, minValue, maxValue }: SequenceOptions): number =>
  start ?? (increment < 0 ? (maxValue ?? -1) : (minValue ?? 1));

const dataType = ({ dataType: type }: Sequence): readonly string[] => (type === undefined ? [] : [`AS ${type}`]);

const commentOnSequence = (sequence: Sequence): string =>
  `COMMENT ON SEQUENCE ${quoteTable(nameOf(sequence))} IS ${quoteLiteral(sequence.comment || null)}`;

const clauses = ({ start, increment, minValue, maxValue, cache, cycle }: SequenceOptions): readonly string[] => [
  ...(start === undefined ? [] : [`START WITH ${start}`]),
  ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
  ...(minValue === undefined ? [] : [`MINVALUE ${minValue}`]),
  ...(maxValue === undefined ? [] : [`MAXVALUE ${maxValue}`]),
  ...(cache === undefined ? [] : [`CACHE ${cache}`]),
  ...(cycle === undefined ? [] : [cycle ? 'CYCLE' : 'NO CYCLE']),
];

/** What has to be said for a sequence to go from one set of options to another; an option that goes returns to its default. */
export function changedClauses(from: SequenceOptions, to: SequenceOptions): readonly string[] {
  const changed = <K extends keyof SequenceOptions>(key: K): boolean => from[key] !== to[key];
  const [before, start] = [startOf(from), startOf(to)];
  // bounds that nobody chose depend on the direction
  const turned = (to.increment ?? 1) < 0 !== (from.increment ?? 1) < 0;
  return [
    ...(changed('increment') ? [`INCREMENT BY ${to.increment ?? 1}`] : []),
    ...(changed('minValue') || turned ? [to.minValue === undefined ? 'NO MINVALUE' : `MINVALUE ${to.minValue}`] : []),
    ...(changed('maxValue') || turned ? [to.maxValue === undefined ? 'NO MAXVALUE' : `MAXVALUE ${to.maxValue}`] : []),
    ...(start === before ? [] : [`START WITH ${start}`]),
    ...(changed('cache') ? [`CACHE ${to.cache ?? 1}`] : []),
    ...(changed('cycle') ? [to.cycle === true ? 'CYCLE' : 'NO CYCLE'] : []),
  ];
}
