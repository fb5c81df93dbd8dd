import type { Settings } from '../config/settings.ts';
import { MigrationError } from '../errors.ts';
import { describe } from '../operations/describe.ts';
import type { Operation } from '../operations/operation.ts';
import { touches } from '../operations/touches.ts';
import type { RevisionGraph } from '../revisions/graph.ts';
import { recordOffline } from './replay.ts';

/** A table, or another part of a database, that several branches work on. */
export interface Meeting {
  readonly name: string;
  /** The columns that more than one branch works on; none where they share only the table. */
  readonly columns: readonly string[];
  readonly operations: readonly MeetingOperation[];
}

export interface MeetingOperation {
  /** The head of its branch. */
  readonly branch: string;
  readonly revision: string;
  /** What it does, in words. */
  readonly summary: string;
}

export interface Meetings {
  readonly meetings: readonly Meeting[];
  /** Revisions that may do more than could be seen: SQL by hand, or questions to a database that is not there. */
  readonly unseen: readonly string[];
}

/** What branches that are to be joined both work on, as far as their revisions tell without a database. */
export async function findMeetings(
  graph: RevisionGraph,
  heads: readonly string[],
  settings: Settings,
): Promise<Meetings> {
  const unseen: string[] = [];
  const found: Found[] = [];
  for (const branch of heads) {
    const others = graph.ancestors(heads.filter((head) => head !== branch));
    const own = new Set([...graph.ancestors([branch])].filter((id) => !others.has(id)));
    for (const revision of graph.sort(own)) {
      const operations = await recordedBy(graph, revision, settings);
      if (operations === undefined || operations.some(isOpaque)) unseen.push(revision);
      found.push(...(operations ?? []).map((operation) => ({ branch, revision, operation })));
    }
  }
  return { meetings: meetingsAmong(found), unseen };
}

async function recordedBy(
  graph: RevisionGraph,
  id: string,
  settings: Settings,
): Promise<readonly Operation[] | undefined> {
  try {
    return (await recordOffline(graph, id, 'upgrade', settings)).operations;
  } catch (error) {
    if (error instanceof MigrationError) return undefined;
    throw error;
  }
}

const isOpaque = ({ kind }: Operation): boolean => kind === 'execute' || kind === 'custom';

interface Found {
  readonly branch: string;
  readonly revision: string;
  readonly operation: Operation;
}

interface Touched extends Found {
  readonly columns: readonly string[] | undefined;
}

function meetingsAmong(found: readonly Found[]): readonly Meeting[] {
  const byName = new Map<string, Touched[]>();
  for (const one of found) {
    for (const { name, columns } of touches(one.operation)) {
      byName.set(name, [...(byName.get(name) ?? []), { ...one, columns }]);
    }
  }
  return [...byName]
    .filter(([, touched]) => new Set(touched.map(({ branch }) => branch)).size > 1)
    .map(([name, touched]) => meetingOf(name, touched))
    .sort((a, b) => Number(a.columns.length === 0) - Number(b.columns.length === 0));
}

function meetingOf(name: string, touched: readonly Touched[]): Meeting {
  const branchesOf = (column: string): number =>
    new Set(touched.filter(({ columns }) => columns?.includes(column)).map(({ branch }) => branch)).size;
  const shared = [...new Set(touched.flatMap(({ columns = [] }) => columns))].filter((name) => branchesOf(name) > 1);
  // What works on all of the table meets everything.
  const concerned = touched.filter(
    ({ columns }) => shared.length === 0 || columns === undefined || columns.some((column) => shared.includes(column)),
  );
  return {
    name,
    columns: shared,
    operations: concerned.map(({ branch, revision, operation }) => ({
      branch,
      revision,
      summary: describe(operation).summary,
    })),
  };
}
