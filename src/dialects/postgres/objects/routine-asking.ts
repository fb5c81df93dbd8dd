import type { Routine } from '../../../schema/objects/routine.ts';
import { sqlOn } from '../../../schema/sql-by-dialect.ts';
import { atLeast } from '../../dialect.ts';
import { type Asking, type AskingPlace, thrownAway } from './asking.ts';
import { isStandardBody } from './routine.ts';

/**
 * Arguments with their defaults, what is returned, and a body that the server reads are put to the server; a body that it
 * keeps as text is what it says. The throw-away routine is called otherwise, so that it is no other form of a real one.
 */
const make = (routine: Routine, place: AskingPlace): readonly string[] => {
  const { kind, returns, language } = routine;
  const body = sqlOn('postgresql', routine.body) ?? '';
  const isStandard = isStandardBody(body, language);
  return [
    [
      `CREATE ${kind.toUpperCase()} pg_temp.${thrownAway}(${place.text(routine.arguments ?? '')})`,
      ...(returns === undefined ? [] : [`RETURNS ${place.text(returns)}`]),
      isStandard ? `LANGUAGE sql\n${place.text(body)}` : "LANGUAGE plpgsql AS 'BEGIN END'",
    ].join('\n'),
  ];
};

const read = (_: Routine, { server }: AskingPlace): string => `
  SELECT pg_catalog.json_build_object('arguments', pg_catalog.pg_get_function_arguments(p.oid),
    'returns', pg_catalog.pg_get_function_result(p.oid),
    'body', ${atLeast(server.version, 14) ? 'pg_catalog.pg_get_function_sqlbody(p.oid)' : 'NULL'})
  FROM pg_catalog.pg_proc p WHERE p.proname = '${thrownAway}' AND p.pronamespace = pg_catalog.pg_my_temp_schema()`;

interface PrintedRoutine {
  readonly arguments: string;
  readonly returns: string | null;
  readonly body: string | null;
}

function printed(answer: string, { arguments: _, returns: __, ...routine }: Routine): Routine {
  const { arguments: list, returns, body } = JSON.parse(answer) as PrintedRoutine;
  return {
    ...routine,
    ...(list === '' ? {} : { arguments: list }),
    ...(returns === null || routine.kind === 'procedure' ? {} : { returns }),
    ...(body === null ? {} : { body }),
  };
}

/** How the server is asked about functions. */
export const functionAsking: Asking<'function'> = { make, read, printed: printed as Asking<'function'>['printed'] };

/** How the server is asked about procedures. */
export const procedureAsking: Asking<'procedure'> = { make, read, printed: printed as Asking<'procedure'>['printed'] };
