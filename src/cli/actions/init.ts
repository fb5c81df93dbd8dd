import { resolve } from 'node:path';
import { type InitOptions, type InitResult, init } from '../../commands/init.ts';
import type { Action } from '../call.ts';
import type { Paint } from '../paint.ts';
import { counted, remarkLines } from '../print-difference.ts';
import { namesOption, textOption } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async ({ arguments: [directory], options, io, paint, talkPaint }) => {
  const folder = resolve(io.cwd, typeof directory === 'string' ? directory : '.');
  const result = await init({
    directory: folder,
    database: options.database as InitOptions['database'],
    template: options.template as InitOptions['template'],
    fromDatabase: textOption(options.fromDatabase),
    schemas: namesOption(options.schemas),
    cwd: io.cwd,
  });
  const text = [
    ...result.created.map((path) => `${paint.good('created')} ${path}`),
    ...result.kept.map((path) => `${paint.faint('kept')} ${path}`),
    ...result.scripts.map((name) => `${paint.good('added')} script '${name}' to package.json`),
    ...adoptedLines(result),
    '',
    'Next:',
    ...result.next.map((command) => `  ${command}`),
  ].join('\n');
  return { document: result, text, talk: remarksOn(result, talkPaint, options.verbose === true) };
};

function adoptedLines({ adopted }: InitResult): readonly string[] {
  if (adopted === undefined) return [];
  const { tables, objects, database, revision } = adopted;
  const others = objects === 0 ? '' : ` and ${counted(objects, 'other object')}`;
  const stamped = revision === undefined ? '' : `, which is now at ${revision}; nothing was run`;
  return [`${counted(tables, 'table')}${others} of ${sanitiseLine(database)}${stamped}`];
}

const remarksOn = ({ adopted }: InitResult, paint: Paint, isVerbose: boolean): readonly string[] =>
  adopted === undefined
    ? []
    : remarkLines({ ...adopted, operations: [], hazards: [], possibleRenames: [] }, paint, isVerbose);
