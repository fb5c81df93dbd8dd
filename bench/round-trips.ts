import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a database server that counts how often a client had to wait for an answer. */
export interface CountingProxy {
  readonly url: string;
  /** How many times a client spoke after the server had: what a slow network would multiply. */
  readonly count: () => number;
  /** Seconds from what a client said to the last of the server's answer to it. */
  readonly waited: () => number;
  close(): Promise<void>;
}

/** Stands between a client and the server of that URL, whatever they speak. */
export async function countRoundTrips(url: string): Promise<CountingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let count = 0;
  let waited = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    let isServersTurn = false;
    let asked = 0;
    client.on('data', () => {
      if (!isServersTurn) count += 1;
      if (!isServersTurn) asked = performance.now();
      isServersTurn = true;
    });
    server.on('data', () => {
      isServersTurn = false;
      const now = performance.now();
      waited += (now - asked) / 1000;
      asked = now;
    });
    for (const socket of [client, server]) sockets.add(socket.setNoDelay(true).on('error', () => socket.destroy()));
    client.pipe(server).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(typeof address === 'object' ? address?.port : 0);
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await once(proxy, 'close');
  };
  return { url: through.href, count: () => count, waited: () => waited, close };
}

/** Which part of its time a client of that URL waits for the server; undefined where the database is a file. */
export async function shareInServer(
  url: string,
  run: (url: string) => Promise<{ readonly wall: number }>,
): Promise<number | undefined> {
  if (url.startsWith('sqlite:')) return undefined;
  const proxy = await countRoundTrips(url);
  const { wall } = await run(proxy.url);
  await proxy.close();
  return proxy.waited() / wall;
}
