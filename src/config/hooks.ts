import type { Operation } from '../operations/operation.ts';
import type { RenderItem } from '../source/rendering.ts';

/** A revision that is about to be written: where it stands in the history, and what it does. */
export interface RevisionDirectives {
  readonly id: string;
  readonly message: string;
  /** The revisions that it follows, by their whole ids. */
  readonly parents: readonly string[];
  readonly labels: readonly string[];
  readonly dependsOn: readonly string[];
  /** The revisions that it stands for, where `squash` makes it. */
  readonly replaces?: readonly string[];
  /** The migrations folder that it goes into, absolute. */
  readonly location: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** Import lines for the top of the file. */
  readonly imports: readonly string[];
}

/** For what a revision is made. */
export interface DirectivesContext {
  /** `check` asks what `revision --autogenerate` would write, and writes nothing. */
  readonly command: 'revision' | 'merge' | 'squash' | 'check';
  /** The models were compared with the database. Without it, `upgrade` and `downgrade` are a form to fill in. */
  readonly autogenerate: boolean;
  /** The database that `--name` chose. */
  readonly name: string | undefined;
}

/**
 * Changes a revision before it is written, or prevents it: `null` writes nothing. `rewriter` makes one out of functions for
 * each kind of operation.
 */
export type ProcessRevisionDirectives = (
  directives: RevisionDirectives,
  context: DirectivesContext,
) => RevisionDirectives | null | Promise<RevisionDirectives | null>;

/** A change of the version table, in the transaction in which it is made. */
export interface VersionApply {
  readonly direction: 'upgrade' | 'downgrade' | 'stamp';
  /** The revisions that were run, or that were stamped. */
  readonly revisions: readonly string[];
  readonly message: string;
  /** What the version table held before, and holds now. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The database, without secrets. */
  readonly database: string;
  /** Runs one statement in the same transaction. */
  readonly execute: (sql: string) => Promise<void>;
}

/** Is told of every change of the version table before it is committed. Its failure is the failure of the step. */
export type OnVersionApply = (step: VersionApply) => void | Promise<void>;

/** How revisions are written. */
export interface RenderConfig {
  /** The name under which a file imports the vocabulary of the models; `sa` unless it is given. */
  readonly vocabulary?: string;
  /** What the parameter of `upgrade` and `downgrade` is called; `op` unless it is given. */
  readonly operations?: string;
  /** Import lines for every file: `import * as types from '../src/types.ts';`. */
  readonly imports?: readonly string[];
  /** Writes a type, a default, a column, a constraint, an index, a table or a whole operation in its own words. */
  readonly item?: RenderItem;
}

/**
 * What is done with a revision after it was written: a formatter of the project by its name; a command, for the shell as a
 * string or without one as a list, in which `{file}` stands for the path; or a function.
 */
export type PostWriteHook = FormatterName | PostWriteCommand | ((file: string) => void | Promise<void>);

/** Formatters that Athanor knows how to call. They are looked for in the `node_modules` of the project. */
export type FormatterName = 'biome' | 'prettier' | 'eslint';

export interface PostWriteCommand {
  /** `'npx dprint fmt {file}'`, or `['npx', 'dprint', 'fmt', '{file}']`. */
  readonly command: string | readonly string[];
  /** The folder that it runs in, relative to the config; the folder of the config unless it is given. */
  readonly cwd?: string;
}
