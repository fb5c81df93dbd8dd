import type { ServerKey } from '../support/servers/definitions.ts';
import type { CorpusCase } from './corpus.ts';
import { type Source, Unloadable } from './load.ts';
import { anonymous, type Notes, prove, type Stage, StageFailed } from './prove.ts';

interface OfCase {
  readonly server: ServerKey;
  readonly id: string;
  readonly tier: string;
  readonly milliseconds: number;
  /** Kinds of what is not modelled in either state. */
  readonly unmodelled: readonly string[];
}

/** How a case ended. */
export type Outcome = OfCase &
  (
    | { readonly status: 'passed' }
    | { readonly status: 'skipped' | 'unloadable'; readonly reason: string }
    | { readonly status: 'failed'; readonly stage: Stage; readonly reason: string; readonly message: string }
  );

/** Tries a case; whatever happens is an outcome. */
export async function tryCase(source: Source, one: CorpusCase): Promise<Outcome> {
  const start = performance.now();
  const notes: Notes = { unmodelled: [], changedUnmodelled: [] };
  const status = one.skip.length > 0 ? skipped(one) : await proved(source, one, notes);
  const milliseconds = Math.round(performance.now() - start);
  const ofCase = { server: one.server, id: one.id, tier: one.tier, milliseconds, unmodelled: notes.unmodelled };
  return { ...ofCase, ...status };
}

type Status = Outcome extends infer One ? (One extends Outcome ? Omit<One, keyof OfCase> : never) : never;

const skipped = ({ skip }: CorpusCase): Status => ({ status: 'skipped', reason: skip.join(', ') });

const patience = 120_000;

async function proved(source: Source, one: CorpusCase, notes: Notes): Promise<Status> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StageFailed('apply', 'takes too long', 'takes too long')), patience);
  });
  try {
    await Promise.race([prove(source, one, notes), tooLong]);
    return { status: 'passed' };
  } catch (error) {
    return failed(error, one, notes);
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown, { mustLoad }: CorpusCase, { unmodelled, changedUnmodelled }: Notes): Status {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Unloadable) {
    const reason = anonymous(message).replace(/^Error: /, '');
    return mustLoad ? { status: 'failed', stage: 'load', reason, message } : { status: 'unloadable', reason };
  }
  if (!(error instanceof StageFailed)) throw error;
  const { stage, reason } = error;
  if (changedUnmodelled.length > 0) {
    return { status: 'failed', stage, reason: `unmodelled: ${changedUnmodelled.join(', ')}`, message };
  }
  const beside = unmodelled.length === 0 ? '' : ` (unmodelled, unchanged: ${unmodelled.join(', ')})`;
  return { status: 'failed', stage, reason: reason + beside, message };
}
