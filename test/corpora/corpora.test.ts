import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '../support/fresh-database.ts';
import { server } from '../support/server.ts';
import { type CorpusCase, readCorpora } from './corpus.ts';
import { complaints, readExceptions, shrinkExceptions } from './exceptions.ts';
import { dumpDifference, type NativeDump } from './native-dump.ts';
import { type Outcome, tryCase } from './outcome.ts';
import { countTable, failureGroups } from './report.ts';
import { splitList } from './split-list.ts';

const folder = mkdtempSync(join(tmpdir(), 'athanor-corpora-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const pair = (name: string, a: string, b: string, rest: object = {}): object => {
  write(`pairs/sqlite/${name}/a.sql`, a);
  write(`pairs/sqlite/${name}/b.sql`, b);
  return { db: 'sqlite', case: `sqlite/${name}`, tier: 'T0_core', same: false, skip: [], renameHint: false, ...rest };
};

const pairs = [
  pair('add', 'CREATE TABLE t (a INTEGER)', 'CREATE TABLE t (a INTEGER, b TEXT DEFAULT false)'),
  pair('same', 'CREATE TABLE t (a INT, b INT)', 'CREATE TABLE "t" (b int, a int)', { same: true }),
  pair('not-same', 'CREATE TABLE t (a INT)', 'CREATE TABLE t (a TEXT)', { same: true }),
  pair('skipped', '', '', { skip: ['expect_error'] }),
  pair('broken', 'CREATE TABLE', ''),
];
write('pairs/manifest.json', JSON.stringify(pairs));
write('histories/one/sqlite/0.sql', 'CREATE TABLE t (a INTEGER PRIMARY KEY)');
write('histories/one/sqlite/1.sql', 'CREATE TABLE u (a INTEGER PRIMARY KEY)');
const step = { id: 'one-sqlite-0-1', db: 'sqlite', a: 'histories/one/sqlite/0.sql', b: 'histories/one/sqlite/1.sql' };
write('histories/manifest.json', JSON.stringify([step]));
write('schemas/manifest.json', '[]');

const cases = readCorpora(folder);

describe('a case', () => {
  it.each<[string, Partial<Outcome>]>([
    ['sqlite/add', { status: 'passed' }],
    ['sqlite/same', { status: 'passed' }],
    ['sqlite/not-same', { status: 'failed', stage: 'same', reason: 'finds alterColumn' }],
    ['sqlite/skipped', { status: 'skipped', reason: 'expect_error' }],
    ['sqlite/broken', { status: 'failed', stage: 'load' }],
    ['one-sqlite-0-1', { status: 'passed', tier: 'history' }],
  ])('%s ends as it has to', async (id, expected) => {
    const sqlite = await server('sqlite');
    const one = cases.find((found) => found.id === id) as CorpusCase;
    expect(await tryCase({ server: sqlite, take: () => emptyDatabase(sqlite) }, one)).toMatchObject(expected);
  });
});

const outcome = { server: 'sqlite', tier: 'T0_core', milliseconds: 1, unmodelled: [] } as const;
const passed: Outcome = { ...outcome, id: 'a', status: 'passed' };
const failed: Outcome = { ...outcome, id: 'b', status: 'failed', stage: 'dump', reason: 'lacks TABLE', message: 'x' };

describe('the list of exceptions', () => {
  const file = join(folder, 'exceptions');

  it('excuses a case that fails where it failed before, and no other', () => {
    writeFileSync(file, '# server, case\nsqlite\tb\tdump\tlacks TABLE\n');
    expect(complaints([passed, failed], readExceptions(file))).toEqual([]);
    expect(complaints([{ ...failed, id: 'c' }], readExceptions(file))).toHaveLength(1);
    expect(complaints([{ ...failed, stage: 'apply' }], readExceptions(file))).toHaveLength(1);
  });

  it('excuses nothing that loads on no server at all', () => {
    const unloadable: Outcome = { ...outcome, id: 'd', status: 'unloadable', reason: 'syntax' };
    expect(complaints([unloadable, { ...passed, id: 'd' }], new Map())).toEqual([]);
    expect(complaints([unloadable, { ...unloadable, server: 'mysql' }], new Map())).toHaveLength(1);
  });

  it('has to lose a case that passes', () => {
    writeFileSync(file, 'sqlite\ta\tdump\tlacks TABLE\nsqlite\tb\tdump\tlacks TABLE\n');
    expect(complaints([passed, failed], readExceptions(file))).toHaveLength(1);
    shrinkExceptions(file, [passed, failed, { ...failed, id: 'c' }], readExceptions(file));
    expect([...readExceptions(file).keys()]).toEqual(['sqlite\tb']);
  });
});

it('counts by server and tier, and groups what failed', () => {
  expect(countTable([passed, failed])).toMatch(/^sqlite T0_core +2 +1 +1/m);
  expect(failureGroups([failed], 5)).toBe('    1  dump: lacks TABLE\n       sqlite T0_core b');
});

it('tells an order of columns from any other difference of dumps', () => {
  const table = (text: string, unordered = text): NativeDump => [{ kind: 'TABLE', name: 't', text, unordered }];
  expect(dumpDifference(table('a\nb'), table('a\nb'))).toBeUndefined();
  expect(dumpDifference(table('b\na', 'a\nb'), table('a\nb'))?.reason).toBe('the order of columns');
  expect(dumpDifference(table('a'), table('a\nb'))).toEqual({
    reason: 'lacks TABLE; has TABLE',
    message: 'TABLE t\n- b',
  });
});

it('parts lists at commas outside brackets and quotes', () => {
  expect(splitList(`a int DEFAULT f(1, 2), "b,""c" text DEFAULT ',''', c int[]`)).toEqual([
    'a int DEFAULT f(1, 2)',
    '"b,""c" text DEFAULT \',\'\'\'',
    'c int[]',
  ]);
});
