import type { Report } from '../runner/events.ts';
import type { Io } from './io.ts';
import type { Paint } from './paint.ts';

/** A command as it was called. */
export interface Call {
  readonly arguments: readonly (string | readonly string[] | undefined)[];
  /** The command's own options and the global ones, by commander's names. */
  readonly options: CallOptions;
  readonly io: Io;
  /** Colours for stdout. */
  readonly paint: Paint;
  /** Colours for stderr. */
  readonly talkPaint: Paint;
  /** Somebody can be asked. */
  readonly isInteractive: boolean;
  readonly signal: AbortSignal;
  readonly report: Report;
}

export interface CallOptions {
  readonly config?: string;
  /** Which of the config's databases the call is for, out of those that were named. */
  readonly name?: string;
  readonly url?: string;
  readonly x?: readonly string[];
  readonly envFile?: string;
  readonly env?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly trace?: boolean;
  readonly color?: boolean;
  readonly interactive?: boolean;
  readonly lockTimeout?: string;
  readonly [option: string]: string | readonly string[] | boolean | undefined;
}

/** What a command has to say. */
export interface Outcome {
  /** The result as data: all of it, with `--json`. */
  readonly document: object;
  /** The result for people, on stdout; without a final line end. */
  readonly text?: string;
  /** What goes to stderr beside it. */
  readonly talk?: readonly string[];
  readonly exitCode?: number;
}

export type Action = (call: Call) => Promise<Outcome>;
