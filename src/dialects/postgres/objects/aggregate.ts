import { derive } from '../../../schema/canonical.ts';
import type { ObjectName } from '../../../schema/objects/object-name.ts';
import type { Aggregate } from '../../../schema/objects/routine.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { nameOf } from '../../../schema/table-name.ts';
import type { Token } from '../../ansi/lexer.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { canonicalName } from '../canonical-name.ts';
import { stringValue } from '../expression-text.ts';
import { quoteLiteral, quoteString, quoteTable } from '../quoting.ts';
import { argumentType, canonicalArguments, identityArguments, readParameters, signatureOf } from './parameters.ts';
import { canonicalPath, isWord, splitList, textOf, tokensOf } from './type-name.ts';

function canonicalAggregate(aggregate: Aggregate, server: Server): Aggregate | undefined {
  const definition = sqlOn('postgresql', aggregate.definition);
  if (definition === undefined) return undefined;
  const { name, schema } = canonicalName(aggregate, server);
  const { direct, ordered } = partsOf(aggregate.arguments);
  const parts = [direct, ordered].flatMap((part) => (part === undefined ? [] : [readParameters(part)]));
  const texts = parts.map((part) => canonicalArguments(part, server));
  const list = ordered === undefined ? (texts[0] ?? '') : `${texts[0]} ORDER BY ${texts[1]}`.trim();
  return derive(aggregate, {
    name,
    schema,
    arguments: list === '' ? undefined : list,
    signature: parts
      .map((part) => signatureOf(part, server))
      .filter((part) => part !== '')
      .join(', '),
    definition: canonicalDefinition(definition, server),
    comment: aggregate.comment || undefined,
  });
}

/** The arguments before ORDER BY, and those behind it, which an aggregate over an ordered set has. */
function partsOf(sql: string | undefined): { readonly direct: string; readonly ordered?: string } {
  if (sql === undefined || sql.trim() === '*') return { direct: '' };
  const tokens = tokensOf(sql);
  const at = tokens.findIndex((token, index) => isWord(token, 'order') && isWord(tokens[index + 1], 'by'));
  if (at < 0) return { direct: sql };
  return { direct: textOf(sql, tokens.slice(0, at)), ordered: textOf(sql, tokens.slice(at + 2)) };
}

const types: ReadonlySet<string> = new Set(['stype', 'mstype', 'basetype']);
const texts: ReadonlySet<string> = new Set(['initcond', 'minitcond']);
/** What each part is where it is not said. https://www.postgresql.org/docs/current/sql-createaggregate.html */
const implied: Readonly<Record<string, string>> = {
  sspace: '0',
  msspace: '0',
  parallel: 'unsafe',
  finalfunc_modify: 'read_only',
  mfinalfunc_modify: 'read_only',
};

function canonicalDefinition(sql: string, server: Server): string {
  const parts = splitList(tokensOf(sql)).flatMap((tokens) => {
    const [key, ...rest] = tokens;
    const name = key?.text.toLowerCase() ?? '';
    const value = valueOf(name, sql, rest.slice(rest[0]?.text === '=' ? 1 : 0), server);
    return value === implied[name] ? [] : [value === '' ? name : `${name} = ${value}`];
  });
  return parts.sort().join(', ');
}

function valueOf(name: string, sql: string, tokens: readonly Token[], server: Server): string {
  const text = textOf(sql, tokens);
  if (types.has(name)) return argumentType(text, server);
  if (texts.has(name)) return quoteString(stringValue(text) ?? text);
  if (tokens.length === 1 && tokens[0]?.kind === 'number') return text;
  if (name.startsWith('finalfunc_') || name.startsWith('mfinalfunc_') || name === 'parallel') {
    return (stringValue(text) ?? text).toLowerCase();
  }
  return name === 'sortop' ? text : canonicalPath(text, server);
}

const createAggregate = (aggregate: Aggregate, { dialect }: Server): readonly string[] => [
  `CREATE AGGREGATE ${quoteTable(nameOf(aggregate))}(${aggregate.arguments ?? '*'}) (\n  ${sqlOn(dialect, aggregate.definition)}\n)`,
  ...(aggregate.comment ? [commentOnAggregate(aggregate)] : []),
];

const reference = (aggregate: ObjectName): string => {
  const { direct, ordered } = partsOf(aggregate.arguments);
  const [first, second] = [direct, ordered].map(identityArguments);
  const list = ordered === undefined ? first || '*' : `${first} ORDER BY ${second}`.trim();
  return `AGGREGATE ${quoteTable(nameOf(aggregate))}(${list})`;
};

const commentOnAggregate = (aggregate: Aggregate): string =>
  `COMMENT ON ${reference(aggregate)} IS ${quoteLiteral(aggregate.comment || null)}`;

/** Aggregate functions. */
export const aggregateSupport: ObjectSupport<'aggregate'> = {
  canonicalise: canonicalAggregate,
  create: createAggregate,
  drop: (aggregate) => [`DROP ${reference(aggregate)}`],
  alter: (from, to, server) => {
    const [before, now] = [from, to].map((one) => canonicalAggregate(one, server));
    if (before?.definition !== now?.definition || before?.arguments !== now?.arguments) return undefined;
    return (from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnAggregate(to)];
  },
};
