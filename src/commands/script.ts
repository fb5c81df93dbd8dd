import type { Dialect, Server } from '../dialects/dialect.ts';
import type { Operation } from '../operations/operation.ts';
import { inTransactions, linesOf, partsOf } from '../runner/script-lines.ts';
import type { Schema } from '../schema/schema.ts';

/** A change as SQL for the database's own shell. */
export interface Script {
  /** The statements alone, with a comment above each that loses data or may fail. */
  readonly body: string;
  /** The whole script, with its transaction and what has to be set before and after. */
  readonly text: string;
}

/** Writes operations as SQL. Nothing is run. */
export function scriptOf(dialect: Dialect, server: Server, operations: readonly Operation[], before: Schema): Script {
  const preparation = dialect.prepare(operations, 'none');
  const parts = partsOf({ dialect, server }, operations, before);
  const lines = parts.flatMap((part) => part.lines);
  if (parts.length === 0) return { body: '', text: '' };
  const text = [
    ...linesOf(dialect, preparation.before),
    ...(dialect.capabilities.transactionalDdl ? inTransactions(dialect, parts) : lines),
    ...linesOf(dialect, preparation.after),
  ].join('\n');
  return { body: lines.join('\n'), text: `${text}\n` };
}
