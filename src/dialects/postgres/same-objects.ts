import { originOf } from '../../schema/canonical.ts';
import type { ObjectAnswers, ObjectQuestion } from '../../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../../schema/objects/object.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Connection, Server } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { askServer, type Probe } from './ask-server.ts';
import { askingOf } from './objects/asking.ts';
import { askings } from './objects/askings.ts';
import { supports } from './objects/supports.ts';
import { type ShadowedPlace, Shadows, textsOf } from './shadows.ts';

/** Both forms of an object as the server prints them; undefined for one that it does not take. */
interface Printed {
  readonly reflected: SchemaObject | undefined;
  readonly declared: SchemaObject | undefined;
}

/**
 * Has the server make every declared object in a throw-away place, on what is to be there after an upgrade, and holds what its
 * catalog says of that against what it says of the real one, as it is and as it would be printed there. One round trip.
 * Kinds without an `Asking` are what their canonical forms say.
 */
export async function sameObjects(
  connection: Connection,
  questions: readonly ObjectQuestion[],
): Promise<ObjectAnswers> {
  const open = questions.filter(({ declared }) => askingOf(askings, declared) !== undefined);
  try {
    const printed = new Map(zip(open, await print(connection, open)));
    return {
      same: questions.map((question) => isSame(question, printed.get(question))),
      printed: questions.map((question) => printed.get(question)?.declared),
    };
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    return {
      same: questions.map(() => false),
      fallback: `views and other objects were compared as text, since the server could not make temporary ones (${error.message})`,
    };
  }
}

const isSame = ({ reflected }: ObjectQuestion, printed: Printed | undefined): boolean =>
  printed?.declared !== undefined &&
  [reflected, printed.reflected].some(
    (one) => one !== undefined && isSameObject(one, printed.declared as SchemaObject),
  );

async function print(connection: Connection, questions: readonly ObjectQuestion[]): Promise<readonly Printed[]> {
  const [first] = questions;
  if (first === undefined) return [];
  const { server } = connection;
  const shadows = new Shadows(first.surroundings, first.existing, server);
  const forms = questions.flatMap(({ reflected, declared }) =>
    [reflected, declared].map((canonical) => formOf(originOf(canonical), shadows)),
  );
  const answers = await askServer(
    connection,
    forms.map(({ probe }) => probe),
  );
  const objects = forms.map(({ object, place }, at) => understand(answers[at] ?? null, object, place, server));
  return questions.map((_, at) => ({ reflected: objects[at * 2], declared: objects[at * 2 + 1] }));
}

interface Form {
  readonly object: SchemaObject;
  readonly place: ShadowedPlace;
  readonly probe: Probe;
}

const unanswerable: Probe = { statements: [], query: 'SELECT NULL' };

function formOf(object: SchemaObject, shadows: Shadows): Form {
  const asking = askingOf(askings, object);
  const needed = asking?.stands?.(object as never) ?? [];
  const place = shadows.around(textsOf(object), needed);
  if (asking === undefined || !needed.every(place.stands)) return { object, place, probe: unanswerable };
  const statements = [...place.statements, ...asking.make(object as never, place)];
  return { object, place, probe: { statements, query: asking.read(object as never, place) } };
}

function understand(
  answer: string | null,
  object: SchemaObject,
  place: ShadowedPlace,
  server: Server,
): SchemaObject | undefined {
  const printed = answer === null ? undefined : askingOf(askings, object)?.printed(answer, object as never, place);
  return printed === undefined ? undefined : canonicaliseObject(supports, printed, server)[0];
}

const zip = <A, B>(one: readonly A[], other: readonly B[]): (readonly [A, B])[] =>
  one.flatMap((part, at) => (at < other.length ? [[part, other[at] as B] as const] : []));
