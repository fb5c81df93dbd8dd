import { type ErrorContext, exitCodes, MigrationError } from '../errors.ts';

/** A drop and an addition that may be a rename, and nobody to ask. Nothing was written. */
export class RenamesUndecided extends MigrationError {
  readonly code = 'renames_undecided';
  override readonly exitCode = exitCodes.answerNeeded;
  /** The questions, each with the flags that answer it. */
  readonly missing: readonly RenameQuestion[];

  constructor(missing: readonly RenameQuestion[]) {
    const list = missing.map(({ question, answers }) => `  ${question} ${answers.join(' or ')}`).join('\n');
    super(`these changes may be renames, which keeps the data, or drops, which loses it:\n${list}`, {
      hint: 'run again with one of the flags for each; nothing was written',
    });
    this.missing = missing;
  }
}

export interface RenameQuestion {
  readonly question: string;
  readonly kind: 'schema' | 'table' | 'column';
  readonly from: string;
  readonly to: string;
  /** The flags that say yes and no. */
  readonly answers: readonly string[];
}

/** The database has not run all revisions, so that comparing it with the models would write them again. */
export class DatabaseBehind extends MigrationError {
  readonly code = 'database_behind';
  override readonly exitCode = exitCodes.behind;
  /** The revisions that are not applied. */
  readonly pending: readonly string[];

  constructor(pending: readonly string[], context: ErrorContext = {}) {
    super(
      `the database is not at head: ${pending.length} ${pending.length === 1 ? 'revision is' : 'revisions are'} not applied (${pending.join(', ')})`,
      { hint: "run 'migrate upgrade head' first", ...context },
    );
    this.pending = pending;
  }
}

/** The version table names a revision that no file holds. */
export class UnknownVersion extends MigrationError {
  readonly code = 'unknown_version';
  override readonly exitCode = exitCodes.drifted;
  readonly versions: readonly string[];

  constructor(versions: readonly string[], database: string, replacements: readonly string[] = []) {
    const ids = versions.join(', ');
    super(`${database} is at revision ${ids}, and no file in the migrations folder holds it`, {
      hint:
        replacements.length === 0
          ? `is this the right database? 'git log --all -S ${versions[0]}' finds the file on another git branch; 'migrate stamp --purge REVISION' declares another state`
          : `it is in the middle of what ${replacements.join(', ')} replaces: bring back the files of that range, upgrade, and delete them afterwards`,
    });
    this.versions = versions;
  }
}

/** The config gives no metadata, so that there is nothing to compare a database with. */
export class MetadataMissing extends MigrationError {
  readonly code = 'metadata_missing';
  override readonly exitCode = exitCodes.usage;
}

/** A revision asks the database, and there is none: it is only replayed or written as a script. */
export class QueryNotPossible extends MigrationError {
  readonly code = 'query_not_possible';
  override readonly exitCode = exitCodes.usage;
}

/** A program that the config has run on every new revision failed. */
export class PostWriteHookFailed extends MigrationError {
  readonly code = 'post_write_hook_failed';
  override readonly exitCode = exitCodes.usage;
}

/** A revision has to know the schema before it, and replaying the revisions does not tell it. */
export class SchemaUnknown extends MigrationError {
  readonly code = 'schema_unknown';
  override readonly exitCode = exitCodes.usage;
}

/** Revisions were edited after they were applied, and `--strict` does not put up with that. */
export class RevisionsEdited extends MigrationError {
  readonly code = 'revisions_edited';
  override readonly exitCode = exitCodes.edited;
  readonly revisions: readonly string[];

  constructor(edited: readonly { readonly revision: string; readonly file: string }[]) {
    const ids = edited.map(({ revision }) => revision);
    super(`edited after ${ids.length === 1 ? 'it was' : 'they were'} applied: ${ids.join(', ')}`, {
      file: edited[0]?.file,
      hint: `restore ${ids.length === 1 ? 'the file' : 'the files'}; or, where the database is what ${ids.length === 1 ? 'it says' : 'they say'}, run 'migrate accept ${ids.join(' ')}'`,
    });
    this.revisions = ids;
  }
}

/** The editor could not be started, or ended with an error. */
export class EditorFailed extends MigrationError {
  readonly code = 'editor_failed';
  override readonly exitCode = exitCodes.usage;
}

/** A range of revisions cannot be replaced by one. */
export class CannotSquash extends MigrationError {
  readonly code = 'cannot_squash';
  override readonly exitCode = exitCodes.usage;
}

/** Files that somebody wrote or edited are where models are to be written. Nothing was written. */
export class FilesInTheWay extends MigrationError {
  readonly code = 'files_in_the_way';
  override readonly exitCode = exitCodes.usage;
  readonly files: readonly string[];

  constructor(files: readonly string[]) {
    super(`somebody wrote or edited ${files.join(', ')}; nothing was written`, {
      file: files[0],
      hint: 'move it away, give another --out, or overwrite it with --force',
    });
    this.files = files;
  }
}
