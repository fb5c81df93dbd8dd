import type { Rename, RenameCandidate } from '../diff/rename.ts';
import { UsageError } from '../errors.ts';
import type { Schema } from '../schema/schema.ts';
import { tableLabel } from '../schema/table-name.ts';
import { type RenameQuestion, RenamesUndecided } from './errors.ts';

/** What a caller says about drops and additions that may be renames. */
export interface RenameAnswers {
  /** `users.age=years` for a column, `people=users` for a table, `users=archive.users` for one that is moved, `old=new` for a schema. */
  readonly renames?: readonly string[] | undefined;
  /** What is really dropped, though something new looks like it: `users.age`, `people`. */
  readonly drops?: readonly string[] | undefined;
  /** Asks a person, who may leave without an answer. Absent where there is nobody to ask. */
  readonly ask?: ((question: RenameQuestion) => Promise<boolean | undefined>) | undefined;
}

/**
 * Renames as they were written, understood on the schema that has the old names.
 *
 * @throws UsageError when there is no such table or column
 */
export function parseRenames(written: readonly string[], before: Schema): readonly Rename[] {
  return written.map((text) => {
    const at = text.indexOf('=');
    const from = text.slice(0, at).trim();
    const to = text.slice(at + 1).trim();
    if (at < 1 || to === '') {
      throw new UsageError(`--rename ${text}: this is not OLD=NEW`, {
        hint: 'write --rename users.age=years for a column, --rename people=users for a table, --rename users=archive.users for one that goes into another schema',
      });
    }
    return find(from, to, before, tablesRenamed(written));
  });
}

/** New table names by old ones, so that a column of a table that is renamed too can be named either way. */
const tablesRenamed = (written: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    written.flatMap((text) => {
      const [from = '', to = ''] = text.split('=').map((part) => part.trim());
      return [[from, to] as const];
    }),
  );

function find(from: string, to: string, before: Schema, renamed: ReadonlyMap<string, string>): Rename {
  for (const table of before.tables) {
    const label = tableLabel(table);
    const place = table.schema === undefined ? {} : { schema: table.schema };
    if (from === label) return { kind: 'table', ...place, from: table.name, ...destination(to, table.schema) };
    const target = destination(renamed.get(label) ?? table.name, table.schema);
    const schema = target.toSchema === undefined ? table.schema : (target.toSchema ?? undefined);
    const now = schema === undefined ? { name: target.to } : { schema, name: target.to };
    const column = [label, tableLabel(now)]
      .filter((prefix) => from.startsWith(`${prefix}.`))
      .map((prefix) => from.slice(prefix.length + 1))
      .find((name) => table.columns.some((one) => one.name === name));
    if (column === undefined) continue;
    const name = to.slice(to.lastIndexOf('.') + 1);
    return { kind: 'column', ...(schema === undefined ? {} : { schema }), table: now.name, from: column, to: name };
  }
  const isSchema = before.objects?.some((one) => one.kind === 'schema' && one.name === from) === true;
  if (isSchema) return { kind: 'schema', from, to };
  throw new UsageError(`--rename ${from}=${to}: the database has no table, column or schema '${from}'`, {
    hint: 'the left side is the name that the database has now: TABLE.COLUMN or TABLE',
  });
}

/** `archive.users` is a table of another schema, `.users` one of the default schema. */
function destination(
  to: string,
  schema: string | undefined,
): { readonly to: string; readonly toSchema?: string | null } {
  const at = to.indexOf('.');
  const place = at < 0 ? schema : to.slice(0, at) || undefined;
  const name = to.slice(at + 1);
  return place === schema ? { to: name } : { to: name, toSchema: place ?? null };
}

/** The question that a candidate is, with the flags that answer it. */
export function questionOf(candidate: RenameCandidate): RenameQuestion {
  const place = candidate.schema === undefined ? {} : { schema: candidate.schema };
  const from =
    candidate.kind === 'column'
      ? `${tableLabel({ ...place, name: candidate.table })}.${candidate.from}`
      : tableLabel({ ...place, name: candidate.from });
  const to = newNameOf(candidate);
  const isMoved = candidate.kind === 'table' && candidate.toSchema !== undefined;
  return {
    question: `was ${candidate.kind} ${from} ${isMoved ? 'moved' : 'renamed'} to ${to}?`,
    kind: candidate.kind,
    from,
    to,
    answers: [`--rename ${from}=${to}`, `--drop ${from}`],
  };
}

/** As `--rename` takes it: with a dot in front where a table goes into the default schema. */
function newNameOf(rename: Rename): string {
  if (rename.kind !== 'table' || rename.toSchema === undefined) return rename.to;
  return `${rename.toSchema ?? ''}.${rename.to}`;
}

/**
 * Decides one candidate after the other by flags, then by asking.
 *
 * @returns a rename to take into account before comparing again, or undefined when all that is left are drops
 * @throws RenamesUndecided when there is nobody to ask
 */
export async function decideNext(
  candidates: readonly RenameCandidate[],
  answers: RenameAnswers,
  refused: Set<string>,
): Promise<Rename | undefined> {
  const open = candidates.filter((candidate) => {
    const { from, to } = questionOf(candidate);
    return answers.drops?.includes(from) !== true && !refused.has(`${from}=${to}`);
  });
  for (const candidate of open) {
    const question = questionOf(candidate);
    const answer = await answers.ask?.(question);
    if (answer === undefined) throw new RenamesUndecided(open.map(questionOf));
    if (answer) {
      const { likeness: _, ...rename } = candidate;
      return rename;
    }
    refused.add(`${question.from}=${question.to}`);
  }
  return undefined;
}
