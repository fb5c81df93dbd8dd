import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type CorpusCase, readCorpora } from './corpus.ts';
import { complaints, keyOf, readExceptions, shrinkExceptions } from './exceptions.ts';
import type { Outcome } from './outcome.ts';
import { countTable, failureGroups } from './report.ts';
import { runCases } from './run-cases.ts';

/** npm run test:corpora [-- OPTION…]: takes real schemas, and what they became, there and back on real servers. */
const usage = `npm run test:corpora -- [OPTION…]
  --only TEXT      cases whose name contains it; may be given several times
  --db SERVER      postgresql, mysql, mariadb or sqlite
  --tier TIER      T0_core, T1_view, T2_code, T3_admin, history or schema
  --failures       only those that are listed as failing
  --every N        each Nth case, for a quick look
  --json FILE      write every outcome there
  --verbose        print each failure's message
  --shrink         take off the list what passes now
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    db: { type: 'string' },
    tier: { type: 'string' },
    failures: { type: 'boolean' },
    every: { type: 'string' },
    json: { type: 'string' },
    verbose: { type: 'boolean' },
    shrink: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const root = new URL('../../', import.meta.url);
const folder = process.env.ATHANOR_CORPORA ?? fileURLToPath(new URL('../shared/corpora', root));
const exceptionsFile = fileURLToPath(new URL('fixtures/corpora-exceptions', root));

if (values.help === true) say(usage);
else if (existsSync(folder)) process.exit(await main());
else say('skipped: there are no corpora; ATHANOR_CORPORA can name the folder that holds them');

async function main(): Promise<number> {
  const exceptions = readExceptions(exceptionsFile);
  const cases = readCorpora(folder).filter((one) => isWanted(one, exceptions.has(keyOf(one))));
  const chosen = cases.filter((_, at) => at % Number(values.every ?? 1) === 0);
  const outcomes = await runCases(chosen, values.verbose === true ? sayFailure : () => undefined);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(outcomes, undefined, 1)}\n`);
  say(`${countTable(outcomes)}\n\n${failureGroups(outcomes, 5)}\n`);
  const wrong = complaints(outcomes, exceptions);
  if (values.shrink === true) shrinkExceptions(exceptionsFile, outcomes, exceptions);
  say(wrong.length === 0 ? 'as the list of exceptions says' : wrong.join('\n'));
  return wrong.length === 0 ? 0 : 1;
}

function isWanted({ id, server, tier }: CorpusCase, isListed: boolean): boolean {
  return (
    (values.only === undefined || values.only.some((text) => id.includes(text))) &&
    (values.db === undefined || server.replace(/\d+$/, '') === values.db) &&
    (values.tier === undefined || tier.startsWith(values.tier)) &&
    (values.failures !== true || isListed)
  );
}

function sayFailure(outcome: Outcome): void {
  if (outcome.status !== 'failed') return;
  say(`\n${outcome.server} ${outcome.id}\n${outcome.stage}: ${outcome.reason}\n${outcome.message}`);
}
