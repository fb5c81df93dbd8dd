import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A way to a database server that counts how often a client had to wait for an answer. */
export interface CountingProxy {
  readonly url: string;
  /** How many times a client spoke after the server had: what a slow network would multiply. */
  readonly count: () => number;
  close(): Promise<void>;
}

/** Stands between a client and the server of that URL, whatever they speak. */
export async function countRoundTrips(url: string): Promise<CountingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let count = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    let isServersTurn = false;
    client.on('data', () => {
      if (!isServersTurn) count += 1;
      isServersTurn = true;
    });
    server.on('data', () => {
      isServersTurn = false;
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
  return { url: through.href, count: () => count, close };
}
