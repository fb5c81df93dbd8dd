import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from './built.ts';
import { type Ended, Session, timeless, withoutProgress, words } from './session.ts';

const folder = fileURLToPath(new URL('../../fixtures/cli/sessions/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** A line of a transcript that says what to do or why; all other lines are what commands said. */
type Line = { readonly kind: 'comment'; readonly text: string } | { readonly kind: 'command'; readonly text: string };

/**
 * A transcript is what a person would see: `$` and a command, its stdout, its stderr behind `!`, and the exit code where it
 * is not 0. `vitest -u` writes down what is said now; read the difference before it is kept.
 */
describe('transcripts', () => {
  beforeAll(ensureBuilt, 180_000);

  it.each(names)(
    '%s is what the commands say',
    async (name) => {
      const path = `${folder}${name}`;
      const session = new Session();
      try {
        const parts: string[] = [];
        for (const line of readTranscript(readFileSync(path, 'utf8'))) {
          if (line.kind === 'comment') parts.push(`\n${line.text}`);
          else parts.push(`\n$ ${line.text}`, ...said(await run(line.text, session), session));
        }
        await expect(`${parts.join('\n').trim()}\n`).toMatchFileSnapshot(path);
      } finally {
        session.end();
      }
    },
    180_000,
  );
});

function readTranscript(text: string): readonly Line[] {
  const lines = text.split('\n');
  const found: Line[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('# ')) found.push({ kind: 'comment', text: line });
    if (!line.startsWith('$ ')) continue;
    const end = /<<'?(END)'?$/.exec(line)?.[1];
    const from = at;
    while (end !== undefined && at < lines.length - 1 && lines[at] !== end) at++;
    found.push({
      kind: 'command',
      text: lines
        .slice(from, at + 1)
        .join('\n')
        .slice(2),
    });
  }
  return found;
}

async function run(command: string, session: Session): Promise<Ended> {
  const [, variables = '', line] = /^((?:[A-Z_]+=(?:\w+|"[^"]*") )*)migrate\b(.*)$/s.exec(command) ?? [];
  if (line === undefined) return session.shell(command);
  const env = Object.fromEntries(words(variables).map((word) => word.split('=', 2)));
  return session.spawn(words(line), { env });
}

function said({ stdout, stderr, exitCode }: Ended, session: Session): readonly string[] {
  const lines = (text: string): readonly string[] => (text === '' ? [] : timeless(text, session).trimEnd().split('\n'));
  return [
    ...lines(stdout),
    ...lines(withoutProgress(stderr)).map((line) => `! ${line}`.trimEnd()),
    ...(exitCode === 0 ? [] : [`[exit ${exitCode}]`]),
  ];
}
