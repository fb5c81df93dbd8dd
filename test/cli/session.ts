import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { violationsOfOutput } from '../support/json-schemas.ts';
import { program } from './built.ts';

/** What a command said and how it ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface SessionOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Who sits there while a command runs. */
export interface Attendance {
  /** What is typed; where there is none, nobody is there to ask. */
  readonly answers?: readonly string[];
  /** The signal that comes once stderr says something. */
  readonly signal?: { readonly name: 'SIGINT' | 'SIGTERM'; readonly after: string } | undefined;
}

/** Where a process runs; absent means in the session's folder, with its environment. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder of its own in which commands are run one after the other, within this process. */
export class Session {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'athanor-cli-')));
  readonly #env: Readonly<Record<string, string>>;

  constructor({ env = {} }: SessionOptions = {}) {
    this.#env = env;
  }

  /** Runs `migrate`; with answers it is as if a person sat there. */
  async migrate(argv: readonly string[], { answers, signal }: Attendance = {}): Promise<Ended> {
    const said = { stdout: '', stderr: '' };
    let stop: (name: 'SIGINT' | 'SIGTERM') => void = () => {};
    const output = (name: 'stdout' | 'stderr') => ({
      isTty: false,
      write: (text: string): void => {
        said[name] += text;
        if (signal !== undefined && name === 'stderr' && text.includes(signal.after)) stop(signal.name);
      },
    });
    const pending = [...(answers ?? [])];
    const io: Io = {
      stdout: output('stdout'),
      stderr: output('stderr'),
      stdin: {
        isTty: answers !== undefined,
        ask: async (question) => {
          said.stderr += `${question}\n`;
          return pending.shift();
        },
      },
      env: this.#env,
      cwd: this.folder,
      onSignal: (listener) => {
        stop = listener;
        return () => {};
      },
    };
    const exitCode = await main(argv, io);
    return asPublished(argv, { ...said, exitCode });
  }

  /** Runs `migrate` in a process of its own, as users do. */
  spawn(argv: readonly string[], { cwd = this.folder, env: more = {} }: Surroundings = {}): Promise<Ended> {
    const env = { ...process.env, NO_COLOR: '1', ...this.#env, ...more };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...argv], { cwd, env }, (error, stdout, stderr) => {
        resolve({ stdout, stderr, exitCode: error === null ? 0 : Number(error.code) });
      });
    }).then((ended) => asPublished(argv, ended as Ended));
  }

  /** Starts `migrate` and calls back with what it has said on stderr so far, each time that is more. */
  start(argv: readonly string[], listen: (stderr: string, child: ChildProcess) => void): Promise<Ended> {
    const env = { ...process.env, NO_COLOR: '1', ...this.#env };
    const child = spawn(process.execPath, [program, ...argv], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => {
      said.stdout += data;
    });
    child.stderr.on('data', (data) => {
      said.stderr += data;
      listen(said.stderr, child);
    });
    return new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ ...said, exitCode: code ?? (signal === 'SIGKILL' ? 137 : 128) }));
    });
  }

  /** Writes files, by their paths in the folder. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), text);
    }
  }

  /** Runs anything else through the shell. */
  shell(script: string): Ended {
    const stdout = execFileSync('sh', ['-ec', script], { cwd: this.folder, encoding: 'utf8' });
    return { stdout, stderr: '', exitCode: 0 };
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What is said with `--json` has to be what the published schemas say, whatever a test looks at. */
function asPublished(argv: readonly string[], ended: Ended): Ended {
  if (argv.includes('--json') && ended.stdout !== '')
    expect(violationsOfOutput(ended.stdout), ended.stdout).toEqual([]);
  return ended;
}

const who = `${userInfo().username}@${hostname()}`;

/** The same text wherever, whenever and by whomever it was made. */
export const timeless = (text: string, { folder }: Pick<Session, 'folder'>): string =>
  text
    .replaceAll(folder, '/project')
    .replaceAll(who, 'somebody@somewhere')
    .replaceAll(/\d{4}_\d\d_\d\d_\d{4}_/g, '2026_11_22_0914_')
    .replaceAll(/\d{4}-\d\d-\d\d( |T)\d\d:\d\d(:\d\d)?/g, (_, between: string, seconds?: string) =>
      seconds === undefined ? `2026-11-22${between}09:14` : `2026-11-22${between}09:14:00`,
    )
    .replaceAll(/\b\d+ ms\b( +(?=\S))?/g, (_, gap?: string) => (gap === undefined ? '7 ms' : '7 ms  '))
    .replaceAll(/("durationMs": ?)\d+/g, (_, key: string) => `${key}7`);

/** Steps are told one by one only where a run takes long, which depends on the machine. */
export const withoutProgress = (text: string): string => text.replaceAll(/^\[\d+\/\d+\] .*\n/gm, '');

/** Cuts a command line into words as a shell does. */
export function words(line: string): readonly string[] {
  const found = line.match(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g) ?? [];
  return found.map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
}
