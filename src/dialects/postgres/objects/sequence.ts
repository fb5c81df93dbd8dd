import type { SequenceOptions } from '../../../schema/column.ts';
import type { Sequence } from '../../../schema/objects/object.ts';
import { nameOf, type TableName } from '../../../schema/table-name.ts';
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
  return [
    ...(changes.length === 0 ? [] : [`ALTER SEQUENCE ${quoteTable(nameOf(to))} ${changes.join(' ')}`]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnSequence(to)]),
  ];
}

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
  const down = (to.increment ?? 1) < 0;
  const start = to.start ?? (down ? (to.maxValue ?? -1) : (to.minValue ?? 1));
  const before = from.start ?? ((from.increment ?? 1) < 0 ? (from.maxValue ?? -1) : (from.minValue ?? 1));
  return [
    ...(changed('increment') ? [`INCREMENT BY ${to.increment ?? 1}`] : []),
    ...(changed('minValue') ? [to.minValue === undefined ? 'NO MINVALUE' : `MINVALUE ${to.minValue}`] : []),
    ...(changed('maxValue') ? [to.maxValue === undefined ? 'NO MAXVALUE' : `MAXVALUE ${to.maxValue}`] : []),
    ...(start === before ? [] : [`START WITH ${start}`]),
    ...(changed('cache') ? [`CACHE ${to.cache ?? 1}`] : []),
    ...(changed('cycle') ? [to.cycle === true ? 'CYCLE' : 'NO CYCLE'] : []),
  ];
}
