import { it } from 'vitest';
import { withDatabase } from '../fresh-database.ts';
import { describeOn, server } from '../server.ts';
import type { ServerKey } from '../servers/definitions.ts';
import { casesOf } from './change-case.ts';
import { proveScript } from './prove-script.ts';

/** Proves the scripts of every case on one server. A file of its own for each lets them run side by side. */
export async function proveScriptsOn(key: ServerKey): Promise<void> {
  const target = await server(key);
  describeOn(target, () => {
    for (const change of casesOf(target.dialect)) {
      it(change.name, () =>
        withDatabase(target, (live) =>
          withDatabase(target, (scripted) => proveScript(key, { live, scripted }, change)),
        ),
      );
    }
  });
}
