import type { Dialect, Server, Statement } from '../dialects/dialect.ts';
import type { Operation } from '../operations/operation.ts';
import type { Schema } from '../schema/schema.ts';

/** A change as SQL for the database's own shell. */
export interface Script {
  /** The statements alone. */
  readonly body: string;
  /** The whole script, with its transaction and what has to be set before and after. */
  readonly text: string;
}

/** Writes operations as SQL. Nothing is run. */
export function scriptOf(dialect: Dialect, server: Server, operations: readonly Operation[], before: Schema): Script {
  const preparation = dialect.prepare(operations, 'none');
  const statements = dialect.compile(operations, before, server);
  const body = statements.map(closed).join('\n');
  if (statements.length === 0) return { body, text: '' };
  const inside = dialect.capabilities.transactionalDdl ? transactions(statements) : body;
  const text = [...preparation.before.map(closed), inside, ...preparation.after.map(closed)].join('\n');
  return { body, text: `${text}\n` };
}

const closed = ({ sql }: Statement): string => (sql.trimEnd().endsWith(';') ? sql : `${sql};`);

/** Statements that refuse a transaction stand between two of them. */
function transactions(statements: readonly Statement[]): string {
  const lines: string[] = [];
  let isOpen = false;
  for (const statement of statements) {
    const wanted = statement.transaction !== 'outside';
    if (wanted !== isOpen) lines.push(wanted ? 'BEGIN;' : 'COMMIT;');
    isOpen = wanted;
    lines.push(closed(statement));
  }
  if (isOpen) lines.push('COMMIT;');
  return lines.join('\n');
}
