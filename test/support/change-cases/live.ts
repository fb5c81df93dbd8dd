import { it } from 'vitest';
import { withDatabase } from '../fresh-database.ts';
import { describeOn, server } from '../server.ts';
import type { ServerKey } from '../servers/definitions.ts';
import { casesOf } from './change-case.ts';
import { prove } from './prove.ts';

/** Proves every case on one server. A file of its own for each lets them run side by side. */
export async function proveChangesOn(key: ServerKey): Promise<void> {
  const target = await server(key);
  describeOn(target, () => {
    for (const change of casesOf(target.dialect)) {
      it(change.name, () => withDatabase(target, (database) => prove(database, change)));
    }
  });
}
