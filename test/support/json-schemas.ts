import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { root } from './source-files.ts';

const folder = join(root, 'schemas');

/** The published schemas, by name. */
export const schemaNames: readonly string[] = readdirSync(folder).map((name) => name.replace(/\.json$/, ''));

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
for (const name of schemaNames) ajv.addSchema(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

/** What the schema of that name has against a document; nothing where it holds. */
export function violations(name: string, document: unknown): readonly string[] {
  // A command that is not there fails as all do.
  const isKnown = schemaNames.includes(name) && name !== 'definitions';
  const validate = ajv.getSchema(isKnown ? `${name}.json` : 'definitions.json#/$defs/failure');
  if (validate === undefined || validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath || '/', message, JSON.stringify(params)].join(' '),
  );
}

interface Document {
  readonly command?: string;
  readonly event?: string;
}

/**
 * What the published schemas have against what a command wrote with `--json`: one document, or lines of events with the
 * document as the last one.
 */
export function violationsOfOutput(stdout: string): readonly string[] {
  const documents = documentsIn(stdout);
  return documents.flatMap((document) =>
    violations(document.event === undefined ? (document.command ?? '') : 'events', document),
  );
}

/** The document that a command wrote with `--json`: all that it wrote, or the last line of a stream. */
export const documentIn = (stdout: string): unknown => documentsIn(stdout).at(-1);

function documentsIn(stdout: string): readonly Document[] {
  const isStream = stdout.startsWith('{"');
  const texts = isStream ? stdout.trim().split('\n') : [stdout];
  return texts.map((text) => JSON.parse(text) as Document);
}
