import { history } from '../../commands/history.ts';
import { UsageError } from '../../errors.ts';
import type { Action } from '../call.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import type { CommandLine } from '../completion/vocabulary.ts';
import { zshScript } from '../completion/zsh.ts';
import { projectOptions } from '../project-options.ts';

const scripts: Readonly<Record<string, (line: CommandLine) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Makes scripts out of the commands; for the scripts themselves, `revisions` lists what a revision may be called. */
export const completionAction =
  (line: CommandLine): Action =>
  async (call) => {
    const shell = String(call.arguments[0]);
    if (shell === 'revisions') {
      const { revisions } = await history(projectOptions(call));
      const names = revisions.flatMap(({ id, labels }) => [...labels.map((label) => `${label}@head`), id]);
      return { document: { names }, text: names.join('\n') };
    }
    const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
    if (script === undefined) {
      throw new UsageError(`there is no completion for '${shell}'`, { hint: 'write bash, zsh or fish' });
    }
    const text = script(line);
    return { document: { shell, script: text }, text };
  };
