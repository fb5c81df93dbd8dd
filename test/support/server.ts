import { request } from 'node:http';
import { describe, inject } from 'vitest';
import type { DialectName } from '../../src/schema/type.ts';
import type { ServerAnswer } from './servers/coordinator.ts';
import { definitions, type ServerKey } from './servers/definitions.ts';

/** A server that tests can run on, or why not. */
export interface TestServer {
  readonly key: ServerKey;
  readonly dialect: DialectName;
  readonly available: boolean;
  /** Why it is not available. */
  readonly reason?: string;
  /** Of its maintenance database; for SQLite, of memory. */
  readonly url: string;
}

/** Starts the server, unless it runs already. Test files that need a single database ask for it alone. */
export async function server(key: ServerKey): Promise<TestServer> {
  const answer = await ask(key);
  const { dialect } = definitions[key];
  return 'url' in answer
    ? { key, dialect, available: true, url: answer.url }
    : { key, dialect, available: false, reason: answer.reason, url: '' };
}

/** A suite of tests that need the server. Without it they are skipped, counted, and listed with the reason. */
export function describeOn(wanted: TestServer, suite: () => void): void {
  const { reason } = wanted;
  if (reason === undefined) describe(wanted.key, suite);
  else describe(wanted.key, { skip: true, meta: { skipReason: reason } }, suite);
}

declare module 'vitest' {
  interface TaskMeta {
    skipReason?: string;
  }
}

/** Waits as long as it takes: the first run ever downloads the server. */
const ask = (key: ServerKey): Promise<ServerAnswer> =>
  new Promise((resolve, reject) => {
    const question = request({ port: inject('coordinatorPort'), host: '127.0.0.1', path: `/${key}` }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(JSON.parse(body) as ServerAnswer));
    });
    question.on('error', reject).end();
  });
