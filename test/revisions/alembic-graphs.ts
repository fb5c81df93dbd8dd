import { readdirSync, readFileSync } from 'node:fs';
import type { Revision } from '../../src/revisions/revision.ts';

/** A history of a project that uses Alembic, and what Alembic answers about it. */
export interface AlembicGraph {
  readonly name: string;
  readonly revisions: readonly Revision[];
  readonly summary: AlembicSummary;
  readonly questions: readonly AlembicQuestion[];
}

export interface AlembicSummary {
  readonly heads: readonly string[];
  readonly bases: readonly string[];
  readonly effective_heads: readonly string[];
  readonly branch_points: readonly string[];
  readonly merge_points: readonly string[];
  readonly walk_revisions: readonly string[];
  readonly effective_branch_labels: Readonly<Record<string, readonly string[]>>;
}

export interface AlembicQuestion {
  readonly kind: 'upgrade' | 'downgrade' | 'stamp' | 'history' | 'resolve';
  readonly current?: readonly string[];
  readonly target?: string;
  readonly base?: string;
  readonly head?: string;
  readonly symbol?: string;
  readonly expect: AlembicAnswer;
}

export interface AlembicAnswer {
  /** `[direction, revision]` for upgrades and downgrades. */
  readonly steps?: readonly (readonly [string, string])[];
  readonly resulting_heads?: readonly string[];
  readonly revisions?: readonly string[];
  /** The class of Python's exception: `CommandError` where Alembic refuses, any other where it crashes. */
  readonly error?: string;
}

interface GraphFile {
  readonly revisions: readonly {
    readonly revision: string;
    readonly down_revision: Names;
    readonly depends_on: Names;
    readonly branch_labels: Names;
    readonly message: string | null;
    readonly file: string;
  }[];
}

type Names = string | readonly string[] | null;

/** Reads the pairs of `NAME.json` and `NAME.expected.json` in a folder. */
export function readAlembicGraphs(folder: string): readonly AlembicGraph[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.expected.json'))
    .sort()
    .map((file) => {
      const name = file.replace('.expected.json', '');
      const { summary, plans } = read(file) as { summary: AlembicSummary; plans: readonly AlembicQuestion[] };
      return { name, revisions: revisionsOf(read(`${name}.json`) as GraphFile), summary, questions: plans };
    });
}

const revisionsOf = ({ revisions }: GraphFile): readonly Revision[] =>
  revisions.map((one) => ({
    id: one.revision,
    parents: listOf(one.down_revision),
    dependsOn: listOf(one.depends_on),
    labels: listOf(one.branch_labels),
    message: one.message ?? '',
    path: `/${one.file}`,
    format: 'ts',
  }));

/** Python takes an empty string for nothing. */
const listOf = (names: Names): readonly string[] =>
  names === null || names === '' ? [] : typeof names === 'string' ? [names] : names;
