import type { Connection, Dialect, Server } from '../dialect.ts';
import { canonicaliseSchema } from './canonicalise.ts';
import { SqliteCompiler } from './compiler.ts';
import { connect, type SqliteConnection } from './connect.ts';
import { prepare } from './prepare.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { reflect } from './reflect.ts';
import { sameExpressions } from './same-expressions.ts';
import { sameObjects } from './same-objects.ts';
import { sqlite3 } from './shell.ts';

const offlineServer: Server = { dialect: 'sqlite', version: [3, 53, 0], defaultSchema: 'main', settings: {} };

/** SQLite, from 3.37. */
export const sqlite: Dialect = {
  name: 'sqlite',
  capabilities: {
    transactionalDdl: true,
    schemas: false,
    columnPositions: false,
    maxIdentifierLength: undefined,
    identifierLengthUnit: 'characters',
  },
  offlineServer,

  connect,
  reflect,
  canonicalise: canonicaliseSchema,
  sameExpressions: (_connection, questions) => sameExpressions(questions),
  sameObjects,

  prepare,
  compile: (operations, before, server) => new SqliteCompiler(server, before).compile(operations),

  shell: sqlite3,

  quoteIdentifier,
  quoteTable: ({ name }) => quoteIdentifier(name),
  quoteLiteral,

  /**
   * Nobody else can write between `begin`, which takes SQLite's own lock at once and waits for it, and the end of the
   * transaction; who has waited reads the state again. A lock beside that would guard nothing more: only the wait for
   * a process that is writing now is done here, where it can be cut short.
   */
  tryLock: async (connection: Connection) =>
    (connection as SqliteConnection).canWrite()
      ? { acquired: true }
      : { acquired: false, holder: 'whoever holds the write lock of the file' },
  unlock: async () => true,
  explainWait: async () => undefined,
};
