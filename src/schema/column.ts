import type { ServerDefault } from './expression.ts';
import type { DialectOptions } from './options.ts';
import type { SqlType } from './type.ts';

export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** Absent means nullable. A primary key column says `false`. */
  readonly nullable?: boolean;
  readonly serverDefault?: ServerDefault;
  /** What the server sets on every update of the row (MySQL and MariaDB: `ON UPDATE CURRENT_TIMESTAMP`). */
  readonly serverOnupdate?: ServerDefault;
  /** The database numbers the rows: `SERIAL`, `AUTO_INCREMENT`, or SQLite's rowid. Present only when true. */
  readonly autoincrement?: true;
  readonly identity?: Identity;
  readonly computed?: Computed;
  readonly collation?: string;
  readonly comment?: string;
  /** The name this column had before: a rename hint. It takes no part in comparing. */
  readonly renamedFrom?: string;
  readonly postgresql?: DialectOptions;
  readonly mysql?: DialectOptions;
  readonly sqlite?: DialectOptions;
}

/** `GENERATED { ALWAYS | BY DEFAULT } AS IDENTITY`, with the options of its sequence. */
export interface Identity extends SequenceOptions {
  readonly always?: boolean;
}

export interface SequenceOptions {
  readonly start?: number;
  readonly increment?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly cache?: number;
  readonly cycle?: boolean;
}

/** `GENERATED ALWAYS AS (expression)`. `persisted` absent means what the database does when it is not told. */
export interface Computed {
  readonly expression: string;
  readonly persisted?: boolean;
}
