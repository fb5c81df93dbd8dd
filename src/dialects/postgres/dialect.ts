import type { Operation } from '../../operations/operation.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Dialect, Preparation, Server, Statement } from '../dialect.ts';
import { makesObjectAgain } from './access-again.ts';
import { canonicalise } from './canonicalise.ts';
import { PostgresCompiler } from './compiler.ts';
import { connect } from './connect.ts';
import { concernsEnums } from './enum-types.ts';
import { makesPartAgain } from './in-place.ts';
import { explainWait, tryLock, unlock } from './lock.ts';
import { concernsUserTypes } from './objects/under-columns.ts';
import { maxIdentifierBytes, quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';
import { reflect } from './reflect.ts';
import { sameExpressions } from './same-expressions.ts';
import { sameObjects } from './same-objects.ts';
import { psql } from './shell.ts';

/** Whether compiling has to know what is there: the types of columns, what leans on them, and names that the server chose. */
const needsSchema = (operation: Operation): boolean =>
  concernsEnums(operation) ||
  concernsUserTypes(operation) ||
  (operation.kind === 'backfill' && operation.batchSize !== undefined) ||
  (operation.kind === 'dropConstraint' && operation.constraint.name === undefined);

/** PostgreSQL 13 to 18. */
export const postgresql: Dialect = {
  name: 'postgresql',
  capabilities: {
    transactionalDdl: true,
    schemas: true,
    columnPositions: false,
    maxIdentifierLength: maxIdentifierBytes,
    identifierLengthUnit: 'bytes',
  },
  offlineServer: { dialect: 'postgresql', version: [18, 0, 0], defaultSchema: 'public', settings: {} },

  connect,
  reflect,
  canonicalise,
  sameExpressions,
  sameObjects,

  prepare: (operations: readonly Operation[]): Preparation => ({
    needsSchema: operations.some(needsSchema) || makesObjectAgain(operations) || makesPartAgain(operations),
    before: [],
    after: [],
  }),
  compile: (operations: readonly Operation[], before: Schema, server: Server): readonly Statement[] =>
    new PostgresCompiler(server, before).compile(operations),

  shell: psql,

  quoteIdentifier,
  quoteTable: (name) => quoteTable(name),
  quoteLiteral,

  tryLock,
  unlock,
  explainWait,
};
