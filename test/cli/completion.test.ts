import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bashScript } from '../../src/cli/completion/bash.ts';
import { fishScript } from '../../src/cli/completion/fish.ts';
import { zshScript } from '../../src/cli/completion/zsh.ts';
import { declarations } from '../../src/cli/declaration.ts';
import { globalOptions } from '../../src/cli/global-options.ts';
import { ensureBuilt, program } from './built.ts';
import { Session } from './session.ts';

const line = { commands: declarations, globalOptions };

/** What is typed before the tab, and what has to be among the offers, and what must not be. */
const cases: readonly (readonly [typed: string, offered: string, notOffered: string])[] = [
  ['migrate up', 'upgrade', 'downgrade'],
  ['migrate --url x do', 'downgrade', 'upgrade'],
  ['migrate hist', 'history', 'heads'],
  ['migrate upgrade ', 'head heads base aaaa1 bbbb2 main@head', 'upgrade'],
  ['migrate upgrade aa', 'aaaa1', 'bbbb2 head'],
  ['migrate upgrade --tr', '--transaction --trace', '--url'],
  ['migrate upgrade --transaction ', 'per-revision all none', 'head'],
  ['migrate revision --head b', 'base bbbb2', 'aaaa1'],
  ['migrate revision --format ', 'ts js sql', 'aaaa1'],
  ['migrate revision --au', '--autogenerate', '--head'],
  ['migrate show ma', 'main@head', 'aaaa1'],
  ['migrate completion ', 'bash zsh fish', 'head'],
  ['migrate help st', 'stamp status', 'upgrade'],
  ['migrate init --database my', 'mysql', 'sqlite'],
  ['migrate init --database ', 'sqlite postgresql mysql mariadb', 'head'],
];

describe('completion', () => {
  let session: Session;
  beforeAll(async () => {
    await ensureBuilt();
    session = new Session();
    const revision = (id: string, parents: string, labels: string): string =>
      `export const revision = { id: '${id}', parents: [${parents}], labels: [${labels}] };\nexport function upgrade() {}\n`;
    session.write({
      'migrate.config.mjs': "export default { url: 'sqlite:///app.db' };\n",
      'migrations/1.mjs': revision('aaaa1', '', "'main'"),
      'migrations/2.mjs': revision('bbbb2', "'aaaa1'", ''),
      'bin/migrate': `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`,
    });
    chmodSync(join(session.folder, 'bin/migrate'), 0o755);
  }, 180_000);
  afterAll(() => session.end());

  it('has a script for each shell, and lists what revisions may be called', async () => {
    for (const [shell, script] of [
      ['bash', bashScript(line)],
      ['zsh', zshScript(line)],
      ['fish', fishScript(line)],
    ] as const) {
      expect((await session.migrate(['completion', shell])).stdout).toBe(script);
    }
    expect(await session.migrate(['completion', 'revisions'])).toMatchObject({ stdout: 'bbbb2\nmain@head\naaaa1\n' });
    expect(await session.migrate(['completion', 'tcsh'])).toMatchObject({ exitCode: 2 });
  });

  it.each(declarations)('offers $name and all its options in every shell', ({ name, options = [] }) => {
    const flags = options.flatMap(({ flags: text }) => /--[\w-]+/.exec(text) ?? []);
    const bash = bashScript(line)
      .split('\n')
      .filter((one) => one.startsWith(`    ${name})`))
      .join();
    const zsh = zshScript(line)
      .split('\n')
      .filter((one) => one.startsWith(`        ${name})`))
      .join();
    const fish = fishScript(line)
      .split('\n')
      .filter((one) => one.includes(`__fish_seen_subcommand_from ${name}'`))
      .join();
    for (const flag of flags) {
      expect(bash).toContain(flag);
      expect(zsh).toContain(flag);
      expect(fish).toContain(`-l ${flag.slice(2)}`);
    }
  });

  for (const [shell, question] of Object.entries(questions)) {
    describe(`in ${shell}`, () => {
      const isThere = spawnSync(shell, ['-c', 'exit 0']).status === 0;
      it.each(isThere ? cases : [])('offers, behind "%s": %s', (typed, offered, notOffered) => {
        const offers = ask(shell, question(typed), session.folder);
        expect(offers).toEqual(expect.arrayContaining(offered.split(' ')));
        for (const word of notOffered.split(' ')) expect(offers).not.toContain(word);
      });
      if (!isThere) it('offers what it should', ({ skip }) => skip(`${shell} is not installed`));
    });
  }
});

/** Scripts that print what each shell offers, one a line. */
const questions: Readonly<Record<string, (typed: string) => string>> = {
  bash: (typed) => `source <(migrate completion bash)
COMP_WORDS=(${typed}${typed.endsWith(' ') ? " ''" : ''})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_migrate
printf '%s\\n' "\${COMPREPLY[@]}"
`,
  fish: (typed) => `migrate completion fish | source
complete -C '${typed}'
`,
  // A terminal of its own, whose shell writes down what it would show.
  zsh: (typed) => `zmodload zsh/zpty
migrate completion zsh > _migrate
: > offers
zpty shell 'zsh -f -i'
zpty -w shell 'fpath=($PWD $fpath); autoload -Uz compinit && compinit -u -D'
zpty -w shell 'compadd() { local -a found; builtin compadd -A found "$@"; print -rl -- $found >> offers; builtin compadd "$@" }'
zpty -w shell 'zle-line-init() { print -n RE""ADY }; zle -N zle-line-init'
zpty -r shell line '*READY*'
zpty -w -n shell ${JSON.stringify(typed)}$'\\t\\C-u'
zpty -w shell 'echo DO""NE'
zpty -r shell line '*DONE*'
zpty -d shell
cat offers
`,
};

function ask(shell: string, script: string, folder: string): readonly string[] {
  const path = `${join(folder, 'bin')}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, HOME: folder, XDG_CONFIG_HOME: folder, TERM: 'dumb' };
  writeFileSync(join(folder, `try.${shell}`), script);
  const said = execFileSync(shell, [...(shell === 'zsh' ? ['-f'] : []), `try.${shell}`], { cwd: folder, env });
  return said
    .toString()
    .split('\n')
    .flatMap((line) => line.split('\t')[0]?.trim() || []);
}
