import type { Operation } from '../../operations/operation.ts';
import type { Statement } from '../dialect.ts';
import type { DatabaseChange } from './database-change.ts';
import { proveDependents } from './dependents.ts';
import { checkForeignKeys } from './foreign-key-check.ts';
import { mayDropTable } from './prepare.ts';

const changesRows: readonly Operation['kind'][] = ['execute', 'bulkInsert', 'bulkDelete', 'backfill'];

/**
 * The statements with what has to be asserted around them. Where a table is rebuilt or dropped, foreign keys have to be off,
 * and whatever they would have kept from happening is looked for at the end.
 */
export function guard(
  statements: readonly Statement[],
  operations: readonly Operation[],
  change: DatabaseChange,
): Statement[] {
  const { assertions, touched } = change;
  const anyRows = mayDropTable(operations) && operations.some(({ kind }) => changesRows.includes(kind));
  if (touched.size === 0 && !anyRows) return [...statements];
  const switched = assertions.that(
    'foreign keys are enforced, so that rebuilding or dropping a table would delete rows of others: PRAGMA foreign_keys = OFF has to run before the transaction',
    '(SELECT foreign_keys = 0 FROM pragma_foreign_keys)',
  );
  const check = checkForeignKeys(
    { before: change.before, after: change.tables, names: change.names, touched: anyRows ? undefined : touched },
    assertions,
  );
  const dependents = proveDependents(change.unmodelled, touched, change.tables);
  return [
    ...plain([...assertions.open(), switched, ...check.before]),
    ...statements,
    ...plain([...dependents, ...check.after, ...assertions.close()]),
  ];
}

const plain = (sql: readonly string[]): readonly Statement[] => sql.map((text) => ({ sql: text }));
