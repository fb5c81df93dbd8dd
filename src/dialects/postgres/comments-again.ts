import type { Operation } from '../../operations/operation.ts';
import type { Schema, Unmodelled } from '../../schema/schema.ts';
import { type TableName, tableKey } from '../../schema/table-name.ts';
import { quoteIdentifier, quoteLiteral, quoteTable } from './quoting.ts';

/** What comments are called that nothing models, so that what is made again has to be given them back. */
export const onConstraint = 'comment on a constraint';
export const onType = 'comment on a type';

/** The statement that gives a constraint which is made again the comment that it had. */
export const constraintCommentAgain = (before: Schema, table: TableName, name: string): readonly string[] =>
  commentsIn(
    before,
    (note) => note.kind === onConstraint && note.name === name && tableKey(tableOf(note)) === tableKey(table),
  ).map((text) => `COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${quoteTable(table)} IS ${quoteLiteral(text)}`);

/** The statement that gives a type which is made again the comment that it had. */
export const typeCommentAgain = (before: Schema, type: TableName): readonly string[] =>
  commentsIn(before, (note) => note.kind === onType && tableKey(note) === tableKey(type)).map(
    (text) => `COMMENT ON TYPE ${quoteTable(type)} IS ${quoteLiteral(text)}`,
  );

const commentsIn = ({ unmodelled }: Schema, isMeant: (note: Unmodelled) => boolean): readonly string[] =>
  (unmodelled ?? []).filter(isMeant).flatMap(({ definition }) => definition ?? []);

const tableOf = ({ table = '', schema }: Unmodelled): TableName =>
  schema === undefined ? { name: table } : { name: table, schema };

/** Whether a constraint is dropped and added again, which loses its comment unless that is known. */
export function makesConstraintAgain(operations: readonly Operation[]): boolean {
  const dropped = new Set(operations.flatMap((one) => (one.kind === 'dropConstraint' ? keyOf(one) : [])));
  return operations.some((one) => one.kind === 'addConstraint' && keyOf(one).some((key) => dropped.has(key)));
}

const keyOf = ({ constraint, ...on }: Operation<'addConstraint' | 'dropConstraint'>): readonly string[] =>
  constraint.name === undefined ? [] : [`${on.schema ?? ''}\u0000${on.table}\u0000${constraint.name}`];
