import { derive } from '../../../schema/canonical.ts';
import type { SequenceOptions } from '../../../schema/column.ts';
import type { Sequence } from '../../../schema/objects/object.ts';
import { nameOf, type TableName } from '../../../schema/table-name.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { anonymousBlock } from '../anonymous-block.ts';
import { canonicalName } from '../canonical-name.ts';
import { quoteLiteral, quoteTable } from '../quoting.ts';
import { withoutDefaults } from '../sequence-options.ts';
import { canonicalSpelling } from '../type-spelling.ts';

/** What follows the name in CREATE SEQUENCE, and the parentheses of an identity column. */
export const sequenceOptionsSql = (options: SequenceOptions): string => clauses(options).join(' ');

const createSequence = (sequence: Sequence): readonly string[] => [
  ['CREATE SEQUENCE', quoteTable(nameOf(sequence)), ...dataType(sequence), ...clauses(sequence)].join(' '),
  ...(sequence.comment ? [commentOnSequence(sequence)] : []),
];

const dropSequence = (sequence: TableName): string => `DROP SEQUENCE ${quoteTable(nameOf(sequence))}`;

function alterSequence(from: Sequence, to: Sequence): readonly string[] {
  const [before, now] = [dataTypeOf(from), dataTypeOf(to)];
  const isRetyped = before !== now;
  const changes = isRetyped
    ? [`AS ${now}`, ...changedClauses(from, to, boundClauses(to, now))]
    : changedClauses(from, to);
  const name = quoteTable(nameOf(to));
  const statement = `ALTER SEQUENCE ${name} ${changes.join(' ')}`;
  const narrowed = isRetyped || isNarrowed(from, to, now);
  return [
    ...(changes.length === 0 ? [] : [narrowed ? restartInBounds(statement, quoteLiteral(name), to, now) : statement]),
    ...((from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnSequence(to)]),
  ];
}

const dataTypeOf = ({ dataType: type }: Sequence): string => canonicalSpelling(type ?? 'bigint');

/** The smallest and the largest number of each type that a sequence can have; some are too large for a JavaScript number. */
const bounds: Readonly<Record<string, readonly [low: bigint, high: bigint]>> = {
  smallint: [-(2n ** 15n), 2n ** 15n - 1n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The numbers between which a sequence counts, be they chosen or those of its type and direction. */
function boundsOf({ increment = 1, minValue, maxValue }: SequenceOptions, type: string): readonly [bigint, bigint] {
  const [low, high] = bounds[type] ?? [-(2n ** 63n), 2n ** 63n - 1n];
  const chosen = (value: number | undefined, otherwise: bigint): bigint =>
    value === undefined || value <= -(2 ** 63) || value >= 2 ** 63 ? otherwise : BigInt(value);
  return increment < 0
    ? [chosen(minValue, low), chosen(maxValue, -1n)]
    : [chosen(minValue, 1n), chosen(maxValue, high)];
}

/** With a new type, bounds are said in full: the server guesses some of them by the old type and its direction. */
function boundClauses(options: SequenceOptions, type: string): readonly string[] {
  const [low, high] = boundsOf(options, type);
  return [`MINVALUE ${low}`, `MAXVALUE ${high}`];
}

/** Whether the number that a sequence has arrived at may lie outside its new bounds. */
export function isNarrowed(from: SequenceOptions, to: SequenceOptions, type: string): boolean {
  const [before, now] = [boundsOf(from, type), boundsOf(to, type)];
  return now[0] > before[0] || now[1] < before[1];
}

/**
 * The server refuses bounds that the sequence's position is outside of. It goes on from where it is if it can, else from
 * its new start. `sequence` is an expression for its name; the statement takes RESTART WITH at its end.
 */
export function restartInBounds(statement: string, sequence: string, to: SequenceOptions, type: string): string {
  const [low, high] = boundsOf(to, type);
  return anonymousBlock(
    [
      'DECLARE place numeric;',
      'BEGIN',
      `  EXECUTE pg_catalog.format('SELECT CASE WHEN is_called THEN last_value::numeric + ${to.increment ?? 1} END FROM %s', ${sequence}) INTO place;`,
      `  IF place IS NULL OR place < ${low} OR place > ${high} THEN place := ${startOf(to)}; END IF;`,
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

/**
 * What has to be said for a sequence to go from one set of options to another; an option that goes returns to its default.
 * `given` are clauses for the bounds, where these are to be said in any case.
 */
export function changedClauses(
  from: SequenceOptions,
  to: SequenceOptions,
  given?: readonly string[],
): readonly string[] {
  const changed = <K extends keyof SequenceOptions>(key: K): boolean => from[key] !== to[key];
  const [before, start] = [startOf(from), startOf(to)];
  // bounds that nobody chose depend on the direction
  const turned = (to.increment ?? 1) < 0 !== (from.increment ?? 1) < 0;
  const bounds = given ?? [
    ...(changed('minValue') || turned ? [to.minValue === undefined ? 'NO MINVALUE' : `MINVALUE ${to.minValue}`] : []),
    ...(changed('maxValue') || turned ? [to.maxValue === undefined ? 'NO MAXVALUE' : `MAXVALUE ${to.maxValue}`] : []),
  ];
  return [
    ...(changed('increment') ? [`INCREMENT BY ${to.increment ?? 1}`] : []),
    ...bounds,
    ...(start === before ? [] : [`START WITH ${start}`]),
    ...(changed('cache') ? [`CACHE ${to.cache ?? 1}`] : []),
    ...(changed('cycle') ? [to.cycle === true ? 'CYCLE' : 'NO CYCLE'] : []),
  ];
}

function canonicalSequence(sequence: Sequence, server: Server): Sequence {
  const dataType = canonicalSpelling(sequence.dataType ?? 'bigint');
  const { start, increment, minValue, maxValue, cache, cycle } = { ...unset, ...withoutDefaults(sequence, dataType) };
  const name = canonicalName(sequence, server);
  return derive(sequence, {
    name: name.name,
    schema: name.schema,
    dataType: dataType === 'bigint' ? undefined : dataType,
    ...{ start, increment, minValue, maxValue, cache, cycle },
    comment: sequence.comment || undefined,
  });
}

const unset = {
  start: undefined,
  increment: undefined,
  minValue: undefined,
  maxValue: undefined,
  cache: undefined,
  cycle: undefined,
};

/** Sequences that stand on their own. */
export const sequenceSupport: ObjectSupport<'sequence'> = {
  canonicalise: canonicalSequence,
  create: createSequence,
  drop: (sequence) => [dropSequence(sequence)],
  alter: alterSequence,
};
