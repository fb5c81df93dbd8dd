import type { Connection } from '../../dialect.ts';
import type { Filter } from '../catalog.ts';
import type { ReportedKind } from '../reported-kinds.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  /** Undefined where it is the account that asks. */
  readonly definer: string | null;
}

export interface ViewRow extends Row {
  /** Empty for an account that may not see it. */
  readonly definition: string;
}

export interface TriggerRow extends Row {
  readonly table_name: string;
  readonly timing: 'BEFORE' | 'AFTER';
  readonly event: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly position: number;
  readonly body: string;
  readonly mode: string;
}

export interface RoutineRow extends Row {
  readonly kind: ReportedKind;
  readonly written_in: string;
  readonly is_deterministic: string;
  readonly data_access: string;
  readonly security: string;
  readonly mode: string;
  readonly comment: string;
}

export interface EventRow extends Row {
  readonly body: string;
  readonly at_time: string | null;
  readonly every_value: string | null;
  readonly every_unit: string | null;
  readonly starts: string | null;
  /** That it starts when it was made, as it does where nothing is said. */
  readonly starts_by_itself: number | null;
  readonly ends: string | null;
  readonly status: string;
  readonly completion: string;
  readonly comment: string;
  readonly mode: string;
  readonly zone: string;
}

export interface ObjectRows {
  readonly views: readonly ViewRow[];
  readonly triggers: readonly TriggerRow[];
  readonly routines: readonly RoutineRow[];
  readonly events: readonly EventRow[];
}

const definer = 'IF(DEFINER = CURRENT_USER(), NULL, DEFINER) AS definer';

const time = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%d %H:%i:%s')`;

const kinds = (within: Filter): string =>
  [
    `SELECT 'views' AS kind FROM information_schema.VIEWS WHERE ${within('TABLE_SCHEMA')}`,
    `SELECT 'triggers' FROM information_schema.TRIGGERS WHERE ${within('TRIGGER_SCHEMA')}`,
    `SELECT 'routines' FROM information_schema.ROUTINES WHERE ${within('ROUTINE_SCHEMA')}`,
    `SELECT 'events' FROM information_schema.EVENTS WHERE ${within('EVENT_SCHEMA')}`,
  ].join('\nUNION ');

/** One query for which kinds there are, and one for each of these, however many there are. */
export async function readObjectRows(connection: Connection, within: Filter): Promise<ObjectRows> {
  const found = await connection.query<{ readonly kind: string }>(kinds(within));
  const there = new Set(found.map(({ kind }) => kind));
  const rows = async <R>(kind: keyof ObjectRows, sql: string): Promise<readonly R[]> =>
    there.has(kind) ? connection.query<R>(sql) : [];
  return {
    views: await rows<ViewRow>(
      'views',
      `SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, ${definer}, VIEW_DEFINITION AS definition
FROM information_schema.VIEWS WHERE ${within('TABLE_SCHEMA')} ORDER BY 1, 2`,
    ),
    triggers: await rows<TriggerRow>(
      'triggers',
      `SELECT TRIGGER_SCHEMA AS \`schema\`, TRIGGER_NAME AS name, ${definer}, EVENT_OBJECT_TABLE AS table_name,
  ACTION_TIMING AS timing, EVENT_MANIPULATION AS event, ACTION_ORDER AS position, ACTION_STATEMENT AS body, SQL_MODE AS mode
FROM information_schema.TRIGGERS WHERE ${within('TRIGGER_SCHEMA')} ORDER BY 1, 4, 5, 6, 7`,
    ),
    routines: await rows<RoutineRow>(
      'routines',
      `SELECT ROUTINE_SCHEMA AS \`schema\`, ROUTINE_NAME AS name, ${definer}, LOWER(ROUTINE_TYPE) AS kind,
  ROUTINE_BODY AS written_in, IS_DETERMINISTIC AS is_deterministic, SQL_DATA_ACCESS AS data_access, SECURITY_TYPE AS security,
  SQL_MODE AS mode, ROUTINE_COMMENT AS comment
FROM information_schema.ROUTINES WHERE ${within('ROUTINE_SCHEMA')} ORDER BY 1, 4, 2`,
    ),
    events: await rows<EventRow>(
      'events',
      `SELECT EVENT_SCHEMA AS \`schema\`, EVENT_NAME AS name, ${definer}, EVENT_DEFINITION AS body,
  ${time('EXECUTE_AT')} AS at_time, INTERVAL_VALUE AS every_value, INTERVAL_FIELD AS every_unit,
  ${time('STARTS')} AS starts,
  ABS(TIMESTAMPDIFF(SECOND, CONVERT_TZ(STARTS, TIME_ZONE, @@time_zone), CREATED)) < 2
    OR ABS(TIMESTAMPDIFF(SECOND, CONVERT_TZ(STARTS, TIME_ZONE, @@time_zone), LAST_ALTERED)) < 2 AS starts_by_itself, ${time('ENDS')} AS ends, STATUS AS status, ON_COMPLETION AS completion, EVENT_COMMENT AS comment,
  SQL_MODE AS mode, TIME_ZONE AS zone
FROM information_schema.EVENTS WHERE ${within('EVENT_SCHEMA')} ORDER BY 1, 2`,
    ),
  };
}
