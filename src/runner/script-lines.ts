import type { Dialect, Server, Statement } from '../dialects/dialect.ts';
import { hazardsOf } from '../operations/hazards.ts';
import type { Operation } from '../operations/operation.ts';
import type { Schema } from '../schema/schema.ts';

/** Text of anybody's as a comment, which it cannot leave. */
export const commentLine = (text: string): string => `-- ${text.replaceAll(/[\s\p{C}]+/gu, ' ').trim()}`;

/** The statements of a script, one or more lines each, with what has to be known of them above. */
export interface ScriptPart {
  readonly lines: readonly string[];
  /** The server refuses it inside a transaction. */
  readonly outside: boolean;
}

/** Operations as parts of a script, each operation that loses data or may fail with a comment that says so. */
export function partsOf(
  { dialect, server }: { readonly dialect: Dialect; readonly server: Server },
  operations: readonly Operation[],
  before: Schema,
): readonly ScriptPart[] {
  const hazards = hazardsOf(operations);
  const told = new Set<number>();
  return dialect.compile(operations, before, server).map((statement) => {
    const { operation = -1 } = statement;
    const comments = told.has(operation) ? [] : hazards.filter((hazard) => hazard.operation === operation);
    told.add(operation);
    return {
      outside: statement.transaction === 'outside',
      lines: [
        ...comments.map(({ kind, reason }) =>
          commentLine(`${kind === 'data-loss' ? 'Loses data' : 'May fail'}: ${reason}`),
        ),
        dialect.shell.terminate(statement.sql),
      ],
    };
  });
}

/** Statements by themselves. */
export const linesOf = ({ shell }: Dialect, statements: readonly (string | Statement)[]): readonly string[] =>
  statements.map((one) => shell.terminate(typeof one === 'string' ? one : one.sql));

const aside = commentLine(
  'Not in a transaction, which the server refuses here: if the script stops below, this stays.',
);

/** Parts within transactions; those that refuse one stand between two. */
export function inTransactions({ shell }: Dialect, parts: readonly ScriptPart[]): readonly string[] {
  const lines: string[] = [];
  let isOpen = false;
  for (const part of parts) {
    if (part.outside === isOpen) lines.push(part.outside ? 'COMMIT;' : `${shell.begin};`);
    if (part.outside && (isOpen || lines.length === 0)) lines.push(aside);
    isOpen = !part.outside;
    lines.push(...part.lines);
  }
  return isOpen ? [...lines, 'COMMIT;'] : lines;
}
