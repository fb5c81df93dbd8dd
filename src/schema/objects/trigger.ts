import type { DialectOptions } from '../options.ts';
import type { SqlByDialect } from '../sql-by-dialect.ts';
import type { Dependent } from './dependency.ts';

/** What a trigger waits for; an update of some columns names them. */
export type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE' | { readonly update: readonly string[] };

/** Something that a table does by itself when its rows change. */
export interface Trigger extends Dependent {
  readonly kind: 'trigger';
  readonly name: string;
  /** The table, or the view, that it is a part of. */
  readonly table: string;
  readonly schema?: string;
  readonly timing: 'BEFORE' | 'AFTER' | 'INSTEAD OF';
  readonly events: readonly TriggerEvent[];
  /** Absent means what the database does when it is not told: PostgreSQL once a statement, the others once a row. */
  readonly forEach?: 'ROW' | 'STATEMENT';
  readonly when?: SqlByDialect;
  /**
   * What it does: on PostgreSQL the call `audit('x')` of a function, elsewhere statements (`BEGIN … END`). A database that it
   * has no text for has no such trigger.
   */
  readonly body: SqlByDialect;
  readonly comment?: string;
  /** `{ constraint: true, deferrable: true, initially: 'DEFERRED', from: 'other', oldTable: 'before', newTable: 'after', enabled: 'REPLICA' }` */
  readonly postgresql?: DialectOptions;
  /** `{ definer: …, follows: 'another', precedes: … }` */
  readonly mysql?: DialectOptions;
}

/** PostgreSQL: a function that is called when the schema changes. */
export interface EventTrigger extends Dependent {
  readonly kind: 'eventTrigger';
  readonly name: string;
  readonly schema?: never;
  readonly event: string;
  /** Only for these commands: `CREATE TABLE`. */
  readonly tags?: readonly string[];
  /** The function, with its schema and parentheses: `audit.note()`. */
  readonly body: string;
  readonly enabled?: 'DISABLED' | 'REPLICA' | 'ALWAYS';
  readonly comment?: string;
}

/** PostgreSQL: a rewrite rule of a table or view, other than the one that makes a view. */
export interface RewriteRule extends Dependent {
  readonly kind: 'rule';
  readonly name: string;
  readonly table: string;
  readonly schema?: string;
  /** What follows the name: `AS ON INSERT TO users DO INSTEAD NOTHING`. */
  readonly definition: SqlByDialect;
  readonly enabled?: 'DISABLED' | 'REPLICA' | 'ALWAYS';
  readonly comment?: string;
}

/** MySQL and MariaDB: statements that the server runs by the clock. */
export interface ScheduledEvent extends Dependent {
  readonly kind: 'event';
  readonly name: string;
  readonly schema?: string;
  /** What follows ON SCHEDULE: `EVERY 1 DAY STARTS '2026-01-01 00:00:00'`. */
  readonly schedule: string;
  readonly body: SqlByDialect;
  /** Absent means that it runs. */
  readonly state?: 'DISABLED' | 'SLAVESIDE_DISABLED';
  readonly preserve?: boolean;
  readonly comment?: string;
  readonly mysql?: DialectOptions;
}
