import { spawn } from 'node:child_process';
import { dirname, extname, join, relative, resolve } from 'node:path';
import type { FormatterName, PostWriteCommand, PostWriteHook } from '../config/hooks.ts';
import type { Settings } from '../config/settings.ts';
import { PostWriteHookFailed } from './errors.ts';

const formatters: Readonly<Record<FormatterName, readonly string[]>> = {
  biome: ['biome', 'check', '--write', '--no-errors-on-unmatched', '{file}'],
  prettier: ['prettier', '--write', '--log-level', 'warn', '{file}'],
  eslint: ['eslint', '--fix', '{file}'],
};

/**
 * Does with a new file what the config's `postWriteHooks` say, in their order.
 *
 * @throws PostWriteHookFailed at the first one that fails; the file stays as it is
 */
export async function runPostWriteHooks({ postWriteHooks, root }: Settings, file: string): Promise<void> {
  for (const hook of postWriteHooks) await runHook(hook, file, root);
}

async function runHook(hook: PostWriteHook, file: string, root: string): Promise<void> {
  if (typeof hook === 'function') return hook(file);
  if (typeof hook !== 'string') return runCommand(hook, file, root);
  // These format code, and refuse what they do not know.
  if (extname(file) !== '.sql') await runCommand({ command: formatters[hook] }, file, root);
}

async function runCommand({ command, cwd = '.' }: PostWriteCommand, file: string, root: string): Promise<void> {
  const folder = resolve(root, cwd);
  const label = (typeof command === 'string' ? command : command.join(' ')).replaceAll('{file}', relative(root, file));
  const { status, output } = await call(command, file, folder);
  if (status === 0) return;
  const said = output.trim();
  throw new PostWriteHookFailed(
    `'${label}' ${status === undefined ? 'cannot be run' : `exited with ${status}`}${said === '' ? '' : `:\n${said}`}`,
    {
      file,
      state: 'the revision was written, and stays as the command left it',
      hint:
        status === undefined
          ? "install the program, or correct 'postWriteHooks' in the config; delete the file to begin again"
          : "correct what it says, or 'postWriteHooks' in the config; delete the file to begin again",
    },
  );
}

interface Ended {
  /** Undefined where it did not even start. */
  readonly status: number | undefined;
  readonly output: string;
}

function call(command: string | readonly string[], file: string, cwd: string): Promise<Ended> {
  const isShell = typeof command === 'string';
  const path = isShell ? quoted(file) : file;
  const [program = '', ...rest] = [command].flat().map((word) => word.replaceAll('{file}', () => path));
  return new Promise((done) => {
    const env = { ...process.env, PATH: withOwnPrograms(cwd), NO_COLOR: '1' };
    const child = spawn(program, rest, { cwd, env, shell: isShell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error) => done({ status: undefined, output: error.message }));
    child.on('close', (status) => done({ status: status ?? 1, output }));
  });
}

/** As package scripts find them: the programs of every `node_modules` from a folder upward come first. */
function withOwnPrograms(folder: string): string {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    found.push(join(at, 'node_modules', '.bin'));
    if (at === dirname(at)) break;
  }
  const separator = process.platform === 'win32' ? ';' : ':';
  return [...found, process.env.PATH ?? ''].join(separator);
}

const quoted = (text: string): string =>
  process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
