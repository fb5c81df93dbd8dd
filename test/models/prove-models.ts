import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyMetaData, toSchema } from 'athanor';
import { compare } from '../../src/commands/compare.ts';
import { type ModelWriting, writeModels } from '../../src/models/write.ts';
import { ModuleLoader } from '../../src/module-loader.ts';
import { describe as say } from '../../src/operations/describe.ts';
import type { Schema } from '../../src/schema/schema.ts';
import type { FreshDatabase } from '../support/databases.ts';

/** How models are written where nothing is asked for. */
export const usual = {
  classNames: 'singular',
  propertyNames: 'camelCase',
  form: 'models',
  relationships: 'guessed',
  files: { one: 'models.ts' },
  longTexts: 'files',
} as const satisfies Omit<ModelWriting, 'limits'>;

/** Models that were written and loaded. */
interface Loaded {
  readonly metadata: AnyMetaData;
  /** The first file. */
  readonly source: string;
  /** All files. */
  readonly text: string;
}

/** The models of a schema, loaded as a project loads them. */
export async function loadWritten(schema: Schema, writing: ModelWriting): Promise<Loaded> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'athanor-models-')));
  try {
    const files = writeModels(schema, writing);
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    const exports = await new ModuleLoader(folder).load(join(folder, files[0]?.name ?? ''));
    const { Base, metadata } = exports as { Base?: { metadata: AnyMetaData }; metadata?: AnyMetaData };
    const found = Base?.metadata ?? metadata;
    if (found === undefined) throw new Error('the models export no metadata');
    return { metadata: found, source: files[0]?.text ?? '', text: files.map(({ text }) => text).join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a comparison finds between a database and the models that were written from it. */
export async function differencesOfWritten(
  { dialect, connection }: Pick<FreshDatabase, 'dialect' | 'connection'>,
  reflected: Schema,
  options: Partial<ModelWriting> = {},
): Promise<readonly string[]> {
  const { metadata } = await loadWritten(reflected, { ...usual, limits: dialect.capabilities, ...options });
  const after = toSchema(metadata, dialect.capabilities);
  const { operations } = await compare({ dialect, server: connection.server, connection, before: reflected, after });
  return operations.map((one) => `${say(one).summary} ${JSON.stringify(one)}`);
}
