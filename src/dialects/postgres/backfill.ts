import type { Operation } from '../../operations/operation.ts';
import { isText } from '../../schema/expression.ts';
import type { Table } from '../../schema/table.ts';
import { nameOf } from '../../schema/table-name.ts';
import type { Statement } from '../dialect.ts';
import { anonymousBlock } from './anonymous-block.ts';
import { quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';

/**
 * A backfill that walks along the primary key and commits after every batch, so that no row stays locked for long and
 * every row is visited once. Undefined where no batches are asked for, or the table has no key of one column that stays.
 */
export function backfillInBatches(operation: Operation<'backfill'>, table: Table): Statement | undefined {
  const { batchSize, set, where } = operation;
  const key = table.constraints?.find(({ kind }) => kind === 'primaryKey');
  const column = key?.kind === 'primaryKey' && key.columns.length === 1 ? key.columns[0] : undefined;
  if (batchSize === undefined || column === undefined || Object.hasOwn(set, column)) return undefined;
  const [target, id] = [quoteTable(nameOf(table)), quoteIdentifier(column)];
  const assignments = Object.entries(set).map(
    ([name, value]) => `${quoteIdentifier(name)} = ${isText(value) ? value.text : quoteLiteral(value)}`,
  );
  const body = [
    'DECLARE',
    `  first_key ${target}.${id}%TYPE;`,
    `  last_key ${target}.${id}%TYPE;`,
    'BEGIN',
    `  SELECT ${id} INTO first_key FROM ${target} ORDER BY ${id} LIMIT 1;`,
    '  WHILE first_key IS NOT NULL LOOP',
    `    SELECT batch.${id} INTO last_key`,
    `    FROM (SELECT ${id} FROM ${target} WHERE ${id} >= first_key ORDER BY ${id} LIMIT ${Math.trunc(batchSize)}) batch`,
    `    ORDER BY batch.${id} DESC LIMIT 1;`,
    `    UPDATE ${target} SET ${assignments.join(', ')}`,
    `    WHERE ${id} BETWEEN first_key AND last_key${where === undefined ? '' : ` AND (${where})`};`,
    '    COMMIT;',
    `    SELECT ${id} INTO first_key FROM ${target} WHERE ${id} > last_key ORDER BY ${id} LIMIT 1;`,
    '  END LOOP;',
    'END',
  ].join('\n');
  return { sql: anonymousBlock(body), transaction: 'outside' };
}
