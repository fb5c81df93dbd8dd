import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './outcome.ts';
import { type Stage, stages } from './prove.ts';

/** Cases that are known to fail: by server and case, at which stage and why. The list only shrinks. */
export type Exceptions = ReadonlyMap<string, Exception>;

export interface Exception {
  readonly stage: Stage;
  readonly reason: string;
}

/** What names one run of one case. */
export const keyOf = ({ server, id }: Pick<Outcome, 'server' | 'id'>): string => `${server}\t${id}`;

/** Reads the list: server, case, stage and reason, parted by tabs. */
export function readExceptions(file: string): Exceptions {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [server, id, stage, reason = ''] = line.split('\t');
      return [`${server}\t${id}`, { stage: stage as Stage, reason }];
    }),
  );
}

/** What is wrong with the list, in view of what was run. Empty means that the run is as good as the list says. */
export function complaints(outcomes: readonly Outcome[], exceptions: Exceptions): readonly string[] {
  return [...outcomes.flatMap((outcome) => complaint(outcome, exceptions)), ...loadedNowhere(outcomes, exceptions)];
}

/** Who writes for one of two servers says so by what loads; who writes for none made a mistake. */
function loadedNowhere(outcomes: readonly Outcome[], exceptions: Exceptions): readonly string[] {
  const loaded = new Set(outcomes.filter(({ status }) => status !== 'unloadable').map(({ id }) => id));
  const tried = outcomes.filter((one) => !loaded.has(one.id) && !exceptions.has(keyOf(one))).map(({ id }) => id);
  const twice = new Set(tried.filter((id, at) => tried.indexOf(id) !== at));
  return [...twice].map((id) => `${id} loads on no server`);
}

function complaint(outcome: Outcome, exceptions: Exceptions): readonly string[] {
  const listed = exceptions.get(keyOf(outcome));
  const name = `${outcome.server} ${outcome.id}`;
  if (outcome.status === 'failed') {
    if (listed === undefined) return [`${name} fails at '${outcome.stage}' (${outcome.reason}) and is not listed`];
    const isEarlier = stages.indexOf(outcome.stage) < stages.indexOf(listed.stage);
    return isEarlier ? [`${name} fails at '${outcome.stage}', and got as far as '${listed.stage}' before`] : [];
  }
  return listed === undefined || isUnloadable(outcome, listed)
    ? []
    : [`${name} is listed and ${outcome.status}: take it off the list`];
}

/** A case that loads on no server is listed, too. */
const isUnloadable = ({ status }: Outcome, listed: Exception | undefined): boolean =>
  status === 'unloadable' && listed?.stage === 'load';

/**
 * Writes the list without what passes now, and with the stages that are reached now; a reason stays as long as its stage
 * does, as people may have put it better. Adds cases only to a new list.
 */
export function shrinkExceptions(file: string, outcomes: readonly Outcome[], exceptions: Exceptions): void {
  const isNew = !existsSync(file);
  const kept = new Map(exceptions);
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    if (outcome.status !== 'failed') {
      if (!isUnloadable(outcome, kept.get(key))) kept.delete(key);
    } else if (isNew || kept.has(key)) {
      const listed = kept.get(key);
      if (listed?.stage !== outcome.stage) kept.set(key, { stage: outcome.stage, reason: outcome.reason });
    }
  }
  const lines = [...kept].map(([key, { stage, reason }]) => `${key}\t${stage}\t${reason}\n`).sort();
  const head = '# server, case, the stage at which it fails, why: npm run test:corpora. This list only shrinks.\n';
  writeFileSync(file, head + lines.join(''));
}
