import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { describeOn, servers, withDatabase } from '../support/databases.ts';
import { startPooler } from '../support/pooler.ts';
import { ensureBuilt } from './built.ts';
import { make } from './make-mistake.ts';
import type { ServerMistake } from './mistake.ts';
import { serverMistakes } from './mistakes-on-servers.ts';
import { withoutProgress } from './session.ts';

const golden = (key: string): string =>
  fileURLToPath(new URL(`../../fixtures/cli/mistakes-${key}.txt`, import.meta.url));

/** Where the server listens and what the database is called is different each time. */
const placeless = (text: string): string =>
  withoutProgress(text)
    .replaceAll(/\w+@127\.0\.0\.1:\d+\/\w+/g, 'me@server/app')
    .replaceAll(/\bathanor_test_\w+/g, 'app');

beforeAll(ensureBuilt, 180_000);

for (const server of servers) {
  const own = serverMistakes.filter(({ on }) => on.includes(server.key));
  if (own.length === 0) continue;

  describeOn(server, () => {
    const said = new Map<string, string>();

    /** On a database of its own each time: the mistake is made twice. */
    const ask = async ({ pooled = false, ...mistake }: ServerMistake): Promise<string> =>
      withDatabase(server, (people) =>
        withDatabase(server, async (scripts) => {
          const poolers = pooled
            ? await Promise.all([people, scripts].map(({ url }) => startPooler(url, 'transaction')))
            : [];
          const urls = pooled ? poolers.map(({ url }) => url) : [people.url, scripts.url];
          try {
            return await make(mistake, (time) => ({ DATABASE_URL: urls[time] ?? '' }));
          } finally {
            for (const pooler of poolers) await pooler.close();
          }
        }),
      );

    it.each(own)(
      '$title: ends with its exit code and a clear error',
      async (mistake) => {
        said.set(mistake.title, placeless(await ask(mistake)));
      },
      60_000,
    );

    it('is said in words that were read and approved', async () => {
      await expect(own.map(({ title }) => said.get(title)).join('\n')).toMatchFileSnapshot(golden(server.key));
    });
  });
}
