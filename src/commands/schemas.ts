import { applyFilters } from '../config/comparison-filters.ts';
import { leaveUnowned } from '../config/ownership.ts';
import type { Settings } from '../config/settings.ts';
import type { Capabilities, Scope, Server } from '../dialects/dialect.ts';
import { toSchema } from '../metadata/to-schema.ts';
import type { Operation } from '../operations/operation.ts';
import { withoutOwnTables } from '../runner/own-tables.ts';
import type { Schema } from '../schema/schema.ts';
import { comparableObjects, withCustomObjects } from './custom-objects.ts';
import { MetadataMissing } from './errors.ts';
import type { ProjectDatabase } from './project.ts';

/** What the models declare, with names as this database cuts them. @throws MetadataMissing, ModelError */
export function modelsSchema({ metadata, file }: Settings, capabilities: Capabilities): Schema {
  if (metadata.length === 0) {
    throw new MetadataMissing('the config names no models to compare with', {
      file,
      hint: "set 'metadata' in the config, as in metadata: Base.metadata",
    });
  }
  return toSchema(metadata, capabilities);
}

/** What the database has, without the tables that Athanor keeps there, in the schemas that matter for `counterpart`. */
export async function liveSchema(
  { database, own, siblings }: ProjectDatabase,
  settings: Settings,
  counterpart?: Schema,
): Promise<Schema> {
  const { dialect, connection } = database;
  const scope = comparedScope(settings, connection.server, counterpart);
  const reflected = await withCustomObjects(database, scope, await dialect.reflect(connection, scope));
  return [own, ...siblings].reduce(withoutOwnTables, reflected);
}

export interface ComparedSides {
  /** Everything that the database has. */
  readonly live: Schema;
  /** What of it takes part in comparing. */
  readonly before: Schema;
  /** What of the models takes part in comparing. */
  readonly after: Schema;
  /** Changes that the config insists on, whatever the comparison finds. */
  readonly insisted: readonly Operation<'alterColumn'>[];
}

/** The database and the models, as the config's filters leave them. */
export async function comparedSides(open: ProjectDatabase, settings: Settings): Promise<ComparedSides> {
  const declared = comparableObjects(modelsSchema(settings, open.database.dialect.capabilities));
  const live = await liveSchema(open, settings, declared);
  const { insisted, ...filtered } = applyFilters(settings.filters, { database: live, models: declared });
  const { database, models } = leaveUnowned(filtered, settings.owns);
  return { live, before: database, after: models, insisted };
}

/** The schemas that the config lists; otherwise the default one and those that the other side names. */
function comparedScope({ schemas }: Settings, { defaultSchema }: Server, counterpart: Schema | undefined): Scope {
  if (schemas !== undefined) return { schemas };
  const named = new Set(
    (counterpart?.tables ?? []).flatMap(({ schema, movedFrom }) => [schema ?? [], movedFrom ?? []].flat()),
  );
  for (const object of counterpart?.objects ?? []) {
    named.add(object.kind === 'schema' ? object.name : (object.schema ?? defaultSchema ?? ''));
    if (object.kind === 'schema' && object.renamedFrom !== undefined) named.add(object.renamedFrom);
  }
  if (named.size === 0) return {};
  return { schemas: [...new Set([defaultSchema ?? [], ...named].flat())] };
}
