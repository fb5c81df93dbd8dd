import type { Schema } from '../schema/schema.ts';
import type { TableName } from '../schema/table-name.ts';
import type { DialectName } from '../schema/type.ts';
import { EngineMissing } from './errors.ts';
import type { IdentifierLimits } from './truncate-name.ts';

/** A database to work on: its URL, or a connection to it that is already open. */
export type Target = string | OpenConnection;

/** What can be seen here of a connection; the engine knows it whole. */
export interface OpenConnection {
  readonly label: string;
  readonly server: { readonly dialect: DialectName };
}

/** The schema that is declared, with its names cut to what the target database takes. */
export type DeclaredSchema = (limits: IdentifierLimits) => Schema;

export interface CreateAllOptions {
  /** Only these tables, in any order. Absent means all. */
  readonly tables?: readonly TableName[];
  /** What to do with a table that is there already (`dropAll`: that is not): `skip` it, which is the default, or `fail`. */
  readonly existing?: 'skip' | 'fail';
}

export interface ReflectOptions {
  /** The schema to read. Absent means the connection's default one. */
  readonly schema?: string;
  /** Only these tables. Absent means all. */
  readonly only?: readonly string[];
}

/** What `MetaData` needs of a database; `src/commands` has the one that is used. */
export interface Engine {
  createAll(declared: DeclaredSchema, target: Target, options: CreateAllOptions): Promise<void>;
  dropAll(declared: DeclaredSchema, target: Target, options: CreateAllOptions): Promise<void>;
  reflect(target: Target, options: ReflectOptions): Promise<Schema>;
}

let loadEngine: () => Promise<Engine> = async () => {
  throw new EngineMissing('no engine is installed, so that metadata cannot reach a database', {
    hint: "import from 'athanor', not from one of its files",
  });
};

/** Says how to get the engine. It is loaded by the first call that needs a database. */
export const installEngine = (load: () => Promise<Engine>): void => {
  loadEngine = load;
};

/** The installed engine. @throws EngineMissing when there is none */
export const engine = (): Promise<Engine> => loadEngine();
