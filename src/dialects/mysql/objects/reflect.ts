import type { SchemaObject } from '../../../schema/objects/object.ts';
import type { Routine } from '../../../schema/objects/routine.ts';
import type { ScheduledEvent, Trigger } from '../../../schema/objects/trigger.ts';
import type { View } from '../../../schema/objects/view.ts';
import type { DialectOptions } from '../../../schema/options.ts';
import type { Unmodelled } from '../../../schema/schema.ts';
import type { Connection } from '../../dialect.ts';
import { StatementFailed } from '../../errors.ts';
import type { Filter } from '../catalog.ts';
import { quoteName } from '../quote.ts';
import type { ReportedKind } from '../reported-kinds.ts';
import {
  type EventRow,
  type ObjectRows,
  type RoutineRow,
  readObjectRows,
  type TriggerRow,
  type ViewRow,
} from './catalog.ts';
import { readEventBody, readRoutine, readTriggerBody, readView } from './printed.ts';
import { sessionOptions } from './session.ts';

/** What there is beside tables, and what of it no model can say. */
export interface ReflectedObjects {
  readonly objects: readonly SchemaObject[];
  readonly unmodelled: readonly Unmodelled[];
}

/** Reads views, triggers, routines and events of the schemas that the filter lets through. */
export async function reflectObjects(
  connection: Connection,
  within: Filter,
  isWanted: (schema: string) => boolean,
): Promise<ReflectedObjects> {
  const rows = await readObjectRows(connection, within);
  const wanted = Object.fromEntries(
    Object.entries(rows).map(([kind, list]) => [kind, list.filter(({ schema }: ViewRow) => isWanted(schema))]),
  ) as unknown as ObjectRows;
  return new ObjectReader(connection).read(wanted);
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Turns rows into objects; what the catalog prints with a loss, or not at all, is taken from `SHOW CREATE`. */
class ObjectReader {
  readonly #connection: Connection;
  readonly #objects: SchemaObject[] = [];
  readonly #unmodelled: Unmodelled[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read({ views, triggers, routines, events }: ObjectRows): Promise<ReflectedObjects> {
    for (const row of views) await this.#view(row);
    for (const [at, row] of triggers.entries()) await this.#trigger(row, triggers[at - 1]);
    for (const row of routines) await this.#routine(row);
    for (const row of events) await this.#event(row);
    return { objects: this.#objects, unmodelled: this.#unmodelled };
  }

  /** Which algorithm a view has stands in `SHOW CREATE VIEW` alone on MySQL, and there both servers leave out the database's name. */
  async #view(row: ViewRow): Promise<void> {
    const strict = row.definition === '' ? undefined : await this.#statement('VIEW', row, 'Create View');
    const statement = strict ?? (await this.#looseView(row));
    if (statement === undefined) return this.#report('view', row);
    const { algorithm, security, ...printed } = readView(statement);
    const mysql = {
      ...option('algorithm', algorithm),
      ...option('security', security),
      ...definerOf(row),
      ...(strict === undefined ? { sqlMode: looseMode } : {}),
    };
    const view: View = { kind: 'view', ...this.#name(row), ...printed, ...optional(mysql) };
    this.#objects.push(view);
  }

  /**
   * MariaDB (to 11.8) keeps no SQL mode of a view: under ONLY_FULL_GROUP_BY, which is not its default, it neither makes nor
   * shows one that groups by less than it selects (1055).
   */
  async #looseView(row: ViewRow): Promise<string | undefined> {
    if (row.definition === '' || this.#connection.server.dialect !== 'mariadb') return undefined;
    return this.#statement('VIEW', row, 'Create View', `SET STATEMENT sql_mode = '${looseMode}' FOR `);
  }

  async #trigger(row: TriggerRow, before: TriggerRow | undefined): Promise<void> {
    const statement = isLossy(row.body) ? await this.#statement('TRIGGER', row, 'SQL Original Statement') : undefined;
    const mysql = {
      ...(Number(row.position) > 1 && before !== undefined ? { follows: before.name } : {}),
      ...definerOf(row),
      ...sessionOptions({ sqlMode: row.mode }, this.#connection.server),
    };
    const trigger: Trigger = {
      kind: 'trigger',
      ...this.#name(row),
      table: row.table_name,
      timing: row.timing,
      events: [row.event],
      forEach: 'ROW',
      body: statement === undefined ? row.body : readTriggerBody(statement),
      ...optional(mysql),
    };
    this.#objects.push(trigger);
  }

  async #routine(row: RoutineRow): Promise<void> {
    const isKnown = (row.kind === 'function' || row.kind === 'procedure') && row.written_in === 'SQL';
    const [kind, field] = row.kind === 'function' ? ['FUNCTION', 'Create Function'] : ['PROCEDURE', 'Create Procedure'];
    const statement = isKnown ? await this.#statement(kind, row, field) : undefined;
    if (statement === undefined) return this.#report(row.kind, row);
    const { aggregate, ...printed } = readRoutine(statement);
    const mysql = {
      ...(aggregate ? { aggregate } : {}),
      ...(row.is_deterministic === 'YES' ? { deterministic: true } : {}),
      ...(row.data_access === 'CONTAINS SQL' ? {} : { dataAccess: row.data_access }),
      ...(row.security === 'DEFINER' ? {} : { security: row.security }),
      ...definerOf(row),
      ...sessionOptions({ sqlMode: row.mode }, this.#connection.server),
    };
    const routine: Routine = {
      kind: row.kind as Routine['kind'],
      ...this.#name(row),
      ...printed,
      ...option('comment', row.comment),
      ...optional(mysql),
    };
    this.#objects.push(routine);
  }

  async #event(row: EventRow): Promise<void> {
    const statement = isLossy(row.body) ? await this.#statement('EVENT', row, 'Create Event') : undefined;
    const mysql = {
      ...definerOf(row),
      ...sessionOptions({ sqlMode: row.mode, timeZone: row.zone }, this.#connection.server),
    };
    const event: ScheduledEvent = {
      kind: 'event',
      ...this.#name(row),
      schedule: scheduleOf(row),
      ...(row.completion === 'PRESERVE' ? { preserve: true } : {}),
      ...(row.status === 'ENABLED' ? {} : { state: row.status === 'DISABLED' ? 'DISABLED' : 'SLAVESIDE_DISABLED' }),
      ...option('comment', row.comment),
      body: statement === undefined ? row.body : readEventBody(statement),
      ...optional(mysql),
    };
    this.#objects.push(event);
  }

  /** Undefined where the account may not see it. */
  async #statement(kind: string, row: Named, field: string, opening = ''): Promise<string | undefined> {
    try {
      const [found] = await this.#connection.query<Record<string, string | null>>(
        `${opening}SHOW CREATE ${kind} ${quoteName(row)}`,
      );
      return found?.[field] ?? undefined;
    } catch (error) {
      if (error instanceof StatementFailed) return undefined;
      throw error;
    }
  }

  #report(kind: ReportedKind, row: Named): void {
    this.#unmodelled.push({ kind, ...this.#name(row) });
  }

  #name({ schema, name }: Named): { readonly name: string; readonly schema?: string } {
    return schema === this.#connection.server.defaultSchema ? { name } : { schema, name };
  }
}

/** The mode for views that the usual one does not let through. */
const looseMode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

/**
 * The catalog prints strings without their escapes, letters beyond the basic plane as question marks, and a backtick in a name
 * as one, with the letters around it twice.
 */
const isLossy = (text: string): boolean =>
  /['"?\\\u0080-\uffff]/.test(text) || text.replaceAll(/`[^`]*`(?![\w`])/g, '').includes('`');

const definerOf = ({ definer }: { readonly definer: string | null }): DialectOptions =>
  definer === null ? {} : { definer };

const option = <Name extends string>(name: Name, value: string | undefined): { readonly [N in Name]?: string } =>
  value === undefined || value === '' ? {} : ({ [name]: value } as { readonly [N in Name]?: string });

const optional = (mysql: DialectOptions): { readonly mysql?: DialectOptions } =>
  Object.keys(mysql).length === 0 ? {} : { mysql };

function scheduleOf({ at_time, every_value, every_unit, starts, starts_by_itself, ends }: EventRow): string {
  if (at_time !== null) return `AT '${at_time}'`;
  return [
    `EVERY ${every_value} ${every_unit}`,
    ...(starts === null || Number(starts_by_itself) === 1 ? [] : [`STARTS '${starts}'`]),
    ...(ends === null ? [] : [`ENDS '${ends}'`]),
  ].join(' ');
}
