import type { OperationHazard } from '../operations/hazards.ts';

/** Which way a revision is run. */
export type Direction = 'upgrade' | 'downgrade';

/** What a run has to say while it goes on. */
export type RunEvent =
  /** A step back was counted from one of several heads. */
  | { readonly kind: 'headChosen'; readonly target: string; readonly head: string; readonly others: readonly string[] }
  | { readonly kind: 'lockWaiting'; readonly seconds: number; readonly holder?: string }
  | { readonly kind: 'stepStarted'; readonly step: StepPlace }
  | { readonly kind: 'stepFinished'; readonly step: StepPlace; readonly durationMs: number }
  /** What is run next loses data or may fail on the rows that are there. With `op.query`, a revision is told in parts. */
  | { readonly kind: 'hazardsAhead'; readonly step: StepPlace; readonly hazards: readonly OperationHazard[] }
  /** Another process ran the revision between planning and its turn. */
  | { readonly kind: 'stepSkipped'; readonly step: StepPlace }
  /** An earlier run stopped inside this revision; it goes on after the statements that were done. */
  | { readonly kind: 'stepResumed'; readonly step: StepPlace; readonly done: number; readonly of: number }
  | { readonly kind: 'statementStarted'; readonly sql: string }
  | { readonly kind: 'statementFinished'; readonly sql: string; readonly durationMs: number }
  /** A statement is taking long; `reason` says what it waits for, where the server tells. */
  | { readonly kind: 'statementWaiting'; readonly sql: string; readonly seconds: number; readonly reason?: string };

/** Where in the run a revision stands. */
export interface StepPlace {
  readonly revision: string;
  readonly message: string;
  readonly direction: Direction;
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
}

export type Report = (event: RunEvent) => void;
