import { resolve } from 'node:path';
import { type InitOptions, init } from '../../commands/init.ts';
import type { Action } from '../call.ts';

export const action: Action = async ({ arguments: [directory], options, io, paint }) => {
  const folder = resolve(io.cwd, typeof directory === 'string' ? directory : '.');
  const result = await init({
    directory: folder,
    database: options.database as InitOptions['database'],
    template: options.template as InitOptions['template'],
  });
  const text = [
    ...result.created.map((path) => `${paint.good('created')} ${path}`),
    ...result.kept.map((path) => `${paint.faint('kept')} ${path}`),
    ...result.scripts.map((name) => `${paint.good('added')} script '${name}' to package.json`),
    '',
    'Next:',
    ...result.next.map((command) => `  ${command}`),
  ].join('\n');
  return { document: result, text };
};
