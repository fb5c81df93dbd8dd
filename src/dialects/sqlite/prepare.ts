import type { Kind, Operation } from '../../operations/operation.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import { scan, significant, sqliteRules } from '../ansi/lexer.ts';
import { splitStatements } from '../ansi/statements.ts';
import type { Preparation } from '../dialect.ts';
import { isAddableAlone } from './alteration.ts';
import { assertionTable } from './assertions.ts';

/** What needs no knowledge of the tables that are there. */
const blind: ReadonlySet<Kind> = new Set([
  'createTable',
  'createObject',
  'dropObject',
  'alterObject',
  'execute',
  'bulkInsert',
  'bulkDelete',
  'backfill',
  'custom',
]);

const kept: ReadonlySet<Kind> = new Set([
  ...blind,
  'createIndex',
  'dropIndex',
  'renameIndex',
  'renameTable',
  'renameColumn',
]);

/** Whether a table may be rebuilt or dropped, which foreign keys must not see. */
export const mayDropTable = (operations: readonly Operation[]): boolean =>
  operations.some((operation) =>
    operation.kind === 'addColumn' ? !isAddableAlone(operation.column) : !kept.has(operation.kind),
  );

/** A revision in SQL that holds what this dialect compiled, down to its assertions. */
const isWrittenOut = (operation: Operation): boolean =>
  operation.kind === 'execute' && JSON.stringify(operation.sql).includes(assertionTable);

/** `PRAGMA foreign_keys = OFF` as other tools write it before they rebuild a table. */
function switchesForeignKeysOff(operation: Operation): boolean {
  if (operation.kind !== 'execute') return false;
  const sql = sqlOn('sqlite', operation.sql) ?? '';
  if (!/foreign_keys/i.test(sql)) return false;
  return splitStatements(sql, sqliteRules).some((statement) => {
    const words = significant([...scan(statement, sqliteRules)]).map(({ text }) => text.toUpperCase());
    return /^PRAGMA (?:\w+ \. )?FOREIGN_KEYS (?:=|\() '?(?:OFF|0|FALSE|NO)\b/.test(words.join(' '));
  });
}

/**
 * Foreign keys can be switched only outside a transaction: inside one the pragma does nothing, and says nothing, and dropping
 * the old table then deletes rows of others. https://www.sqlite.org/pragma.html#pragma_foreign_keys
 */
export function prepare(operations: readonly Operation[], rest: 'none' | 'unknown'): Preparation {
  const needsSchema = operations.some(({ kind }) => !blind.has(kind));
  const switches =
    rest === 'unknown' ||
    mayDropTable(operations) ||
    operations.some((operation) => isWrittenOut(operation) || switchesForeignKeysOff(operation));
  if (!switches) return { needsSchema, before: [], after: [] };
  return {
    needsSchema,
    before: [{ sql: 'PRAGMA foreign_keys = OFF' }],
    after: [{ sql: 'PRAGMA legacy_alter_table = OFF' }, { sql: 'PRAGMA foreign_keys = ON' }],
  };
}
