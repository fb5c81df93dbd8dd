import type { Connection, Dialect, Server } from '../dialects/dialect.ts';
import { aroundRenames, withOldTexts } from '../diff/around-renames.ts';
import { placeColumns } from '../diff/column-positions.ts';
import { diff } from '../diff/diff.ts';
import { adoptAnswers, expressionQuestions } from '../diff/expressions.ts';
import { nameConstraints } from '../diff/name-constraints.ts';
import { adoptObjects, objectQuestions } from '../diff/object-questions.ts';
import {
  hintedRenames,
  type Rename,
  type RenameCandidate,
  renameCandidates,
  renameOperations,
  schemasToMoveInto,
} from '../diff/rename.ts';
import { applyAll } from '../operations/apply.ts';
import type { Operation } from '../operations/operation.ts';
import { isFunctionCall, isText, type ServerDefault } from '../schema/expression.ts';
import type { ObjectAnswers } from '../schema/object-question.ts';
import type { Schema, Unmodelled } from '../schema/schema.ts';
import { agreedRenames } from './agreed-renames.ts';
import { canonicalObjects, unmodelledIn } from './custom-objects.ts';
import { fatesOf } from './taken-along.ts';

/** Names that are made up have to fit every database: PostgreSQL allows the fewest bytes. */
const portableLimits = { maxIdentifierLength: 63, identifierLengthUnit: 'bytes' } as const;

export interface ComparisonInput {
  readonly dialect: Dialect;
  /** Which server's rules decide what is the same; of `connection` where there is one. */
  readonly server: Server;
  /** Asked about expressions whose texts differ. Without one, differing texts count as differing expressions. */
  readonly connection?: Connection | undefined;
  readonly before: Schema;
  readonly after: Schema;
  /** Renames decided by flags or answers, beside those that the models hint at. */
  readonly renames?: readonly Rename[];
  /** Changes of columns that the config calls different; each is made once, also where the comparison found it. */
  readonly insisted?: readonly Operation<'alterColumn'>[];
}

export interface Comparison {
  /** What turns `before` into `after`, in order. Empty means that they are the same. */
  readonly operations: readonly Operation[];
  /** Drops and additions among the operations that may well be renames. */
  readonly candidates: readonly RenameCandidate[];
  /** What `before` has and Athanor does not model, and what stays as it is. */
  readonly unmodelled: readonly Unmodelled[];
  /** How the comparison was done, where that is not as good as it can be; and what goes without coming back. */
  readonly notes: readonly string[];
}

/**
 * Compares two schemas on the terms of one server: both sides are brought into canonical form, and expressions that still
 * differ in text are put to the server.
 */
export async function compare(input: ComparisonInput): Promise<Comparison> {
  const { dialect, server, before, after } = input;
  const to = dialect.canonicalise(after, server);
  const agreed = agreedRenames([...hintedRenames(before, after), ...(input.renames ?? [])]);
  const renames = [...schemasToMoveInto(agreed, dialect.canonicalise(before, server), to), ...renameOperations(agreed)];
  const renamed = withOldTexts(applyAll(renames, before), before, dialect.capabilities.replaces ?? []);
  const from = dialect.canonicalise(renamed, server);
  const existing = renames.length === 0 ? from : dialect.canonicalise(before, server);
  const { settled, notes } = await settle(input, from, to, existing);
  const objects = { before: canonicalObjects(before, server), after: canonicalObjects(after, server) };
  const found = diff(
    { ...from, custom: objects.before },
    { ...settled, custom: objects.after },
    dialect.capabilities.replaces,
  );
  const changes = nameConstraints(found, from, settled, portableLimits);
  const fates = fatesOf(unmodelledIn(before), changes);
  const placed = dialect.capabilities.columnPositions ? placeColumns(changes, from, settled) : changes;
  return {
    operations: [
      ...aroundRenames(renames, placed, before),
      ...(input.insisted ?? []).filter((one) => !isMade(one, changes)),
    ],
    candidates: changes.length === 0 ? [] : renameCandidates(from, settled),
    unmodelled: fates.left,
    notes: [...notes, ...fates.notes],
  };
}

/** The column is altered already, or goes. */
const isMade = ({ table, schema, to }: Operation<'alterColumn'>, changes: readonly Operation[]): boolean =>
  changes.some(
    (one) =>
      (one.kind === 'alterColumn' || one.kind === 'dropColumn') &&
      one.table === table &&
      one.schema === schema &&
      (one.kind === 'alterColumn' ? one.to : one.column).name === to.name,
  );

async function settle(
  { dialect, connection }: ComparisonInput,
  from: Schema,
  to: Schema,
  existing: Schema,
): Promise<{ readonly settled: Schema; readonly notes: readonly string[] }> {
  const questions = expressionQuestions(from, to, (value) => spell(dialect, value));
  const objects = objectQuestions(from, to, existing);
  if (questions.length + objects.length === 0) return { settled: to, notes: [] };
  if (connection === undefined) {
    return { settled: to, notes: ['expressions were compared as text, as there is no server to ask'] };
  }
  const expressions = await dialect.sameExpressions(connection, questions);
  const answers = objects.length === 0 ? noAnswers : await dialect.sameObjects(connection, objects);
  return {
    settled: adoptObjects(adoptAnswers(from, to, questions, expressions.same), objects, answers),
    notes: [expressions.fallback ?? [], answers.fallback ?? []].flat(),
  };
}

const noAnswers: ObjectAnswers = { same: [] };

function spell(dialect: Dialect, value: ServerDefault): string {
  if (isText(value)) return value.text;
  if (!isFunctionCall(value)) return dialect.quoteLiteral(value);
  return `${value.function}(${(value.arguments ?? []).map((one) => dialect.quoteLiteral(one)).join(', ')})`;
}
