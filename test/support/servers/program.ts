import { execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Who servers run as: database servers refuse root, so root hands them to `nobody`. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

const number = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));

export const serverUser: ServerUser = process.getuid?.() === 0 ? { uid: number('-u'), gid: number('-g') } : {};

/** Gives a folder and all in it to the user that servers run as. */
export async function giveToServerUser(path: string): Promise<void> {
  const { uid, gid } = serverUser;
  if (uid === undefined || gid === undefined) return;
  await chown(path, uid, gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (entry.isDirectory()) await giveToServerUser(join(path, entry.name));
    else if (!entry.isSymbolicLink()) await chown(join(path, entry.name), uid, gid);
  }
}

export interface RunOptions extends ServerUser {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A file to read standard input from. */
  readonly input?: string;
}

/** Runs a program to its end and returns what it printed; an exit code other than 0 is an error with the last of its output. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { input, ...rest } = options;
  const child = spawn(command, args, {
    ...rest,
    env: { ...process.env, ...options.env },
    stdio: [input === undefined ? 'ignore' : openSync(input, 'r'), 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status === 0) return output;
  throw new Error(`${command} ended with ${status}: ${(errors + output).trim().slice(-600)}`);
}
