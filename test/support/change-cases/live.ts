import { it } from 'vitest';
import { withDatabase } from '../fresh-database.ts';
import { describeOn, server } from '../server.ts';
import type { ServerKey } from '../servers/definitions.ts';
import { changeCases, concerns } from './change-case.ts';
import { prove } from './prove.ts';

/** Proves every case on one server. A file of its own for each lets them run side by side. */
export async function proveChangesOn(key: ServerKey): Promise<void> {
  const target = await server(key);
  describeOn(target, () => {
    for (const change of changeCases.filter((one) => concerns(one, target.dialect))) {
      const reason = change.unsupported?.[target.dialect];
      it(change.name, async ({ skip }) => {
        if (reason !== undefined) skip(reason);
        await withDatabase(target, (database) => prove(database, change));
      });
    }
  });
}
