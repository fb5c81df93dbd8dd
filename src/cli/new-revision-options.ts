import { resolve } from 'node:path';
import type { NewRevisionOptions } from '../commands/new-revision.ts';
import { UsageError } from '../errors.ts';
import type { Call } from './call.ts';
import { listOption, textOption } from './project-options.ts';

/** The options of every command that writes a revision. */
export function newRevisionOptions({ options, io }: Call): NewRevisionOptions {
  const folder = textOption(options.versionPath);
  return {
    message: textOption(options.message),
    id: textOption(options.revId),
    branchLabels: listOption(options.branchLabel),
    location: folder === undefined ? undefined : resolve(io.cwd, folder),
    format: formatOf(options),
  };
}

function formatOf({ sql, format }: Call['options']): NewRevisionOptions['format'] {
  if (sql === true && format !== undefined && format !== 'sql') {
    throw new UsageError(`--sql and --format ${textOption(format)} exclude one another`, { hint: 'give one of them' });
  }
  return sql === true ? 'sql' : (textOption(format) as NewRevisionOptions['format']);
}
