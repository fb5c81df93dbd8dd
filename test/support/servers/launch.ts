import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { giveToServerUser, run, serverUser } from './program.ts';

/** A server that listens, and how to stop it and delete its data. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Place {
  /** The server's own folder: its data, log and socket. */
  readonly folder: string;
  readonly data: string;
  readonly port: number;
}

export interface Launch {
  readonly key: string;
  /** Initialised data, to be copied. */
  readonly template: string;
  readonly command: (place: Place) => readonly string[];
  /** What the log says when connections are welcome. */
  readonly ready: RegExp;
  /** The signal after which the server is gone at once; its data is thrown away. */
  readonly signal: 'QUIT' | 'KILL';
  readonly url: (place: Place) => string;
}

/**
 * The shell becomes the server, so the process id is the server's own. A watcher beside it holds the other end of our
 * pipe: when we end, whichever way, it stops that process and removes its data.
 */
const supervise = `
folder=$1 signal=$2; shift 2
exec 3<&0
(
  read -r _ <&3
  kill -s "$signal" $$ 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 $$ 2>/dev/null || break; sleep 0.1; done
  rm -rf "$folder"
) >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
`;

/** Starts a server on a copy of its template, on a free port of this machine only. */
export async function launch(server: Launch): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launchOnce(server);
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function launchOnce(server: Launch): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), `athanor-${server.key}-`));
  const place: Place = { folder, data: join(folder, 'data'), port: await freePort() };
  await run('cp', ['-a', server.template, place.data]);
  await giveToServerUser(folder);
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'a');
  const child = spawn('/bin/sh', ['-c', supervise, 'sh', folder, server.signal, ...server.command(place)], {
    ...serverUser,
    cwd: '/',
    detached: true,
    env: { ...process.env, HOME: folder },
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const deadline = Date.now() + 60_000;
  while (!server.ready.test(await readFile(logFile, 'utf8'))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      const tail = (await readFile(logFile, 'utf8')).trim().slice(-600);
      await stop();
      throw new Error(`${server.key} did not start: ${tail}`);
    }
    await sleep(20);
  }
  return { url: server.url(place), stop };
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
