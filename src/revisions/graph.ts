import { AmbiguousRevision, MissingRevision, NotAnAncestor, NothingAbove, UnknownRevision } from './errors.ts';
import type { Revision } from './revision.ts';
import { byFileName, indexById, indexLabels, inOrder, inverse } from './revision-index.ts';
import { type CollapsedHistory, collapse, isSquash } from './squashes.ts';

/** One revision to run, and how the heads that the version table stores move with it. */
export interface Step {
  readonly direction: 'upgrade' | 'downgrade';
  readonly revision: Revision;
  /** The heads before the step that are none after it. */
  readonly leaving: readonly string[];
  /** The heads after the step that were none before it. */
  readonly entering: readonly string[];
}

/**
 * The history as sets. What is applied is a set closed under what each revision needs (its parents and its dependencies);
 * an upgrade is a difference of such sets, a downgrade an intersection, and a database stores the heads of its set.
 */
export class RevisionGraph {
  /** Every revision after all that it needs; otherwise in the order of file names. */
  readonly revisions: readonly Revision[];
  /** Revisions that no other follows: what people call heads. Dependencies do not count. */
  readonly heads: readonly string[];
  /** Revisions that follow none. */
  readonly bases: readonly string[];
  /** Branch labels and the revisions that carry them. */
  readonly labels: ReadonlyMap<string, string>;
  readonly #byId: ReadonlyMap<string, Revision>;
  readonly #needs: ReadonlyMap<string, readonly string[]>;
  readonly #neededBy: ReadonlyMap<string, readonly string[]>;
  readonly #children: ReadonlyMap<string, readonly string[]>;
  readonly #files: readonly Revision[];
  readonly #collapsed: CollapsedHistory;
  #inherited: ReadonlyMap<string, readonly string[]> | undefined;

  /**
   * @param files all revisions that there are files for
   * @param isOpen whether a range that was squashed is to stay as it was; unless told, what replaces it stands for it
   * @throws DuplicateRevision, DuplicateLabel, MissingRevision, AmbiguousRevision, RevisionCycle
   */
  constructor(files: readonly Revision[], isOpen: (squash: Revision) => boolean = () => false) {
    this.#files = byFileName(files);
    const byId = indexById(this.#files);
    this.#collapsed = collapse(this.#files, isOpen);
    const sorted = this.#collapsed.revisions;
    this.#byId = sorted === this.#files ? byId : indexById(sorted);
    this.labels = indexLabels(sorted);
    const needs = new Map<string, readonly string[]>();
    for (const revision of sorted) needs.set(revision.id, this.#needsOf(revision));
    this.#needs = needs;
    this.revisions = inOrder(sorted, this.#needs, this.#byId);
    this.#children = inverse(this.revisions, ({ parents }) => parents);
    const isByParents = this.revisions.every(({ dependsOn }) => dependsOn.length === 0);
    this.#neededBy = isByParents ? this.#children : inverse(this.revisions, ({ id }) => this.needs(id));
    this.heads = this.revisions.filter(({ id }) => !this.#children.has(id)).map(({ id }) => id);
    this.bases = this.revisions.filter(({ parents }) => parents.length === 0).map(({ id }) => id);
  }

  /** @throws UnknownRevision */
  get(id: string): Revision {
    const revision = this.#byId.get(this.#collapsed.aliases.get(id) ?? id);
    if (revision === undefined) throw this.unknown(id);
    return revision;
  }

  /** What to say of a name that stands for no revision. */
  unknown(name: string): UnknownRevision {
    const replacement = this.replacementOf(name);
    if (replacement === undefined) return new UnknownRevision(name, this.names());
    return new UnknownRevision(name, [], {
      hint: `${replacement} replaces it together with others: name that, or what comes before it`,
    });
  }

  has(id: string): boolean {
    return this.#byId.has(this.#collapsed.aliases.get(id) ?? id);
  }

  /** The revision that stands for one that was squashed; undefined where it stands for itself. */
  replacementOf(id: string): string | undefined {
    return this.#collapsed.replaced.get(id);
  }

  /**
   * The same history for a database at these versions: of a range that was squashed, one that it has run in part has to be
   * run to its end.
   */
  for(versions: readonly string[]): RevisionGraph {
    if (!this.#files.some(isSquash)) return this;
    const whole = new RevisionGraph(this.#files, () => true);
    const applied = whole.ancestors(versions.filter((id) => whole.has(id)));
    const isRunInPart = ({ replaces = [] }: Revision): boolean => {
      const run = replaces.filter((id) => whole.has(id) && applied.has(whole.get(id).id));
      return run.length > 0 && run.length < replaces.length;
    };
    return new RevisionGraph(this.#files, isRunInPart);
  }

  /** What a database that holds these versions should hold: the heads of what they stand for. */
  canonical(versions: readonly string[]): readonly string[] {
    const [only, ...others] = versions;
    return only !== undefined && others.length === 0 && this.#byId.has(only)
      ? versions
      : this.headsOf(this.ancestors(versions));
  }

  /** Every id and every label. */
  names(): Iterable<string> {
    return [...this.#byId.keys(), ...this.labels.keys()];
  }

  /** The parents and the dependencies of a revision, by id. */
  needs(id: string): readonly string[] {
    return this.#needs.get(id) ?? none;
  }

  /** The revisions that follow it. */
  children(id: string): readonly string[] {
    return this.#children.get(id) ?? none;
  }

  /** These revisions and all that they need. */
  ancestors(ids: Iterable<string>): ReadonlySet<string> {
    return this.#reach(ids, (id) => this.needs(id));
  }

  /** These revisions and all that need them. */
  descendants(ids: Iterable<string>): ReadonlySet<string> {
    return this.#reach(ids, (id) => this.#neededBy.get(id) ?? []);
  }

  /** These revisions and all that follow them; dependencies do not count. */
  followers(ids: Iterable<string>): ReadonlySet<string> {
    return this.#reach(ids, (id) => this.children(id));
  }

  /** These revisions and all that they follow; dependencies do not count. */
  predecessors(ids: Iterable<string>): ReadonlySet<string> {
    return this.#reach(ids, (id) => this.get(id).parents);
  }

  /** What a database stores for a closed set: the members that no other member needs. */
  headsOf(applied: ReadonlySet<string>): readonly string[] {
    return this.sort(applied).filter((id) => !(this.#neededBy.get(id) ?? []).some((other) => applied.has(other)));
  }

  /** The members of a set in the order of the history. */
  sort(ids: ReadonlySet<string>): readonly string[] {
    return this.revisions.flatMap(({ id }) => (ids.has(id) ? [id] : []));
  }

  /**
   * What has to run so that `targets` are applied, in order. What is applied already is not an error.
   *
   * @param current the heads that the database stores
   * @throws UnknownRevision
   */
  planUpgrade(current: readonly string[], targets: readonly string[]): readonly Step[] {
    const applied = new Set(this.ancestors(current));
    const heads = new Set(this.headsOf(applied));
    const wanted = this.ancestors(targets);
    return this.sort(wanted)
      .filter((id) => !applied.has(id))
      .map((id) => {
        const leaving = this.needs(id).filter((need) => heads.delete(need));
        heads.add(id);
        return { direction: 'upgrade', revision: this.get(id), leaving, entering: [id] };
      });
  }

  /**
   * What has to be undone so that nothing that follows `targets` is applied, nor anything that needs it, in order. Branches
   * that do not come from a target are left alone, and so is what only depends on one.
   *
   * @param current the heads that the database stores
   * @param lineage the branch to go back on; absent means every one that comes from a target
   * @throws UnknownRevision, NotAnAncestor, NothingAbove
   */
  planDowngrade(
    current: readonly string[],
    targets: readonly string[],
    lineage?: ReadonlySet<string>,
  ): readonly Step[] {
    const applied = this.ancestors(current);
    const ids = targets.map((target) => this.get(target).id);
    for (const id of ids) if (!applied.has(id)) throw new NotAnAncestor(id, current);
    const following = ids.flatMap((id) => this.children(id)).filter((id) => lineage?.has(id) ?? true);
    const steps = this.planUndo(current, following);
    const [covered] = ids.filter((id) => !this.headsOf(applied).includes(id));
    if (steps.length > 0 || covered === undefined) return steps;
    throw new NothingAbove(
      covered,
      (this.#neededBy.get(covered) ?? []).filter((id) => applied.has(id)),
    );
  }

  /** What has to be undone so that no member of a set, nor anything that needs one, is applied. */
  planUndo(current: readonly string[], undone: Iterable<string>): readonly Step[] {
    const applied = new Set(this.ancestors(current));
    const affected = this.descendants(undone);
    return this.sort(affected)
      .filter((id) => applied.has(id))
      .reverse()
      .map((id) => {
        applied.delete(id);
        const isFree = (need: string) => !(this.#neededBy.get(need) ?? []).some((other) => applied.has(other));
        return {
          direction: 'downgrade',
          revision: this.get(id),
          leaving: [id],
          entering: this.needs(id).filter(isFree),
        };
      });
  }

  #missing(revision: Revision, name: string, relation: 'parent' | 'dependency'): MissingRevision {
    const known = relation === 'parent' ? this.#byId.keys() : this.names();
    return new MissingRevision(revision, name, relation, known, this.replacementOf(name));
  }

  #needsOf(revision: Revision): readonly string[] {
    for (const parent of revision.parents) {
      if (!this.#byId.has(parent)) throw this.#missing(revision, parent, 'parent');
    }
    if (revision.dependsOn.length === 0) return revision.parents;
    const dependencies = revision.dependsOn.map((name) => {
      const [id, ...others] = this.find(name);
      if (id === undefined) throw this.#missing(revision, name, 'dependency');
      if (others.length > 0) throw new AmbiguousRevision(name, [id, ...others]);
      return id;
    });
    return [...new Set([...revision.parents, ...dependencies])];
  }

  /** The ids that a name may stand for: that id, the revision of that label, or ids that start with it, short ones excepted. */
  find(name: string): readonly string[] {
    if (this.has(name)) return [this.get(name).id];
    const labelled = this.labels.get(name);
    if (labelled !== undefined) return [labelled];
    return [...this.#byId.keys()].filter((id) => id.length > 3 && id.startsWith(name));
  }

  /**
   * The labels of the branches that a revision is on: those of what it follows, and those of what follows it back to where
   * branches part or meet.
   */
  labelsOf(id: string): readonly string[] {
    return this.#labelsById().get(id) ?? [];
  }

  #labelsById(): ReadonlyMap<string, readonly string[]> {
    this.#inherited ??= inheritLabels(this);
    return this.#inherited;
  }

  #reach(ids: Iterable<string>, next: (id: string) => readonly string[]): ReadonlySet<string> {
    const reached = new Set<string>();
    const pending = [...ids].map((id) => this.get(id).id);
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (reached.has(id)) continue;
      reached.add(id);
      pending.push(...next(id));
    }
    return reached;
  }
}

const none: readonly string[] = [];

function inheritLabels(graph: RevisionGraph): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [label, owner] of graph.labels) {
    const members = new Set(graph.followers([owner]));
    let before: string | undefined = owner;
    while (before !== undefined && graph.children(before).length < 2 && graph.get(before).parents.length < 2) {
      members.add(before);
      before = graph.get(before).parents[0];
    }
    for (const id of members) found.set(id, [...(found.get(id) ?? []), label]);
  }
  return found;
}
