import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/dialects/registry.ts';
import type { ModelWriting } from '../../src/models/write.ts';
import { differencesOfWritten, loadWritten, usual } from '../models/prove-models.ts';
import { emptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';
import { definitions } from '../support/servers/definitions.ts';
import { type CorpusCase, readCorpora } from './corpus.ts';
import { loadState, readScript, Unloadable } from './load.ts';
import { schemasOf } from './prove.ts';

/**
 * node --import jiti/register test/corpora/models.ts [--db SERVER] [--only TEXT] [--verbose]: writes the models of real
 * schemas, compares them with the database that they are of, and has the compiler look at them.
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, db: { type: 'string' }, verbose: { type: 'boolean' }, keep: { type: 'string' } },
});

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = process.env.ATHANOR_CORPORA ?? join(root, '../shared/corpora');
const written = values.keep ?? mkdtempSync(join(tmpdir(), 'athanor-corpora-models-'));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (!existsSync(folder)) say('skipped: there are no corpora; ATHANOR_CORPORA can name the folder that holds them');
else process.exitCode = await main();

async function main(): Promise<number> {
  const cases = readCorpora(folder).filter(
    ({ id, server, tier }) =>
      tier === 'schema' &&
      id.includes(values.only ?? '') &&
      (values.db === undefined || server.replace(/\d+$/, '') === values.db),
  );
  const groups = new Map<string, string[]>();
  const note = (group: string, id: string): void => void groups.set(group, [...(groups.get(group) ?? []), id]);
  for (const one of cases) note(await tryModels(one), `${one.server} ${one.id}`);
  for (const [file, count] of complaintsOfCompiler()) note(`tsc: ${count}`, file);
  const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
  for (const [group, ids] of sorted) {
    const shown = group === 'same' ? '' : `: ${ids.slice(0, 6).join(', ')}`;
    say(`${ids.length} ${group}${shown}`);
  }
  if (values.keep === undefined) rmSync(written, { recursive: true });
  return sorted.every(([group]) => ['same', 'unloadable'].includes(group)) ? 0 : 1;
}

/** What became of a schema, in a few words. */
async function tryModels(one: CorpusCase): Promise<string> {
  const { dialect, variable } = definitions[one.server];
  const url = variable === undefined ? 'sqlite://' : process.env[variable];
  if (url === undefined || url === '') return 'no server';
  const server: TestServer = { key: one.server, dialect, available: true, url };
  try {
    const loaded = await loadState({ server, take: () => emptyDatabase(server) }, await readScript(one.b));
    try {
      return await proveModels(one, loaded.url);
    } finally {
      await loaded.drop();
    }
  } catch (error) {
    if (error instanceof Unloadable && !one.mustLoad) return 'unloadable';
    if (values.verbose === true) say(`\n${one.server} ${one.id}: ${error instanceof Error ? error.stack : error}`);
    return `error: ${String(error)
      .replaceAll(/'[^']*'/g, "'…'")
      .replaceAll(/\d+/g, 'N')
      .slice(0, 90)}`;
  }
}

async function proveModels(one: CorpusCase, url: string): Promise<string> {
  const { dialect, connection } = await openDatabase(url);
  try {
    const scope = await schemasOf({ dialect, connection });
    const reflected = await dialect.reflect(connection, scope);
    const writing: ModelWriting = { ...usual, limits: dialect.capabilities };
    const { text, source } = await loadWritten(reflected, writing);
    const again = await loadWritten(await dialect.reflect(connection, scope), writing);
    mkdirSync(written, { recursive: true });
    writeFileSync(join(written, `${one.server} ${one.id.replaceAll('/', ' ')}.ts`), source);
    if (text !== again.text) return 'two runs differ';
    const found = await differencesOfWritten({ dialect, connection }, reflected);
    if (found.length === 0) return 'same';
    if (values.verbose === true) say(`\n${one.server} ${one.id}\n${found.slice(0, 5).join('\n')}`);
    return `finds ${[...new Set(found.map((line) => line.split(' ').slice(0, 2).join(' ')))].sort().join(', ')}`;
  } finally {
    await connection.close();
  }
}

/** The files that do not compile under strict rules, with what the compiler says first. */
function complaintsOfCompiler(): ReadonlyMap<string, string> {
  if (!existsSync(written)) return new Map();
  mkdirSync(join(written, 'node_modules'), { recursive: true });
  if (!existsSync(join(written, 'node_modules', 'athanor')))
    symlinkSync(root, join(written, 'node_modules', 'athanor'));
  writeFileSync(join(written, 'package.json'), '{ "type": "module" }');
  const strict = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, skipLibCheck: true };
  const options = { ...strict, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
  writeFileSync(join(written, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', written], { encoding: 'utf8', cwd: written });
    return new Map();
  } catch (error) {
    const output = (error as { readonly stdout?: string }).stdout ?? '';
    if (values.verbose === true) say(output.slice(0, 6000));
    const lines = output.split('\n').flatMap((line) => /^(.+\.ts)\(\d+,\d+\): error (TS\d+: .*)$/.exec(line) ?? []);
    const found = new Map<string, string>();
    for (let at = 0; at + 2 < lines.length; at += 3) {
      const [, file = '', message = ''] = lines.slice(at, at + 3);
      if (!found.has(file)) found.set(file, message.replaceAll(/'[^']*'/g, "'…'").slice(0, 90));
    }
    return found;
  }
}
