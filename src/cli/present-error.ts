import { relative } from 'node:path';
import { MigrationError } from '../errors.ts';
import type { Paint } from './paint.ts';
import { sanitise } from './sanitise.ts';

/** An error as JSON: the fields that scripts rely on. */
export interface ErrorDocument {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly state?: string;
  readonly revision?: string;
  readonly operation?: string;
  readonly sql?: string;
  readonly sqlState?: string;
  readonly position?: number;
  readonly missing?: unknown;
  /** The code of the error that this one came of. */
  readonly cause?: string;
  readonly stack?: string;
}

const shared = [
  'hint',
  'file',
  'line',
  'state',
  'revision',
  'operation',
  'sql',
  'sqlState',
  'position',
  'missing',
] as const;

export function errorDocument(error: unknown, options: { readonly trace: boolean }): ErrorDocument {
  const { code, message } = isForeseen(error) ? error : unforeseen(error);
  const fields = (error ?? {}) as Record<string, unknown>;
  const known = shared.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]] as const);
  const stack = options.trace ? { stack: stackOf(error) } : {};
  return { code, message, ...(isForeseen(error) ? { ...Object.fromEntries(known), ...causeOf(error) } : {}), ...stack };
}

/** An error for people: what, where, the SQL with a mark under the place, what became of the database, what to do. */
export function errorText(document: ErrorDocument, paint: Paint, cwd: string): string {
  const { message, operation, file, line, sql, position, sqlState, state, hint, stack } = document;
  const where =
    file === undefined ? undefined : `${relative(cwd, file) || file}${line === undefined ? '' : `:${line}`}`;
  const lines = [
    `${paint.bad('error:')} ${sanitise(message)}`,
    ...(where === undefined ? [] : [`  ${paint.faint('at')} ${sanitise(where)}`]),
    ...(operation === undefined ? [] : [`  ${paint.faint('in')} ${sanitise(operation)}`]),
    ...(sql === undefined ? [] : ['', ...markedSql(sql, position).map((text) => `    ${text}`)]),
    ...(sqlState === undefined ? [] : [`    ${paint.faint(`(${sanitise(sqlState)})`)}`]),
    ...(sql === undefined ? [] : ['']),
    ...(state === undefined ? [] : [`  ${paint.strong('state:')} ${sanitise(state)}`]),
    ...(hint === undefined ? [] : [`  ${paint.strong('next:')} ${sanitise(hint)}`]),
    ...(stack === undefined ? [] : ['', paint.faint(sanitise(stack))]),
  ];
  return `${lines.join('\n')}\n`;
}

const longest = 12;

/** The lines of a statement with a caret under the character at `position`; of a long one, those around it. */
export function markedSql(sql: string, position: number | undefined): readonly string[] {
  const lines = sql.split('\n');
  // Servers count characters, not the halves that JavaScript keeps some of them in.
  const before = position === undefined ? '' : [...sql].slice(0, position - 1).join('');
  const row = before.split('\n').length - 1;
  const column = before.length - (before.lastIndexOf('\n') + 1);
  const first = Math.max(0, Math.min(row - longest + 3, lines.length - longest));
  const shown = lines.slice(first, first + longest).map((text) => sanitise(text.replaceAll('\t', ' ')));
  if (position !== undefined) shown.splice(row - first + 1, 0, `${' '.repeat(column)}^`);
  return [...(first > 0 ? ['…'] : []), ...shown, ...(first + longest < lines.length ? ['…'] : [])];
}

const causeOf = ({ cause }: MigrationError): Pick<ErrorDocument, 'cause'> =>
  isForeseen(cause) ? { cause: cause.code } : {};

const isForeseen = (error: unknown): error is MigrationError => error instanceof MigrationError;

const unforeseen = (error: unknown): { readonly code: string; readonly message: string } => ({
  code: 'unexpected',
  message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
});

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
