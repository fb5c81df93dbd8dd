import { it } from 'vitest';
import { withDatabase } from '../fresh-database.ts';
import { describeOn, server } from '../server.ts';
import { type ServerKey, serverKeys } from '../servers/definitions.ts';
import { type ChangeCase, casesOf } from './change-case.ts';
import { proveScript } from './prove-script.ts';

/**
 * Starting a client three times costs more than all else of a case: every server takes its share of the cases, and all of
 * them with `ATHANOR_SCRIPTS=all`, or where `ATHANOR_CASE` names some.
 */
function shareOf(key: ServerKey, cases: readonly ChangeCase[]): readonly ChangeCase[] {
  if (process.env.ATHANOR_SCRIPTS === 'all' || process.env.ATHANOR_CASE !== undefined) return cases;
  return cases.filter((_, at) => at % serverKeys.length === serverKeys.indexOf(key));
}

/** Proves the scripts of cases on one server. A file of its own for each lets them run side by side. */
export async function proveScriptsOn(key: ServerKey): Promise<void> {
  const target = await server(key);
  describeOn(target, () => {
    for (const change of shareOf(key, casesOf(target.dialect))) {
      it(change.name, () =>
        withDatabase(target, (live) =>
          withDatabase(target, (scripted) => proveScript(key, { live, scripted }, change)),
        ),
      );
    }
  });
}
