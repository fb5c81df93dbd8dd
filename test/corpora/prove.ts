import { compare } from '../../src/commands/compare.ts';
import type { Scope } from '../../src/dialects/dialect.ts';
import { type Database, openDatabase } from '../../src/dialects/registry.ts';
import { describe } from '../../src/operations/describe.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { reverseAll } from '../../src/operations/reverse.ts';
import { runOperations } from '../../src/runner/run-operations.ts';
import type { Schema, Unmodelled } from '../../src/schema/schema.ts';
import type { EmptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';
import type { CorpusCase } from './corpus.ts';
import { loadState, readScript, type Source, Unloadable } from './load.ts';
import { dump, dumpDifference, type NativeDump } from './native-dump.ts';

/** What is asked of every case, in order; a failure ends it. */
export const stages = [
  'load', 'reflect', 'self', 'compare', 'same', 'bytes', 'apply', 'converge', 'dump', 'reverse', 'return', 'return-dump',
] as const; // biome-ignore format: one list

export type Stage = (typeof stages)[number];

/** A stage that did not hold. */
export class StageFailed extends Error {
  readonly stage: Stage;
  /** What sort of failure it is, in a few words that name nothing of the case. */
  readonly reason: string;

  constructor(stage: Stage, reason: string, message: string) {
    super(message);
    this.stage = stage;
    this.reason = reason;
  }
}

/** A state of a corpus in a database of its own, connected to. */
interface LoadedState {
  readonly script: string;
  readonly database: EmptyDatabase;
  readonly open: Database;
}

/** What is known of a case however it ends. */
export interface Notes {
  /** Kinds of what is not modelled in either state. */
  unmodelled: readonly string[];
  /** Those kinds of them that the two states do not have alike. */
  changedUnmodelled: readonly string[];
}

/** Takes a case through all stages. @throws StageFailed, Unloadable */
export async function prove(source: Source, corpusCase: CorpusCase, notes: Notes): Promise<void> {
  const states: LoadedState[] = [];
  try {
    for (const files of [corpusCase.a, corpusCase.b]) states.push(await open(source, await readScript(files)));
    const [a, b] = states as [LoadedState, LoadedState];
    await thereAndBack(source, corpusCase, { a, b, notes });
  } finally {
    for (const { database, open } of states) {
      await open.connection.close().catch(() => undefined);
      await database.drop();
    }
  }
}

async function open(source: Source, script: string): Promise<LoadedState> {
  const database = await loadState(source, script);
  try {
    return { script, database, open: await openDatabase(database.url) };
  } catch (error) {
    await database.drop();
    throw error;
  }
}

interface Sides {
  readonly a: LoadedState;
  readonly b: LoadedState;
  readonly notes: Notes;
}

async function thereAndBack({ server }: Source, { isSame }: CorpusCase, { a, b, notes }: Sides): Promise<void> {
  const scope = await scopeOf([a, b]);
  const reflect = ({ open }: LoadedState): Promise<Schema> => open.dialect.reflect(open.connection, scope);
  const [before, wanted, beforeAgain, wantedAgain] = await at('reflect', async () => [
    await reflect(a), await reflect(b), await reflect(a), await reflect(b),
  ] as const); // biome-ignore format: one list
  note(notes, before, wanted);
  await at('self', async () => {
    requireNone('self', await difference(a, before, beforeAgain));
    requireNone('self', await difference(b, wanted, wantedAgain));
  });
  const there = await at('compare', () => difference(a, before, wanted));
  if (isSame) requireNone('same', there);
  const sql = await at('compare', async () => statements(a, there, before));
  const again = await at('bytes', () => difference(a, beforeAgain, wantedAgain));
  requireEqual([there, sql], [again, statements(a, again, beforeAgain)]);
  const [dumpBefore, dumpWanted] = await at('dump', async () => [
    await dumpLoaded(server, a), await dumpLoaded(server, b),
  ] as const); // biome-ignore format: one list
  await at('apply', () => runOperations(a.open, there, before));
  const after = await at('converge', () => reflect(a));
  await at('converge', async () => requireNone('converge', await difference(a, after, wanted)));
  await at('dump', async () => requireDump('dump', await dump(server, a.database), dumpWanted));
  const back = await at('reverse', async () => reverseAll(there));
  await at('reverse', () => runOperations(a.open, back, after));
  const returned = await at('return', () => reflect(a));
  await at('return', async () => requireNone('return', await difference(a, returned, before)));
  await at('return-dump', async () => requireDump('return-dump', await dump(server, a.database), dumpBefore));
}

const dumps = new Map<string, NativeDump>();

/** Of histories, each state is in two cases: its dump is kept for a while. */
async function dumpLoaded(server: TestServer, { script, database }: LoadedState): Promise<NativeDump> {
  const key = `${server.key} ${script}`;
  const dumped = dumps.get(key) ?? (await dump(server, database));
  if (dumps.size > 50) dumps.clear();
  dumps.set(key, dumped);
  return dumped;
}

/** Every schema that either state has, where there are such. */
async function scopeOf(states: readonly LoadedState[]): Promise<Scope> {
  const scopes = await Promise.all(states.map(({ open }) => schemasOf(open)));
  const names = new Set(scopes.flatMap(({ schemas = [] }) => schemas));
  return names.size === 0 ? {} : { schemas: [...names].sort() };
}

/** All schemas of a database that are not the server's own. */
export async function schemasOf({ dialect, connection }: Database): Promise<Scope> {
  if (dialect.name !== 'postgresql') return {};
  const rows = await connection.query<{ readonly name: string }>(
    String.raw`SELECT nspname::text AS name FROM pg_catalog.pg_namespace
      WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' ORDER BY 1`,
  );
  return { schemas: rows.map(({ name }) => name) };
}

async function difference({ open }: LoadedState, before: Schema, after: Schema): Promise<readonly Operation[]> {
  const { dialect, connection } = open;
  return (await compare({ dialect, connection, server: connection.server, before, after })).operations;
}

const statements = ({ open }: LoadedState, operations: readonly Operation[], before: Schema): readonly string[] =>
  open.dialect.compile(operations, before, open.connection.server).map(({ sql }) => sql);

function note(notes: Notes, before: Schema, wanted: Schema): void {
  const keys = ({ unmodelled = [] }: Schema): ReadonlyMap<string, Unmodelled> =>
    new Map(unmodelled.map((one) => [JSON.stringify(one), one]));
  const [left, right] = [keys(before), keys(wanted)];
  const all = [...left, ...right];
  const kinds = (list: typeof all): readonly string[] => [...new Set(list.map(([, { kind }]) => kind))].sort();
  notes.unmodelled = kinds(all);
  notes.changedUnmodelled = kinds(all.filter(([key]) => !(left.has(key) && right.has(key))));
}

function requireNone(stage: Stage, operations: readonly Operation[]): void {
  if (operations.length === 0) return;
  const kinds = [...new Set(operations.map(({ kind }) => kind))].sort().join(', ');
  const told = operations.map((one) => `${describe(one).summary}\n    ${JSON.stringify(one)}`).join('\n  ');
  throw new StageFailed(stage, `finds ${kinds}`, `finds:\n  ${told}`.slice(0, 4000));
}

function requireEqual(one: unknown, other: unknown): void {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  if (first !== second) throw new StageFailed('bytes', 'two runs differ', `${first}\n${second}`.slice(0, 4000));
}

function requireDump(stage: Stage, is: NativeDump, wanted: NativeDump): void {
  const difference = dumpDifference(is, wanted);
  if (difference !== undefined) throw new StageFailed(stage, difference.reason, difference.message);
}

/** Says of any failure at which stage it was. */
async function at<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StageFailed || error instanceof Unloadable) throw error;
    throw new StageFailed(stage, anonymous(error), explain(error));
  }
}

const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const sql = 'sql' in error ? `\n${String(error.sql)}` : '';
  return `${error.name}: ${error.message}${sql}`.slice(0, 4000);
};

/** The first line of a message without what belongs to the case: names, numbers, statements. */
export function anonymous(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const blank = line
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')
    .replace(/\b(column|table|view|type|function|constraint|index|sequence|policy|trigger) (?!of\b)\w+/g, '$1 …')
    .replace(/\b[\w-]*\.[\w.-]*\w/g, '…')
    .replace(/\d+/g, 'n');
  return `${error instanceof Error ? error.name : 'Error'}: ${blank}`.slice(0, 120);
}
