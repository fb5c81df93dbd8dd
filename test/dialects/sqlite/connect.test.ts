import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConnectionFailed, InvalidUrl, StatementFailed } from '../../../src/dialects/errors.ts';
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts';
import { parseUrl } from '../../../src/dialects/url.ts';
import type { MigrationError } from '../../../src/errors.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'athanor-sqlite-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const open = (url: string) => sqlite.connect(parseUrl(url));

const failureOf = (url: string): Promise<MigrationError> =>
  open(url).then(
    () => {
      throw new Error('it connected');
    },
    (error: MigrationError) => error,
  );

describe('connecting', () => {
  it('opens a database in memory, with foreign keys enforced', async () => {
    const connection = await open('sqlite://');
    expect(connection.label).toBe('sqlite:///:memory:');
    expect(connection.server.dialect).toBe('sqlite');
    expect(connection.server.version[0]).toBe(3);
    expect(await connection.query('PRAGMA foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    await connection.close();
  });

  it.each([
    ['an absolute path', (path: string) => `sqlite:///${path}`],
    ['a file URL', (path: string) => `file:${path}`],
  ])('creates a file named by %s', async (_name, urlOf) => {
    const path = join(folder, `${_name.replaceAll(' ', '-')}.db`);
    const connection = await open(urlOf(path));
    await connection.execute('CREATE TABLE t (x)');
    await connection.close();
    const again = await open(`sqlite:///${path}?mode=ro`);
    expect(await again.query('SELECT * FROM t')).toEqual([]);
    await expect(again.execute('INSERT INTO t VALUES (1)')).rejects.toThrow(/readonly/);
    await again.begin();
    await again.rollback();
    await again.close();
  });

  it.each([
    ['a folder that is missing', () => `sqlite:///${folder}/no/app.db`, /folder .*\/no does not exist/],
    ['a folder', () => `sqlite:///${folder}`, /it is a folder/],
    ['a missing file that is not to be created', () => `sqlite:///${folder}/none.db?mode=ro`, /no such file/],
    ['a file that is no database', () => `sqlite:///${folder}/text.db`, /is not a SQLite database/],
  ])('says so for %s', async (_name, url, message) => {
    writeFileSync(join(folder, 'text.db'), 'this is no database, only a longer piece of text\n'.repeat(20));
    const failure = await failureOf(url());
    expect(failure).toBeInstanceOf(ConnectionFailed);
    expect(failure.message).toMatch(message);
    expect(failure.hint).toBeDefined();
  });

  it.each(['sqlite://?mode=wrong', 'sqlite://?timeout=soon', 'sqlite://?timeout='])('refuses %s', async (url) => {
    expect(await failureOf(url)).toBeInstanceOf(InvalidUrl);
  });
});

describe('a connection', () => {
  it('reports a failed statement with its SQL and where SQLite stumbled', async () => {
    const connection = await open('sqlite://');
    const failure = await connection.execute('CREATE TABLE t (x INT, y INT').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StatementFailed);
    const syntax = (await connection.execute('SELEC 1').catch((error: unknown) => error)) as StatementFailed;
    expect(syntax).toMatchObject({ sql: 'SELEC 1', position: 1, sqlState: 'SQLITE_ERROR' });
    await connection.close();
  });

  it('counts what it asks and returns whole numbers unrounded', async () => {
    const connection = await open('sqlite://');
    const before = connection.roundTrips;
    expect(await connection.query("SELECT 9007199254740993 AS big, 5 AS small, 'x' AS text")).toEqual([
      { big: 9007199254740993n, small: 5, text: 'x' },
    ]);
    expect(await connection.execute('CREATE TABLE t (x)')).toBe(0);
    expect(await connection.execute('INSERT INTO t VALUES (1), (2)')).toBe(2);
    expect(connection.roundTrips - before).toBe(3);
    await connection.close();
  });

  it('knows whether another writes, without waiting for it', async () => {
    const path = join(folder, 'writing.db');
    const first = await open(`sqlite:///${path}`);
    await first.execute('CREATE TABLE t (x)');
    const second = await open(`sqlite:///${path}`);
    const reader = await open(`sqlite:///${path}?mode=ro`);
    expect(await sqlite.tryLock(second, '')).toEqual({ acquired: true });
    await first.begin();
    expect(await sqlite.tryLock(second, '')).toMatchObject({ acquired: false });
    await first.commit();
    expect(await sqlite.tryLock(second, '')).toEqual({ acquired: true });
    expect(await sqlite.tryLock(reader, '')).toEqual({ acquired: true });
    await first.execute('INSERT INTO t VALUES (1)');
    for (const connection of [first, second, reader]) await connection.close();
  });

  it('waits for another writer, and gives up after the time in the URL', async () => {
    const path = join(folder, 'busy.db');
    const first = await open(`sqlite:///${path}`);
    await first.execute('CREATE TABLE t (x)');
    const second = await open(`sqlite:///${path}?timeout=0.05`);
    await first.begin();
    await expect(second.begin()).rejects.toMatchObject({
      message: 'the database is locked by another process',
      code: 'database_locked',
      exitCode: 9,
    });
    const third = await open(`sqlite:///${path}`);
    const waiting = third.begin();
    await first.commit();
    await waiting;
    await third.rollback();
    await third.rollback();
    await first.execute('BEGIN EXCLUSIVE');
    expect(await failureOf(`sqlite:///${path}?timeout=0.05`)).toMatchObject({
      message: `sqlite:///${path} is locked by another process`,
      exitCode: 9,
    });
    const reading = third.query('SELECT * FROM t');
    await first.commit();
    expect(await reading).toEqual([]);
    for (const connection of [first, second, third]) await connection.close();
  });
});
