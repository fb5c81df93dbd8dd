import { basename } from 'node:path';
import { closest } from '../closest.ts';
import { type ErrorContext, exitCodes, MigrationError } from '../errors.ts';
import type { Revision } from './revision.ts';

/** Something is wrong with the history, or with a name given for a part of it. */
export abstract class RevisionError extends MigrationError {
  override readonly exitCode: number = exitCodes.usage;
}

const fileOf = (revision: Revision): string => basename(revision.path);
const list = (ids: readonly string[]): string => ids.join(', ');

/** No revision or branch has this name. */
export class UnknownRevision extends RevisionError {
  readonly code = 'unknown_revision';
  readonly revision: string;
  /** Ids and labels that look like it. */
  readonly closest: readonly string[];

  constructor(revision: string, known: Iterable<string>, context: ErrorContext = {}) {
    const candidates = closest(revision, known);
    super(`there is no revision or branch '${revision}'`, { hint: adviceOn(revision, candidates), ...context });
    this.revision = revision;
    this.closest = candidates;
  }
}

/** What to do about a name that no file holds. */
function adviceOn(name: string, candidates: readonly string[]): string {
  const guess = candidates.length > 0 ? `did you mean ${candidates.join(' or ')}? ` : '';
  const elsewhere = /^[\w.]{4,}$/.test(name) ? `; 'git log --all -S ${name}' finds one on another git branch` : '';
  return `${guess}'migrate history' lists all revisions${elsewhere}`;
}

/** A revision follows or depends on one that no file holds. */
export class MissingRevision extends RevisionError {
  readonly code = 'missing_revision';
  readonly revision: string;
  readonly missing: string;

  constructor(
    revision: Revision,
    missing: string,
    relation: 'parent' | 'dependency',
    known: Iterable<string>,
    replacement?: string,
  ) {
    const candidates = closest(missing, known);
    const guess = candidates.length > 0 ? `did you mean ${candidates.join(' or ')}? Otherwise ` : '';
    super(
      replacement === undefined
        ? `revision ${revision.id} names ${missing} as its ${relation}, and no file holds that revision`
        : `revision ${revision.id} names ${missing} as its ${relation}, which is in the middle of what ${replacement} replaces`,
      {
        file: revision.path,
        hint:
          replacement === undefined
            ? `${guess}restore the missing file, or correct the header; is it on another git branch?`
            : `write ${replacement} instead`,
      },
    );
    this.revision = revision.id;
    this.missing = missing;
  }
}

/** The first characters of an id fit several revisions. */
export class AmbiguousRevision extends RevisionError {
  readonly code = 'ambiguous_revision';
  readonly candidates: readonly string[];

  constructor(prefix: string, candidates: readonly string[]) {
    super(`'${prefix}' fits several revisions: ${list(candidates)}`, { hint: 'write more characters of the id' });
    this.candidates = candidates;
  }
}

/** Two files hold revisions of one id. */
export class DuplicateRevision extends RevisionError {
  readonly code = 'duplicate_revision';
  readonly files: readonly string[];

  constructor(first: Revision, second: Revision) {
    super(`revision ${first.id} is there twice: in ${fileOf(first)} and in ${fileOf(second)}`, {
      file: second.path,
      hint: 'remove the copy, or give it an id of its own',
    });
    this.files = [first.path, second.path];
  }
}

/** Two revisions carry one label. */
export class DuplicateLabel extends RevisionError {
  readonly code = 'duplicate_label';

  constructor(label: string, first: Revision, second: Revision) {
    super(`branch label '${label}' is used by ${first.id} (${fileOf(first)}) and by ${second.id} (${fileOf(second)})`, {
      file: second.path,
      hint: 'a label names one branch: take it away from one of them',
    });
  }
}

/** One head is meant, and there are several. */
export class MultipleHeads extends RevisionError {
  readonly code = 'multiple_heads';
  override readonly exitCode = exitCodes.severalHeads;
  readonly heads: readonly string[];

  constructor(heads: readonly string[], context: ErrorContext = {}) {
    super(`there are several heads: ${list(heads)}`, {
      hint: `say 'heads' for all of them, name one of them or LABEL@head, or join them: migrate merge ${heads.join(' ')} -m "merge"`,
      ...context,
    });
    this.heads = heads;
  }
}

/** A step forward or back could go to several revisions. */
export class AmbiguousStep extends RevisionError {
  readonly code = 'ambiguous_step';
  readonly candidates: readonly string[];

  constructor(target: string, candidates: readonly string[]) {
    super(`'${target}' could mean several revisions: the way forks at ${list(candidates)}`, {
      hint: 'name the revision, or put a branch before it, as in LABEL@+1',
    });
    this.candidates = candidates;
  }
}

/** A relative target leads past the end of the history. */
export class NotEnoughRevisions extends RevisionError {
  readonly code = 'not_enough_revisions';

  constructor(target: string, found: number) {
    super(`'${target}' leads past the end of the history: there ${found === 1 ? 'is' : 'are'} only ${found} to go`, {
      hint: "use 'head' or 'base' for the end",
    });
  }
}

/** A downgrade goes back to a revision that is not applied. */
export class NotAnAncestor extends RevisionError {
  readonly code = 'not_an_ancestor';
  readonly revision: string;
  readonly current: readonly string[];

  constructor(revision: string, current: readonly string[]) {
    super(
      current.length === 0
        ? `cannot go back to ${revision}: no revision is applied`
        : `cannot go back to ${revision}: it is not applied (the database is at ${list(current)})`,
      { hint: '`migrate current` shows where the database is' },
    );
    this.revision = revision;
    this.current = current;
  }
}

/** A downgrade goes back to a revision that nothing applied follows: it is there because another one depends on it. */
export class NothingAbove extends RevisionError {
  readonly code = 'nothing_above';
  readonly revision: string;

  constructor(revision: string, dependents: readonly string[]) {
    super(
      `there is nothing to take back above ${revision}: no applied revision follows it, though ${list(dependents)} depends on it`,
      {
        hint: `to take back ${dependents[0] ?? 'another'}, name the revision that it follows, or write ${dependents[0] ?? 'ID'}@-1`,
      },
    );
    this.revision = revision;
  }
}

/** A range begins at a revision that its end does not come from. */
export class UnrelatedRevisions extends RevisionError {
  readonly code = 'unrelated_revisions';

  constructor(from: string, to: readonly string[], isReversed: boolean) {
    super(`revision ${from} is not an ancestor of ${list(to)}`, {
      hint: isReversed
        ? `write the older one first: ${to[0]}:${from}`
        : '`migrate history --graph` shows what follows what',
    });
  }
}

/** A database cannot be declared to be at two places of which one includes or excludes the other. */
export class ContradictoryTargets extends RevisionError {
  readonly code = 'contradictory_targets';

  constructor(target: string, other: string, ids: readonly string[] = []) {
    super(
      ids.length === 0
        ? `a database cannot be at ${target} and at ${other}`
        : `a database that is at ${other} has ${target} applied already`,
      { hint: `name only ${other}` },
    );
  }
}

/** A revision is asked for as part of a branch that it is not on. */
export class NotOnBranch extends RevisionError {
  readonly code = 'not_on_branch';

  constructor(revision: string, branch: string) {
    super(`revision ${revision} is not on branch '${branch}'`, { hint: '`migrate history` shows the branches' });
  }
}

/** Revisions need one another in a circle. */
export class RevisionCycle extends RevisionError {
  readonly code = 'revision_cycle';
  /** Each needs the next, and the last the first. */
  readonly cycle: readonly string[];

  constructor(cycle: readonly Revision[]) {
    const [first] = cycle;
    const path = cycle.map((revision) => `${revision.id} (${fileOf(revision)})`);
    super(
      cycle.length === 1
        ? `revision ${path[0]} needs itself`
        : `revisions need one another in a circle: ${path.join(' -> ')} -> ${first?.id}`,
      { file: first?.path, hint: "correct 'parents', 'dependsOn' or 'replaces' in one of the headers" },
    );
    this.cycle = cycle.map(({ id }) => id);
  }
}

/** A file in the migrations folder cannot be read as a revision. */
export class BrokenRevisionFile extends RevisionError {
  readonly code = 'broken_revision_file';
}

/** The code of a revision failed while it was loaded or while it recorded its operations. */
export class RevisionFailed extends RevisionError {
  readonly code = 'revision_failed';
}

/** A revision has no way back. */
export class IrreversibleRevision extends RevisionError {
  readonly code = 'irreversible_revision';
}

/** A file of that name is there already. */
export class RevisionExists extends RevisionError {
  readonly code = 'revision_exists';
}

/** A path leads out of the migrations folder, or through a symbolic link. */
export class UnsafePath extends RevisionError {
  readonly code = 'unsafe_path';
}

/** The migrations folder is not there. */
export class MigrationsFolderMissing extends RevisionError {
  readonly code = 'migrations_folder_missing';
}

/** A target that cannot be read, such as `ab12@@head`. */
export class InvalidTarget extends RevisionError {
  readonly code = 'invalid_target';
}
