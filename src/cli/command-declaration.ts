import type { Action } from './call.ts';

/** One command of the tool, as data: what `--help` says, what the parser accepts, and where its code is. */
export interface CommandDeclaration {
  readonly name: string;
  readonly summary: string;
  /** In commander's notation: `[revision]`, `<revisions...>`. */
  readonly arguments?: readonly ArgumentDeclaration[];
  readonly options?: readonly OptionDeclaration[];
  /** Exit codes beside 0, 1 and 2, with what they mean here. */
  readonly exitCodes?: Readonly<Record<number, string>>;
  readonly examples: readonly string[];
  /** It stops by itself at a signal, in good order. Others end as any process does: they have nothing to put right. */
  readonly stopsInOrder?: true;
  /** With `--json` it writes what happens while it happens, a line each, and the document as the last line. */
  readonly streamsEvents?: true;
  /** Loads the code only when the command is called. */
  readonly load: () => Promise<{ readonly action: Action }>;
}

export interface ArgumentDeclaration {
  readonly syntax: string;
  readonly description: string;
  readonly default?: string;
  readonly completes?: Completes;
}

/** What a shell offers for an argument: revisions of the project, or these words. Absent: files. */
export type Completes = 'revisions' | readonly string[];

export interface OptionDeclaration {
  readonly flags: string;
  readonly description: string;
  /** May be given several times. */
  readonly repeats?: true;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** What a shell offers for its value, where that is no choice. */
  readonly completes?: Completes;
  /** The heading that it stands under in the help; `Options` unless it has one. */
  readonly group?: string;
}

/** Options that belong together, under a heading of their own. */
export const grouped = (group: string, options: readonly OptionDeclaration[]): readonly OptionDeclaration[] =>
  options.map((option) => ({ ...option, group }));
