import type { Schema } from '../schema/schema.ts';
import { type ProjectOptions, settingsFor, withDatabaseToRead } from './project.ts';
import { liveSchema } from './schemas.ts';

export interface ReflectDatabaseOptions extends ProjectOptions {
  /** Which schemas of the database. Absent: those that the config lists, or the default one. */
  readonly schemas?: readonly string[] | undefined;
}

/**
 * Reads what a database has, in the vocabulary of the models: tables, columns, constraints, indexes, sequences, and a list of
 * what Athanor does not model. Its own tables are left out.
 *
 * @param options which project and database
 * @returns the schema, as data
 * @throws ConnectionFailed, StatementFailed
 * @example
 * const { tables } = await reflect({ url: 'postgresql://localhost/app' });
 */
export async function reflect(options: ReflectDatabaseOptions = {}): Promise<Schema> {
  const settings = await settingsFor('reflect', options);
  const { schemas } = options;
  return withDatabaseToRead(settings, (open) =>
    liveSchema(open, schemas === undefined ? settings : { ...settings, schemas }),
  );
}
