import { derive } from '../../schema/canonical.ts';
import type { ObjectAnswers, ObjectQuestion } from '../../schema/object-question.ts';
import { isSameObject, type SchemaObject } from '../../schema/objects/object.ts';
import type { View } from '../../schema/objects/view.ts';
import type { DialectOptions } from '../../schema/options.ts';
import { canonicaliseObject } from '../ansi/object-support.ts';
import type { Connection } from '../dialect.ts';
import { StatementFailed } from '../errors.ts';
import { askViews, type PrintedViews, type ScratchSpeller } from './ask-views.ts';
import { asDeclared } from './objects/schedule.ts';
import { isSameQueryText } from './query-text.ts';
import { sameReturns } from './same-returns.ts';

/**
 * Holds objects against what the catalog has of them. What the models do not say of an object (who defined it, under which
 * settings, what comes before it) is not compared. Queries of views and types that functions return are put to the server.
 */
export async function sameObjects(
  connection: Connection,
  questions: readonly ObjectQuestion[],
  speller: ScratchSpeller,
): Promise<ObjectAnswers> {
  const asked = questions.map(withWhatIsSaid);
  const known = asked.map(({ reflected, declared }) => isSameObject(reflected, declared));
  const open = asked.filter((_, at) => !known[at]);
  const views = open.filter(isAboutView);
  const returns = await sameReturns(connection, open);
  const answer = views.length === 0 ? { printed: [] } : await printViews(connection, views, speller);
  const byView = new Map(views.map((question, at) => [question, answer.printed[at]]));
  const settled = asked.map((question) => {
    const view = byView.get(question as ViewQuestion);
    return view ?? returns.get(question) ?? question.declared;
  });
  return {
    same: asked.map(
      (question, at) =>
        known[at] === true ||
        isSameObject(question.reflected, settled[at] as SchemaObject) ||
        ('fallback' in answer && isAboutView(question) && isSameView(question)),
    ),
    ...('fallback' in answer && answer.fallback !== undefined ? { fallback: answer.fallback } : {}),
  };
}

type ViewQuestion = ObjectQuestion & { readonly reflected: View; readonly declared: View };

const isAboutView = (question: ObjectQuestion): question is ViewQuestion => question.declared.kind === 'view';

/** What is compared only where the models say it. */
const optional = ['definer', 'sqlMode', 'timeZone', 'follows', 'precedes'];

function withWhatIsSaid(question: ObjectQuestion): ObjectQuestion {
  const { reflected, declared } = question;
  if (!('mysql' in reflected) && reflected.kind !== 'event') return question;
  const said = ('mysql' in declared ? declared.mysql : undefined) ?? {};
  const there = ('mysql' in reflected ? reflected.mysql : undefined) ?? {};
  const kept = Object.entries(there).filter(([name]) => !optional.includes(name) || said[name] !== undefined);
  const mysql: DialectOptions | undefined = kept.length === 0 ? undefined : Object.fromEntries(kept);
  const change =
    reflected.kind === 'event' && declared.kind === 'event'
      ? { mysql, schedule: asDeclared(reflected.schedule, declared.schedule) }
      : { mysql };
  return { ...question, reflected: derive(reflected as object, change) as SchemaObject };
}

interface Answer {
  readonly printed: readonly (SchemaObject | undefined)[];
  readonly fallback?: string;
}

async function printViews(
  connection: Connection,
  questions: readonly ViewQuestion[],
  speller: ScratchSpeller,
): Promise<Answer> {
  const [{ surroundings }] = questions as [ViewQuestion];
  try {
    const views = questions.map(({ declared }) => declared);
    const printed: PrintedViews = await askViews(connection, views, surroundings, speller);
    return {
      printed: questions.map(({ declared }, at) => {
        const found = printed[at];
        if (found === undefined) return undefined;
        const { columns, ...others } = declared;
        const whole = {
          ...others,
          definition: found.definition,
          ...(found.columns === undefined ? {} : { columns: found.columns }),
        };
        return canonicaliseObject(speller.supports, whole, connection.server)[0];
      }),
    };
  } catch (error) {
    if (!(error instanceof StatementFailed)) throw error;
    return {
      printed: [],
      fallback: `views were compared as text, since the server makes none for this account to look at: ${error.message}`,
    };
  }
}

const isSameView = ({ reflected, declared }: ViewQuestion): boolean =>
  isSameQueryText(String(reflected.definition), String(declared.definition)) &&
  isSameObject({ ...reflected, definition: '' }, { ...declared, definition: '' });
