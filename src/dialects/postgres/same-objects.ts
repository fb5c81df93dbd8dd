import { originOf } from '../../schema/canonical.ts';
import type { ObjectAnswers, ObjectQuestion } from '../../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../../schema/objects/object.ts';
import { sqlOn } from '../../schema/sql-by-dialect.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Connection, Server } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { askServer, type Probe } from './ask-server.ts';
import { askingOf } from './objects/asking.ts';
import { askings } from './objects/askings.ts';
import { supports } from './objects/supports.ts';
import { planQueries } from './planned-queries.ts';
import { queryText } from './query-text.ts';
import { type ShadowedPlace, Shadows, textsOf } from './shadows.ts';

/**
 * Has the server make every declared object in a throw-away place, on what is to be there after an upgrade, and holds what its
 * catalog says of that against what it says of the real one, as that is, and where they differ also as it would be printed
 * there. Two round trips at most. Kinds without an `Asking` are what their canonical forms say.
 */
export async function sameObjects(
  connection: Connection,
  questions: readonly ObjectQuestion[],
): Promise<ObjectAnswers> {
  const [first] = questions;
  if (first === undefined) return { same: [] };
  const shadows = new Shadows(first.surroundings, first.existing, connection.server);
  try {
    const declared = await print(
      connection,
      shadows,
      questions.map((question) => question.declared),
    );
    const isOpen = questions.map(
      ({ reflected }, at) => declared[at] !== undefined && !isEqual(reflected, declared[at]),
    );
    const open = questions.filter((_, at) => isOpen[at]);
    const printed = await print(
      connection,
      shadows,
      open.map((question) => question.reflected),
    );
    const again = new Map(open.map((question, at) => [question, printed[at]]));
    return {
      same: questions.map(
        (question, at) =>
          declared[at] !== undefined && (isOpen[at] !== true || isEqual(again.get(question), declared[at])),
      ),
      printed: declared,
    };
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    const planned = await samePlans(connection, questions).catch(() => undefined);
    if (planned?.every((one) => one !== undefined) === true) return { same: planned.map((one) => one === true) };
    return {
      same: questions.map((_, at) => planned?.[at] === true),
      fallback: `views and other objects were compared as text, since the server could not make temporary ones (${error.message})`,
    };
  }
}

const isEqual = (one: SchemaObject | undefined, other: SchemaObject | undefined): boolean =>
  one !== undefined && other !== undefined && isSameObject(one, other);

/** The objects as the server prints them; undefined where it does not take one, or has not to be asked. */
async function print(
  connection: Connection,
  shadows: Shadows,
  objects: readonly SchemaObject[],
): Promise<readonly (SchemaObject | undefined)[]> {
  const forms = objects.map((canonical) => formOf(originOf(canonical), shadows));
  const asked = forms.filter(({ probe }) => probe !== undefined);
  const answers = await askServer(
    connection,
    asked.flatMap(({ probe }) => probe ?? []),
  );
  const byForm = new Map(asked.map((form, at) => [form, answers[at] ?? null]));
  return forms.map((form) => understand(byForm.get(form) ?? null, form, connection.server));
}

/** Whether the planner makes the same of both queries of views that differ in nothing else; undefined for what is no query. */
async function samePlans(
  connection: Connection,
  questions: readonly ObjectQuestion[],
): Promise<readonly (boolean | undefined)[]> {
  const pairs = questions.map(({ reflected, declared }) => {
    const [one, other] = [queryOf(reflected), queryOf(declared)];
    const columns = reflected.resultColumns?.map(({ name }) => name);
    if (one === undefined || other === undefined || columns === undefined) return undefined;
    const definition = 'definition' in reflected ? reflected.definition : undefined;
    const isAlike = isSameObject(reflected, { ...declared, definition } as SchemaObject);
    return { isAlike, queries: [one, other].map((sql) => ({ sql, columns })) };
  });
  const plans = [
    ...(await planQueries(
      connection,
      pairs.flatMap((pair) => pair?.queries ?? []),
    )),
  ];
  return pairs.map((pair) => {
    if (pair === undefined) return undefined;
    const [one, other] = plans.splice(0, 2);
    return pair.isAlike && typeof one === 'string' && one === other;
  });
}

/** What a view shows, where its columns have the names that the query gives them. */
function queryOf(canonical: SchemaObject): string | undefined {
  const object = originOf(canonical);
  if (object.kind !== 'view' && object.kind !== 'materializedView') return undefined;
  if (object.columns !== undefined || object.postgresql?.recursive === true) return undefined;
  const sql = sqlOn('postgresql', object.definition);
  return sql === undefined ? undefined : queryText(sql);
}

interface Form {
  readonly object: SchemaObject;
  readonly place: ShadowedPlace;
  /** Absent where the server is not to be asked. */
  readonly probe?: Probe;
}

function formOf(object: SchemaObject, shadows: Shadows): Form {
  const asking = askingOf(askings, object);
  const needed = asking?.stands?.(object as never) ?? [];
  const place = shadows.around(textsOf(object), needed);
  if (asking === undefined || !needed.every(place.stands)) return { object, place };
  const statements = [...place.statements, ...asking.make(object as never, place)];
  return { object, place, probe: { statements, query: asking.read(object as never, place) } };
}

function understand(answer: string | null, { object, place }: Form, server: Server): SchemaObject | undefined {
  const printed = answer === null ? undefined : askingOf(askings, object)?.printed(answer, object as never, place);
  return printed === undefined ? undefined : canonicaliseObject(supports, printed, server)[0];
}
