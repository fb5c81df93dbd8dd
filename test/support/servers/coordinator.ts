import { createServer } from 'node:http';
import { definitions, type ServerKey } from './definitions.ts';
import type { RunningServer } from './launch.ts';

/** What a test learns of a server that it asked for. */
export type ServerAnswer = { readonly url: string } | { readonly reason: string };

export interface Coordinator {
  /** Where workers ask: `GET /mysql` is answered when that server runs. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts servers for test files that run in other processes: each when first asked for, and once. */
export async function coordinate(): Promise<Coordinator> {
  const running: RunningServer[] = [];
  const answers = new Map<ServerKey, Promise<ServerAnswer>>();
  const ask = (key: ServerKey): Promise<ServerAnswer> => {
    const answer = answers.get(key) ?? bringUp(key, running);
    answers.set(key, answer);
    return answer;
  };
  const http = createServer(async (request, response) => {
    response.end(JSON.stringify(await ask((request.url ?? '').slice(1) as ServerKey)));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const stop = async (): Promise<void> => {
    http.close();
    await Promise.all(answers.values());
    await Promise.all(running.map((server) => server.stop()));
  };
  return { port: typeof address === 'object' && address !== null ? address.port : 0, stop };
}

async function bringUp(key: ServerKey, running: RunningServer[]): Promise<ServerAnswer> {
  const { variable, start } = definitions[key];
  const given = variable === undefined ? undefined : process.env[variable];
  if (given !== undefined && given !== '') return { url: given };
  if (start === undefined) return { url: 'sqlite://' };
  try {
    const server = await start();
    running.push(server);
    return { url: server.url };
  } catch (error) {
    const problem = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
    return { reason: `no ${key} server: ${problem}; ${variable} can name one` };
  }
}
