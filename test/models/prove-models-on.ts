import { toSchema } from 'athanor';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Schema } from '../../src/schema/schema.ts';
import { emptySchema } from '../../src/schema/schema.ts';
import { features } from '../random/features.ts';
import { Random } from '../random/random.ts';
import { seed } from '../random/runs.ts';
import { randomSchema } from '../random/schema.ts';
import { casesOf } from '../support/change-cases/change-case.ts';
import { scopeOf } from '../support/change-cases/prove.ts';
import { type FreshDatabase, withDatabase } from '../support/fresh-database.ts';
import { difference, reflect, run } from '../support/migrate.ts';
import { describeOn, server } from '../support/server.ts';
import type { ServerKey } from '../support/servers/definitions.ts';
import { differencesOfWritten } from './prove-models.ts';

/** Creates what is declared, and demands that the models that are written from the database say the same. */
async function proveWritten(database: FreshDatabase, declared: Schema): Promise<void> {
  const { dialect, connection } = database;
  const scope = scopeOf([declared], connection.server.defaultSchema);
  const { operations } = await difference(database, emptySchema, declared);
  await run(database, operations, scope);
  expect(await differencesOfWritten(database, await reflect({ dialect, connection }, scope))).toEqual([]);
}

/** How many random schemas every server gets; more with `ATHANOR_RUNS`. */
const randomSchemas = Number(process.env.ATHANOR_RUNS ?? 25);

/** Proves the models of every case and of random schemas on one server. */
export async function proveModelsOn(key: ServerKey): Promise<void> {
  const target = await server(key);
  describeOn(target, () => {
    for (const change of casesOf(target.dialect)) {
      it(`writes the models of ${change.name}`, async () => {
        for (const declared of [change.from, change.to]) {
          await withDatabase(target, (database) =>
            proveWritten(database, toSchema(declared, database.dialect.capabilities)),
          );
        }
      });
    }

    it('writes the models of random schemas', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), (number) =>
          withDatabase(target, (database) =>
            proveWritten(database, randomSchema(new Random(number), features[target.dialect])),
          ),
        ),
        { numRuns: randomSchemas, verbose: 1, seed },
      );
    }, 600_000);
  });
}
