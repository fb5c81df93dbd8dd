import { Chalk, type ChalkInstance } from 'chalk';
import type { Io, Output } from './io.ts';

/** How parts of the output look. Every colour of the tool is chosen here. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly careful: (text: string) => string;
  readonly id: (text: string) => string;
  readonly added: (text: string) => string;
  readonly removed: (text: string) => string;
}

/** Colours for one stream: `--color` and `--no-color` decide, then `NO_COLOR` and `FORCE_COLOR`, then whether it is a terminal. */
export function paintFor(output: Output, io: Pick<Io, 'env'>, choice: boolean | undefined): Paint {
  const colours = new Chalk({ level: wantsColour(output, io, choice) ? 1 : 0 });
  return paintWith(colours);
}

function wantsColour(output: Output, { env }: Pick<Io, 'env'>, choice: boolean | undefined): boolean {
  if (choice !== undefined) return choice;
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTty && env.TERM !== 'dumb';
}

const paintWith = (colours: ChalkInstance): Paint => ({
  strong: colours.bold,
  faint: colours.dim,
  good: colours.green,
  bad: colours.red,
  careful: colours.yellow,
  id: colours.cyan,
  added: colours.green,
  removed: colours.red,
});
