import { derive, originOf } from '../schema/canonical.ts';
import type { Column } from '../schema/column.ts';
import type { Check, Exclusion } from '../schema/constraint.ts';
import { equal } from '../schema/equal.ts';
import { isText, type ServerDefault } from '../schema/expression.ts';
import type { ExpressionQuestion } from '../schema/expression-question.ts';
import { Families } from '../schema/parents.ts';
import type { Schema } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import type { Index, IndexPart } from '../schema/table-index.ts';
import { tableKey } from '../schema/table-name.ts';
import { changedTables, matchByKey, matchByShape } from './match.ts';

/**
 * The expressions of two canonical schemas that stand at the same place and are spelled differently: what the server has
 * to be asked. None where the schemas are in step. `spell` writes a default that is not SQL yet as SQL.
 */
export function expressionQuestions(
  from: Schema,
  to: Schema,
  spell: (value: ServerDefault) => string,
): readonly ExpressionQuestion[] {
  const families = new Families({ tables: to.tables.map(originOf) });
  return changedTables(matchByKey(from.tables, to.tables, tableKey).kept).flatMap((pair) => {
    const table = families.whole(originOf(pair.to));
    return [
      ...matchByKey(pair.from.columns, pair.to.columns, ({ name }) => name).kept.flatMap((columns) =>
        columnQuestions(columns.from, columns.to, spell),
      ),
      ...checkQuestions(pair.from, pair.to),
      ...indexQuestions(pair.from, pair.to),
      ...exclusionQuestions(pair.from, pair.to),
    ].map((question) => ({ table, ...question }));
  });
}

type Question = Omit<ExpressionQuestion, 'table'>;

function columnQuestions(from: Column, to: Column, spell: (value: ServerDefault) => string): readonly Question[] {
  const column = to.name;
  const questions: Question[] = [];
  const spelled = (value: ServerDefault): string => (isText(value) ? value.text : spell(value));
  if (
    from.serverDefault !== undefined &&
    to.serverDefault !== undefined &&
    !equal(from.serverDefault, to.serverDefault)
  ) {
    const [reflected, declared] = [spelled(from.serverDefault), spelled(to.serverDefault)];
    questions.push({ place: 'default', column, reflected, declared });
  }
  if (from.computed !== undefined && to.computed !== undefined && from.computed.expression !== to.computed.expression) {
    const [reflected, declared] = [from.computed.expression, to.computed.expression];
    questions.push({ place: 'computed', column, reflected, declared });
  }
  return questions;
}

/** Checks of one name are compared with each other; the rest, where a name may have been changed or left out, each with each. */
function checkQuestions(from: Table, to: Table): readonly Question[] {
  const { dropped, added } = matchByShape(checksOf(from), checksOf(to));
  const named = new Set(dropped.flatMap(({ name }) => name ?? []));
  return added.flatMap((declared) =>
    dropped
      .filter(({ name }) => (declared.name !== undefined && named.has(declared.name) ? name === declared.name : true))
      .map(
        (reflected) => ({ place: 'check', reflected: reflected.expression, declared: declared.expression }) as const,
      ),
  );
}

const checksOf = (table: Table): readonly Check[] =>
  (table.constraints ?? []).filter((one): one is Check => one.kind === 'check');

function indexQuestions(from: Table, to: Table): readonly Question[] {
  const { dropped, added } = matchByShape(from.indexes ?? [], to.indexes ?? []);
  return added.flatMap((declared) =>
    dropped
      .filter((reflected) => mayBeSame(reflected, declared))
      .flatMap((reflected) => partQuestions(reflected, declared)),
  );
}

/** An exclusion constraint has expressions where an index has them. */
function exclusionQuestions(from: Table, to: Table): readonly Question[] {
  const { dropped, added } = matchByShape(exclusionsOf(from), exclusionsOf(to));
  const asIndex = ({ kind: _, elements, ...rest }: Exclusion): Index =>
    ({ ...rest, columns: elements }) as unknown as Index;
  return added.map(asIndex).flatMap((declared) =>
    dropped
      .map(asIndex)
      .filter((reflected) => mayBeSame(reflected, declared))
      .flatMap((reflected) => partQuestions(reflected, declared)),
  );
}

const exclusionsOf = (table: Table): readonly Exclusion[] =>
  (table.constraints ?? []).filter((one): one is Exclusion => one.kind === 'exclusion');

/** Alike in everything but their expressions. */
const mayBeSame = (a: Index, b: Index): boolean => equal(withoutExpressions(a), withoutExpressions(b));

const withoutExpressions = ({ name: _, where, columns, ...rest }: Index): object => ({
  ...rest,
  where: where !== undefined,
  columns: columns.map((part) => (isExpression(part) ? { ...part, expression: '' } : part)),
});

const isExpression = (part: string | IndexPart): part is IndexPart & { readonly expression: string } =>
  typeof part !== 'string' && 'expression' in part;

function partQuestions(from: Index, to: Index): readonly Question[] {
  const keys = to.columns.flatMap((part, at): readonly Question[] => {
    const old = from.columns[at];
    return isExpression(part) && old !== undefined && isExpression(old) && old.expression !== part.expression
      ? [{ place: 'key', reflected: old.expression, declared: part.expression }]
      : [];
  });
  return from.where === undefined || to.where === undefined || from.where === to.where
    ? keys
    : [...keys, { place: 'predicate', reflected: from.where, declared: to.where }];
}

/** `to` with every expression that the server found to be the same as in `from` spelled as it is there. */
export function adoptAnswers(
  from: Schema,
  to: Schema,
  questions: readonly ExpressionQuestion[],
  same: readonly boolean[],
): Schema {
  const answers = new Map<string, Map<string, string>>();
  questions.forEach((question, at) => {
    if (same[at] !== true) return;
    const key = tableKey(question.table);
    const spellings = answers.get(key) ?? new Map<string, string>();
    spellings.set(placeKey(question.place, question.column ?? question.declared), question.reflected);
    answers.set(key, spellings);
  });
  if (answers.size === 0) return to;
  const before = new Map(from.tables.map((table) => [tableKey(table), table]));
  const tables = to.tables.map((table) => {
    const spellings = answers.get(tableKey(table));
    const old = before.get(tableKey(table));
    return spellings === undefined || old === undefined ? table : respell(table, old, spellings);
  });
  return { ...to, tables };
}

type Spellings = ReadonlyMap<string, string>;

/** A column has one default and one computed expression; of checks and index expressions a table has many. */
const placeKey = (place: ExpressionQuestion['place'], columnOrText: string): string => `${place}\u0000${columnOrText}`;

function respell(table: Table, old: Table, spellings: Spellings): Table {
  const spell = (place: ExpressionQuestion['place'], text: string): string =>
    spellings.get(placeKey(place, text)) ?? text;
  const change: { -readonly [Key in keyof Table]?: Table[Key] } = {
    columns: table.columns.map((column) =>
      respellColumn(
        column,
        old.columns.find(({ name }) => name === column.name),
        spellings,
      ),
    ),
  };
  if (table.constraints !== undefined) {
    change.constraints = table.constraints.map((one) =>
      holds(old.constraints, one)
        ? one
        : one.kind === 'check'
          ? derive(one, { expression: spell('check', one.expression) })
          : one.kind === 'exclusion'
            ? respellExclusion(one, spell)
            : one,
    );
  }
  if (table.indexes !== undefined) {
    change.indexes = table.indexes.map((index) =>
      holds(old.indexes, index)
        ? index
        : derive(index, {
            columns: index.columns.map((part) =>
              isExpression(part) ? { ...part, expression: spell('key', part.expression) } : part,
            ),
            ...(index.where === undefined ? {} : { where: spell('predicate', index.where) }),
          }),
    );
  }
  return derive(table, change);
}

const respellExclusion = (
  one: Exclusion,
  spell: (place: ExpressionQuestion['place'], text: string) => string,
): Exclusion =>
  derive(one, {
    elements: one.elements.map((element) =>
      'expression' in element ? { ...element, expression: spell('key', element.expression) } : element,
    ),
    ...(one.where === undefined ? {} : { where: spell('predicate', one.where) }),
  });

/** Two parts may be declared with one text and stored with two: what is in step already stays as it is. */
const holds = <T>(parts: readonly T[] | undefined, part: T): boolean => parts?.some((one) => equal(one, part)) === true;

function respellColumn(column: Column, old: Column | undefined, spellings: Spellings): Column {
  const sameDefault = spellings.has(placeKey('default', column.name));
  const computed = spellings.get(placeKey('computed', column.name));
  if (!sameDefault && computed === undefined) return column;
  return derive(column, {
    ...(sameDefault && old?.serverDefault !== undefined ? { serverDefault: old.serverDefault } : {}),
    ...(computed !== undefined && column.computed !== undefined
      ? { computed: { ...column.computed, expression: computed } }
      : {}),
  });
}
