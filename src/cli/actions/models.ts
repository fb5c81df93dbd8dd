import { relative } from 'node:path';
import { type ModelStyle, type ModelsResult, models } from '../../commands/models.ts';
import { exitCodes } from '../../errors.ts';
import type { Action, Call } from '../call.ts';
import { counted, remarkLines } from '../print-difference.ts';
import { namesOption, projectOptions, textOption } from '../project-options.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const { options, talkPaint } = call;
  const isCheck = options.check === true;
  const result = await models({
    ...projectOptions(call),
    ...styleOf(options),
    out: textOption(options.out),
    split: options.split === true,
    barrel: options.barrel === true,
    schemas: namesOption(options.schemas),
    tables: namesOption(options.tables),
    exclude: namesOption(options.exclude),
    force: options.force === true,
    check: isCheck,
  });
  return {
    document: result,
    text: result.source === undefined ? summary(result, call) : sanitise(result.source.trimEnd()),
    talk: remarkLines(
      { ...result, operations: [], hazards: [], possibleRenames: [] },
      talkPaint,
      options.verbose === true,
    ),
    exitCode: isCheck && !result.isUnchanged ? exitCodes.different : exitCodes.ok,
  };
};

/** How the code is to look, as the command line says. */
export const styleOf = ({ classNames, propertyNames, metadataOnly, relationships }: Call['options']): ModelStyle => ({
  classNames: classNames as ModelStyle['classNames'],
  propertyNames: propertyNames as ModelStyle['propertyNames'],
  metadataOnly: metadataOnly === true,
  relationships: relationships !== false,
});

function summary({ files, tables, objects, database }: ModelsResult, { io, paint, options }: Call): string {
  const verbs = {
    created: options.check === true ? 'would write' : 'wrote',
    updated: options.check === true ? 'would write anew' : 'wrote anew',
    removed: options.check === true ? 'would remove' : 'removed',
    unchanged: 'kept',
  };
  const lines = files.map(({ path, state }) => {
    const verb = state === 'unchanged' ? paint.faint(verbs[state]) : paint.good(verbs[state]);
    return `${verb} ${sanitiseLine(relative(io.cwd, path))}`;
  });
  const others = objects === 0 ? '' : `, ${counted(objects, 'other object')}`;
  return [...lines, `${counted(tables, 'table')}${others} of ${sanitiseLine(database)}`].join('\n');
}
