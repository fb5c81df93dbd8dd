import type { SchemaObject } from '../../schema/objects/object.ts';
import type { ObjectName } from '../../schema/objects/object-name.ts';
import type { Trigger } from '../../schema/objects/trigger.ts';
import { tableKey } from '../../schema/table-name.ts';

const keyOf = ({ name, schema }: ObjectName): string => tableKey(schema === undefined ? { name } : { name, schema });

const placeOf = ({ schema = '', table, timing, events }: Trigger): string =>
  JSON.stringify([schema, table, timing, events]);

/**
 * Which triggers of a table act before which. A trigger that is made again without saying its place would act last: it takes
 * the place that it had.
 */
export class TriggerOrder {
  /** Those of one table, time and event as they were, first to last. */
  readonly #were = new Map<string, readonly Trigger[]>();
  readonly #there: Set<string>;

  constructor(objects: readonly SchemaObject[]) {
    const triggers = objects.filter((one): one is Trigger => one.kind === 'trigger');
    this.#there = new Set(triggers.map(keyOf));
    for (const place of new Set(triggers.map(placeOf))) {
      this.#were.set(place, inOrder(triggers.filter((one) => placeOf(one) === place)));
    }
  }

  drop(object: ObjectName): void {
    this.#there.delete(keyOf(object));
  }

  /** The trigger with the one that it acts before, where it acted before one that is still there. */
  create(trigger: Trigger): Trigger {
    this.#there.add(keyOf(trigger));
    const { follows, precedes } = trigger.mysql ?? {};
    if (follows !== undefined || precedes !== undefined) return trigger;
    const were = this.#were.get(placeOf(trigger)) ?? [];
    const at = were.findIndex(({ name }) => name === trigger.name);
    const next = at < 0 ? undefined : were.slice(at + 1).find((one) => this.#there.has(keyOf(one)));
    return next === undefined ? trigger : { ...trigger, mysql: { ...trigger.mysql, precedes: next.name } };
  }
}

/** As the catalog tells, which has each follow another; what is only declared is made in the order of the names. */
function inOrder(triggers: readonly Trigger[]): readonly Trigger[] {
  const [first, ...others] = triggers.filter(({ mysql }) => mysql?.follows === undefined);
  if (first === undefined || others.length > 0) return triggers.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const next = new Map(triggers.map((one) => [one.mysql?.follows, one]));
  const found: Trigger[] = [];
  for (let one: Trigger | undefined = first; one !== undefined && !found.includes(one); one = next.get(one.name)) {
    found.push(one);
  }
  return found;
}
