import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { documentIn } from '../support/json-schemas.ts';
import { type Act, canary, type Mistake } from './mistake.ts';
import { type Ended, Session, timeless } from './session.ts';

interface ErrorDocument {
  readonly code: string;
  readonly cause?: string;
}

/** What is in the environment the first time, and the second time. */
type Environment = (time: 0 | 1) => Readonly<Record<string, string>>;

/** Makes a mistake for people and for scripts, looks at how it ends, and gives what a person reads. */
export async function make(mistake: Mistake, environment?: Environment): Promise<string> {
  const at = (time: 0 | 1): Mistake =>
    environment === undefined ? mistake : { ...mistake, env: { ...mistake.env, ...environment(time) } };
  const { stdout, stderr, exitCode } = await end(at(0));
  const json = await end(at(1), '--json');
  const { ok, error } = documentIn(json.stdout) as { readonly ok: boolean; readonly error: ErrorDocument };
  expect({ exitCode, code: error.code, cause: error.cause }, stderr).toEqual({
    exitCode: mistake.exitCode,
    code: mistake.code,
    cause: mistake.cause ?? error.cause,
  });
  expect(json).toMatchObject({ exitCode, stderr: expect.not.stringContaining('error:') });
  expect(ok).toBe(false);
  const all = stdout + stderr + json.stdout;
  for (const secret of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]) {
    expect(all).not.toContain(secret);
  }
  expect(all).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  const command = mistake.argv.join(' ').replaceAll(canary, 'SECRET');
  return `# ${mistake.title}\n$ migrate ${command}\n${stderr}[exit ${exitCode}]\n`;
}

async function end({ files, before = [], meanwhile, env, signal, ...mistake }: Mistake, ...more: readonly string[]) {
  const argv = [...mistake.argv, ...more];
  const session = new Session({ env });
  const run = (words: readonly string[]): Promise<Ended> =>
    env === undefined ? session.migrate(words, { signal }) : session.spawn(words);
  try {
    session.write(files);
    for (const act of before) await perform(act, session, run);
    const other = meanwhile === undefined ? undefined : somebodyElse(session).exec(meanwhile);
    const ended = await run(argv);
    other?.close();
    return { ...ended, stdout: timeless(ended.stdout, session), stderr: timeless(ended.stderr, session) };
  } finally {
    session.end();
  }
}

async function perform(act: Act, session: Session, run: (argv: readonly string[]) => Promise<Ended>): Promise<void> {
  if ('files' in act) session.write(act.files);
  else if ('shell' in act) session.shell(act.shell);
  else if ('sql' in act) somebodyElse(session).exec(act.sql).close();
  else {
    const { argv, exitCode } = 'argv' in act ? act : { argv: act, exitCode: 0 };
    expect(await run(argv)).toMatchObject({ exitCode });
  }
}

const somebodyElse = ({ folder }: Session): Sqlite.Database => new Sqlite(join(folder, 'app.db'));
