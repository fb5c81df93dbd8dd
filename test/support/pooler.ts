import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import pg from 'pg';

/** When a session of the server goes back to the pool: after each transaction, or when its client is gone. */
export type PoolMode = 'transaction' | 'session';

export interface Pooler {
  /** The URL of the pooler, in the place of the server's. */
  readonly url: string;
  close(): Promise<void>;
}

interface Session {
  readonly stream: Socket;
  readonly client: pg.Client;
}

/** Messages of the protocol that a stream of bytes consists of: one byte of kind, four of length. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);

  *read(bytes: Buffer): Generator<Buffer> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 5 && this.#rest.length > this.#rest.readInt32BE(1)) {
      const end = 1 + this.#rest.readInt32BE(1);
      yield this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
    }
  }
}

function message(kind: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** What a client is told when it comes in; the id of the process is made up. */
const welcome = Buffer.concat([
  message('R', Buffer.alloc(4)),
  message('S', Buffer.from('client_encoding\0UTF8\0')),
  message('K', Buffer.from([0x7f, 0, 0, 1, 0, 0, 0, 1])),
  message('Z', Buffer.from('I')),
]);

/** The code that asks for TLS, which the pooler does not have. */
const tlsRequest = 80877103;

/** A pooler in front of a PostgreSQL server, which gives out the session that came back last, as PgBouncer does. */
export async function startPooler(url: string, mode: PoolMode): Promise<Pooler> {
  const idle: Session[] = [];
  const all: Session[] = [];

  const take = async (): Promise<Session> => {
    const known = idle.pop();
    if (known !== undefined) return known;
    const client = new pg.Client(url);
    client.on('error', () => {});
    await client.connect();
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.removeAllListeners('data');
    const session = { client, stream };
    all.push(session);
    return session;
  };

  const serve = async (client: Socket): Promise<void> => {
    const [first] = (await once(client, 'data')) as [Buffer];
    if (first.readInt32BE(4) === tlsRequest) {
      client.write('N');
      await once(client, 'data');
    }
    let session: Promise<Session> | undefined;
    const release = (given: Session): void => {
      given.stream.removeAllListeners('data');
      session = undefined;
      idle.push(given);
    };
    const listen = (given: Session): Session => {
      const answers = new Messages();
      given.stream.on('data', (bytes: Buffer) => {
        for (const answer of answers.read(bytes)) {
          const isIdle = answer.toString('latin1', 0, 1) === 'Z' && answer.toString('latin1', 5) === 'I';
          if (isIdle && mode === 'transaction') release(given);
          client.write(answer);
        }
      });
      return given;
    };
    const requests = new Messages();
    let order: Promise<unknown> = Promise.resolve();
    client.on('data', (bytes: Buffer) => {
      for (const request of [...requests.read(bytes)]) {
        if (request.toString('latin1', 0, 1) === 'X') continue;
        order = order.then(async () => {
          session ??= take().then(listen);
          (await session).stream.write(request);
        });
      }
    });
    // what is still held has a transaction open, or settings that the next client should not have
    client.on('close', () => void session?.then(({ stream }) => stream.destroy()));
    client.on('error', () => client.destroy());
    client.write(welcome);
  };

  const server = createServer((client) => void serve(client).catch(() => client.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    close: async () => {
      for (const { stream } of all) stream.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
