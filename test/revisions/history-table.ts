import { expect } from 'vitest';
import { MigrationError } from '../../src/errors.ts';
import { RevisionGraph, type Step } from '../../src/revisions/graph.ts';
import { planDowngradeTo, planStamp, planUpgradeTo } from '../../src/revisions/plan.ts';
import { revisionsIn } from '../../src/revisions/range.ts';
import { parseRange, parseTarget } from '../../src/revisions/target.ts';
import { history } from './history-notation.ts';

/** A table of a file in `fixtures/histories`. */
export interface HistoryTable {
  /** In the notation of `history`. */
  readonly notation: string;
  readonly rows: readonly HistoryRow[];
}

/** A database at some heads, a command, what it runs (`+` upgrade, `-` downgrade) or lists, or `!` and its error, and the heads after it. */
export type HistoryRow = readonly [at: string, command: string, runs: string, leaves: string];

/** Reads a table: lines of `at | command | runs | leaves` below a line `history: …`. */
export function readHistoryTable(text: string): HistoryTable {
  const [, notation = ''] = /^history:(.*)$/m.exec(text) ?? [];
  const rows = text
    .split('\n')
    .filter((line) => line.includes('|'))
    .slice(1)
    .map((line): HistoryRow => {
      const [at = '', command = '', runs = '', leaves = ''] = line.split('|').map((cell) => cell.trim());
      return [at, command, runs, leaves];
    });
  return { notation: notation.trim(), rows };
}

/** What a command runs or lists, and which heads the version table holds after it. */
export function answer(notation: string, at: string, command: string): readonly [runs: string, leaves: string] {
  const versions = at.split(' ').filter(Boolean);
  const graph = new RevisionGraph(history(notation)).for(versions);
  try {
    return answerOf(graph, graph.headsOf(graph.ancestors(versions)), command.split(' '));
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    return [`! ${error.name}`, ''];
  }
}

function answerOf(
  graph: RevisionGraph,
  at: readonly string[],
  [verb, ...words]: readonly string[],
): readonly [string, string] {
  const [word = ''] = words;
  switch (verb) {
    case 'upgrade':
      return follow(graph, at, planUpgradeTo(graph, at, parseTarget(word)));
    case 'downgrade':
      return follow(graph, at, planDowngradeTo(graph, at, parseTarget(word)));
    case 'stamp':
      return ['', planStamp(graph, at, words.map(parseTarget)).toSorted().join(' ')];
    case 'history':
      return [
        graph
          .sort(revisionsIn(graph, at, parseRange(word)))
          .toReversed()
          .join(' '),
        '',
      ];
    case 'heads':
      return [(word === '' ? graph.heads : graph.headsOf(graph.ancestors(graph.heads))).join(' '), ''];
    case 'bases':
      return [graph.bases.join(' '), ''];
    default:
      return [graph.labelsOf(word).join(' '), ''];
  }
}

/** Moves the heads as the version table is moved: what leaves has to be there, what enters must not be. */
export function headsAfter(graph: RevisionGraph, at: readonly string[], steps: readonly Step[]): readonly string[] {
  const stored = new Set(graph.headsOf(graph.ancestors(at)));
  for (const { leaving, entering } of steps) {
    for (const head of leaving) expect(stored.delete(head)).toBe(true);
    for (const head of entering) expect(stored.has(head)).toBe(false);
    for (const head of entering) stored.add(head);
  }
  return [...stored].sort();
}

function follow(graph: RevisionGraph, at: readonly string[], steps: readonly Step[]): readonly [string, string] {
  const runs = steps.map(({ direction, revision }) => `${direction === 'upgrade' ? '+' : '-'}${revision.id}`);
  return [runs.join(' '), headsAfter(graph, at, steps).join(' ')];
}
