import { derive } from '../../../schema/canonical.ts';
import { isAlterable } from '../../../schema/objects/alterable.ts';
import type { ObjectName } from '../../../schema/objects/object-name.ts';
import type { Routine } from '../../../schema/objects/routine.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { nameOf } from '../../../schema/table-name.ts';
import type { Server } from '../../dialect.ts';
import { dollarQuoted } from '../anonymous-block.ts';
import { canonicalName } from '../canonical-name.ts';
import { spell, wordsOf } from '../expression-text.ts';
import { quoteLiteral, quoteString, quoteTable } from '../quoting.ts';
import {
  argumentType,
  canonicalArguments,
  canonicalDefaults,
  identityArguments,
  procedureArguments,
  readParameters,
  signatureOf,
} from './parameters.ts';
import { canonicalRoutineOptions, optionClauses } from './routine-options.ts';
import { closing, isWord, spellName, textOf, tokensOf } from './type-name.ts';

/** PostgreSQL 14 and later: a body that the server reads when the routine is made, rather than a text that it keeps. */
export const isStandardBody = (body: string, language: string | undefined): boolean =>
  (language ?? 'sql').toLowerCase() === 'sql' && /^\s*(?:BEGIN\s+ATOMIC|RETURN)\b/i.test(body);

function canonicalRoutine<K extends 'function' | 'procedure'>(
  routine: Routine<K>,
  server: Server,
): Routine<K> | undefined {
  const body = sqlOn('postgresql', routine.body);
  if (body === undefined) return undefined;
  const name = canonicalName(routine, server);
  const parameters = readParameters(routine.arguments);
  const language = (routine.language ?? 'sql').toLowerCase();
  const defaults = canonicalDefaults(parameters);
  const returns = canonicalReturns(routine, server);
  const settled = parameters.length === 0 ? undefined : canonicalArguments(parameters, server);
  return derive(routine as Routine, {
    name: name.name,
    schema: name.schema,
    arguments: settled,
    signature: signatureOf(parameters, server),
    defaults: defaults.length === 0 ? routine.defaults : defaults,
    returns,
    language: language === 'sql' ? undefined : language,
    body: isStandardBody(body, language) ? spell(wordsOf(body)) : body,
    comment: routine.comment || undefined,
    postgresql: canonicalRoutineOptions(routine, server),
    mysql: undefined,
  }) as Routine<K>;
}

/** What a function returns; where it has arguments that it returns, that follows from these. */
function canonicalReturns({ kind, returns, arguments: declared }: Routine, server: Server): string | undefined {
  if (kind === 'procedure') return undefined;
  const out = readParameters(declared).filter(({ mode }) => mode === 'OUT' || mode === 'INOUT');
  if (returns === undefined) {
    if (out.length === 0) return undefined;
    return out.length > 1 ? 'record' : argumentType(out[0]?.type ?? '', server);
  }
  const tokens = tokensOf(returns);
  if (isWord(tokens[0], 'setof')) return `SETOF ${argumentType(textOf(returns, tokens.slice(1)), server)}`;
  if (isWord(tokens[0], 'table') && tokens[1]?.text === '(') {
    const columns = readParameters(textOf(returns, tokens.slice(2, closing(tokens, 1))));
    const list = columns.map(({ name, type }) => `${spellName(name ?? '')} ${argumentType(type, server)}`);
    return `TABLE(${list.join(', ')})`;
  }
  return argumentType(returns, server);
}

const createRoutine = (routine: Routine, server: Server): readonly string[] => [
  definition(routine, 'CREATE', server),
  ...(routine.comment ? [commentOnRoutine(routine)] : []),
];

function definition(routine: Routine, verb: 'CREATE' | 'CREATE OR REPLACE', server: Server): string {
  const { kind, returns, language = 'sql', postgresql = {} } = routine;
  const body = sqlOn(server.dialect, routine.body) ?? '';
  return [
    `${verb} ${kind.toUpperCase()} ${quoteTable(nameOf(routine))}(${routine.arguments ?? ''})`,
    ...(returns === undefined ? [] : [`RETURNS ${returns}`]),
    `LANGUAGE ${spellName(language.toLowerCase())}`,
    ...optionClauses(postgresql),
    isStandardBody(body, language) ? body.trim() : `AS ${source(body, language, postgresql.library)}`,
  ].join('\n');
}

function source(body: string, language: string, library: unknown): string {
  if (language.toLowerCase() === 'c' && typeof library === 'string')
    return `${quoteString(library)}, ${quoteString(body)}`;
  return language.toLowerCase() === 'internal' ? quoteString(body) : dollarQuoted(body);
}

/** How a routine is named where it has to be told from others of its name. */
export const routineReference = (routine: ObjectName): string => {
  const list =
    routine.kind === 'procedure' ? procedureArguments(routine.arguments) : identityArguments(routine.arguments);
  return `${routine.kind.toUpperCase()} ${quoteTable(nameOf(routine))}(${list})`;
};

const commentOnRoutine = (routine: Routine): string =>
  `COMMENT ON ${routineReference(routine)} IS ${quoteLiteral(routine.comment || null)}`;

function alterRoutine(from: Routine, to: Routine, server: Server): readonly string[] | undefined {
  const [before, now] = [canonicalRoutine(from, server), canonicalRoutine(to, server)];
  if (before === undefined || now === undefined || !isAlterable(before, now)) return undefined;
  const comment = (from.comment ?? '') === (to.comment ?? '') ? [] : [commentOnRoutine(to)];
  const isOnlyComment = comment.length > 0 && definition(from, 'CREATE', server) === definition(to, 'CREATE', server);
  return isOnlyComment ? comment : [definition(to, 'CREATE OR REPLACE', server), ...comment];
}

/** Functions and procedures. Those of one name are told apart by the types of their arguments. */
export const routineSupport = {
  canonicalise: canonicalRoutine,
  create: createRoutine,
  drop: (routine: ObjectName): readonly string[] => [`DROP ${routineReference(routine)}`],
  alter: alterRoutine,
};
