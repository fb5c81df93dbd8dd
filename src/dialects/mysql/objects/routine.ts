import { derive } from '../../../schema/canonical.ts';
import type { ObjectName } from '../../../schema/objects/object-name.ts';
import type { Routine } from '../../../schema/objects/routine.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import type { ObjectSupport } from '../../ansi/object-support.ts';
import type { Server } from '../../dialect.ts';
import { nameOfToken, readTokens } from '../expression.ts';
import { quoteName, quoteString } from '../quote.ts';
import { canonicalDefiner, definerSql } from './definer.ts';
import { withSession } from './session.ts';
import { canonicalText, statementText } from './statement-text.ts';

function canonicaliseRoutine<K extends Routine['kind']>(routine: Routine<K>, server: Server): Routine<K> | undefined {
  const body = sqlOn(server.dialect, routine.body);
  if (body === undefined) return undefined;
  const { arguments: declared, returns, comment } = routine;
  return derive<Routine<K>>(routine, {
    schema: routine.schema === server.defaultSchema ? undefined : routine.schema,
    arguments: declared === undefined || declared.trim() === '' ? undefined : canonicalArguments(declared),
    // routines of one name do not differ by their arguments here: all of them have this one
    signature: '',
    returns: returns === undefined ? undefined : canonicalWords(returns),
    language: undefined,
    body: canonicalText(body),
    comment: comment === '' ? undefined : comment,
    postgresql: undefined,
    mysql: routineOptions(routine.mysql),
  });
}

/** Names without quotes and words in small letters, without IN, which goes without saying. */
const canonicalArguments = (text: string): string => {
  const words = readTokens(text).map((token) =>
    token.kind === 'string' ? token.text : nameOfToken(token).toLowerCase(),
  );
  return words.filter((word, at) => !(word === 'in' && (at === 0 || words[at - 1] === ','))).join(' ');
};

const canonicalWords = (text: string): string =>
  readTokens(text)
    .map(({ kind, text: word }) => (kind === 'word' ? word.toLowerCase() : word))
    .join(' ');

function routineOptions({
  definer,
  deterministic,
  dataAccess,
  security,
  ...others
}: DialectOptions = {}): DialectOptions | undefined {
  const account = canonicalDefiner(definer);
  const [access = 'CONTAINS SQL', whose = 'DEFINER'] = [dataAccess, security].map((one) =>
    one === undefined ? undefined : String(one).toUpperCase(),
  );
  const options = {
    ...others,
    ...(account === undefined ? {} : { definer: account }),
    ...(deterministic === true ? { deterministic } : {}),
    ...(access === 'CONTAINS SQL' ? {} : { dataAccess: access }),
    ...(whose === 'DEFINER' ? {} : { security: whose }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

function routineSql(routine: Routine, { dialect }: Server, replace: string): string {
  const { kind, returns, comment, mysql = {} } = routine;
  const { deterministic, dataAccess, security } = routineOptions(mysql) ?? {};
  const aggregate = mysql.aggregate === true ? 'AGGREGATE ' : '';
  return [
    `CREATE ${replace}${definerSql(mysql)}${aggregate}${kind.toUpperCase()} ${quoteName(routine)}(${routine.arguments ?? ''})${
      kind === 'function' ? ` RETURNS ${returns ?? ''}` : ''
    }`,
    ...(dataAccess === undefined ? [] : [`    ${dataAccess}`]),
    ...(deterministic === true ? ['    DETERMINISTIC'] : []),
    ...(security === undefined ? [] : [`    SQL SECURITY ${security}`]),
    ...(comment === undefined || comment === '' ? [] : [`    COMMENT ${quoteString(comment)}`]),
    statementText(sqlOn(dialect, routine.body) ?? ''),
  ].join('\n');
}

const createRoutine = (routine: Routine, server: Server): readonly string[] =>
  withSession(routine.mysql, [routineSql(routine, server, '')], server);

/** `CREATE OR REPLACE`, which MariaDB has for routines. https://mariadb.com/kb/en/create-function/ */
export const replaceRoutine = (from: Routine, to: Routine, server: Server): readonly string[] | undefined =>
  from.name === to.name ? withSession(to.mysql, [routineSql(to, server, 'OR REPLACE ')], server) : undefined;

const dropRoutine = (routine: ObjectName): readonly string[] => [
  `DROP ${routine.kind.toUpperCase()} ${quoteName(routine)}`,
];

/** Functions. https://dev.mysql.com/doc/refman/9.4/en/create-procedure.html */
export const functionSupport: ObjectSupport<'function'> = {
  canonicalise: canonicaliseRoutine,
  create: createRoutine,
  drop: dropRoutine,
};

/** Procedures. https://dev.mysql.com/doc/refman/9.4/en/create-procedure.html */
export const procedureSupport: ObjectSupport<'procedure'> = {
  canonicalise: canonicaliseRoutine,
  create: createRoutine,
  drop: dropRoutine,
};
