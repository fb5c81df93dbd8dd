import type { DialectOptions } from '../../schema/options.ts';
import type { Token } from '../ansi/lexer.ts';
import { isWord, nameOfToken, normaliseExpression, readTokens } from './expression.ts';
import { quoteIdentifier, quoteString, unquoteString } from './quote.ts';

/** Names of table options that say how a table is cut into partitions; written behind all others. */
export const partitionOptions: ReadonlySet<string> = new Set([
  'partitionBy',
  'partitions',
  'subpartitionBy',
  'subpartitions',
]);

/** How a table is partitioned: `{ partitionBy: 'RANGE (year(day))', partitions: ['p0 VALUES LESS THAN (2020)'] }`. */
export interface Partitioning {
  readonly by: string;
  readonly subpartitionBy?: string;
  readonly subpartitions?: number;
  /** One text each, or how many where they are named by the server. */
  readonly partitions: readonly Partition[] | number;
}

/** One part of a table, as it is written behind PARTITION. */
export interface Partition {
  readonly name: string;
  /** `VALUES LESS THAN (2020)`, `VALUES IN (1, 2)`; nothing by hash and key. */
  readonly values?: string;
  /** The rest, in one spelling: a comment, subpartitions. */
  readonly rest: string;
}

/** What the options of a table say of partitions, in one spelling; undefined for a table that is not partitioned. */
export function readPartitioning(options: DialectOptions = {}, columns: readonly string[]): Partitioning | undefined {
  const { partitionBy, subpartitionBy, subpartitions, partitions } = options;
  if (typeof partitionBy !== 'string') return undefined;
  const listed = Array.isArray(partitions) ? partitions.map((text) => readPartition(String(text))) : undefined;
  return {
    by: canonicalMethod(partitionBy, columns),
    ...(typeof subpartitionBy === 'string' ? { subpartitionBy: canonicalMethod(subpartitionBy, columns) } : {}),
    ...(subpartitions === undefined || Number(subpartitions) === 1 ? {} : { subpartitions: Number(subpartitions) }),
    partitions: listed === undefined ? Number(partitions ?? 1) : (countOf(listed) ?? listed),
  };
}

/** `range columns (a)` as `RANGE COLUMNS (`a`)`. */
function canonicalMethod(text: string, columns: readonly string[]): string {
  const match =
    /^\s*((?:linear\s+)?(?:range|list|hash|key)(?:\s+columns)?)\s*(algorithm\s*=\s*\d)?\s*\((.*)\)\s*$/is.exec(text);
  if (match === null) return text.trim();
  const [, method = '', algorithm, expression = ''] = match;
  const words = method.toUpperCase().split(/\s+/).join(' ');
  const older = algorithm?.endsWith('1') ? ' ALGORITHM = 1' : '';
  return `${words}${older} (${expression.trim() === '' ? '' : normaliseExpression(expression, columns)})`;
}

/** How many there are, where they have the names that the server gives and nothing else is said of them. */
function countOf(partitions: readonly Partition[]): number | undefined {
  const isPlain = ({ name, values, rest }: Partition, at: number): boolean =>
    name === `p${at}` && values === undefined && rest === '';
  return partitions.every(isPlain) ? partitions.length : undefined;
}

function readPartition(text: string): Partition {
  const tokens = readTokens(text).filter((token, at) => at > 0 || !isWord(token, 'partition'));
  const [first, ...others] = tokens;
  const { values, left } = takeValues(others);
  return {
    name: first === undefined ? '' : nameOfToken(first),
    ...(values === undefined ? {} : { values }),
    rest: restText(left),
  };
}

interface Taken {
  readonly values?: string;
  readonly left: readonly Token[];
}

function takeValues(tokens: readonly Token[]): Taken {
  if (!isWord(tokens[0], 'values')) return { left: tokens };
  const isRange = isWord(tokens[1], 'less');
  const start = isRange ? 3 : 2;
  if (isWord(tokens[start], 'maxvalue')) return { values: 'VALUES LESS THAN MAXVALUE', left: tokens.slice(start + 1) };
  const end = closing(tokens, start);
  const parts = listOf(tokens.slice(start + 1, end)).map(valueText);
  if (isRange) {
    const isMost = parts.length === 1 && parts[0] === 'MAXVALUE';
    return {
      values: isMost ? 'VALUES LESS THAN MAXVALUE' : `VALUES LESS THAN (${parts.join(', ')})`,
      left: tokens.slice(end + 1),
    };
  }
  return { values: `VALUES IN (${parts.join(', ')})`, left: tokens.slice(end + 1) };
}

function closing(tokens: readonly Token[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '(') depth += 1;
    if (tokens[at]?.text === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** Between commas that no parenthesis encloses. */
function listOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The server prints letters as bytes: `_utf8mb4 0xC3A9`. */
const valueText = (tokens: readonly Token[]): string =>
  tokens
    .flatMap((token, at) => {
      const isIntroducer = /^_utf8(?:mb[34])?$/i.test(token.text) && tokens[at + 1] !== undefined;
      if (isIntroducer) return [];
      const isIntroduced = /^_utf8(?:mb[34])?$/i.test(tokens[at - 1]?.text ?? '');
      if (isIntroduced && /^0x/i.test(token.text)) {
        return [quoteString(Buffer.from(token.text.slice(2), 'hex').toString('utf8'))];
      }
      if (token.kind === 'string') return [quoteString(unquoteString(token.text))];
      return [token.kind === 'word' ? token.text.toUpperCase() : token.text];
    })
    .join(' ');

/** Comments and subpartitions; the engine is that of the table. */
function restText(tokens: readonly Token[]): string {
  const pieces: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    const value = tokens[at + 1]?.text === '=' ? at + 2 : at + 1;
    if (isWord(token, 'storage') && isWord(tokens[at + 1], 'engine')) continue;
    if (isWord(token, 'engine')) at = value;
    else if (isWord(token, 'comment')) {
      const text = unquoteString(tokens[value]?.text ?? "''");
      if (text !== '') pieces.push(`COMMENT = ${quoteString(text)}`);
      at = value;
    } else if (token.text === '(') {
      const end = closing(tokens, at);
      const inner = listOf(tokens.slice(at + 1, end)).map((part) => subpartitionText(part));
      pieces.push(`(${inner.join(', ')})`);
      at = end;
    } else pieces.push(token.kind === 'word' ? token.text.toUpperCase() : token.text);
  }
  return pieces.join(' ');
}

function subpartitionText(tokens: readonly Token[]): string {
  const [first, ...others] = isWord(tokens[0], 'subpartition') ? tokens.slice(1) : tokens;
  const rest = restText(others);
  return `SUBPARTITION ${quoteIdentifier(first === undefined ? '' : nameOfToken(first))}${rest === '' ? '' : ` ${rest}`}`;
}

/** The values of a list mean the same in any order. */
export function inOneOrder(partition: Partition): Partition {
  const list = /^VALUES IN \((.*)\)$/s.exec(partition.values ?? '')?.[1];
  if (list === undefined) return partition;
  return { ...partition, values: `VALUES IN (${listOf(readTokens(list)).map(valueText).sort().join(', ')})` };
}

/** The partitioning as options, which compare as data. */
export const partitioningOptions = (partitioning: Partitioning | undefined): DialectOptions =>
  partitioning === undefined
    ? {}
    : {
        partitionBy: partitioning.by,
        ...(partitioning.subpartitionBy === undefined ? {} : { subpartitionBy: partitioning.subpartitionBy }),
        ...(partitioning.subpartitions === undefined ? {} : { subpartitions: partitioning.subpartitions }),
        partitions:
          typeof partitioning.partitions === 'number'
            ? partitioning.partitions
            : partitioning.partitions.map((one) => partitionSql(inOneOrder(one))),
      };

/** A partition as it stands behind PARTITION. */
export const partitionSql = ({ name, values, rest }: Partition): string =>
  [quoteIdentifier(name), ...(values === undefined ? [] : [values]), ...(rest === '' ? [] : [rest])].join(' ');

/** A list of partitions in parentheses. */
export const partitionList = (partitions: readonly Partition[]): string =>
  `(${partitions.map((one) => `PARTITION ${partitionSql(one)}`).join(', ')})`;

/** `PARTITION BY …`, as it ends CREATE TABLE. */
export function partitioningSql({ by, subpartitionBy, subpartitions, partitions }: Partitioning): string {
  const isCount = typeof partitions === 'number';
  return [
    `PARTITION BY ${by}`,
    ...(isCount && partitions > 1 ? [`PARTITIONS ${partitions}`] : []),
    ...(subpartitionBy === undefined ? [] : [`SUBPARTITION BY ${subpartitionBy}`]),
    ...(subpartitions === undefined ? [] : [`SUBPARTITIONS ${subpartitions}`]),
    ...(isCount ? [] : [partitionList(partitions)]),
  ].join(' ');
}
