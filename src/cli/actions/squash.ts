import { squash } from '../../commands/squash.ts';
import type { Action } from '../call.ts';
import { newRevisionOptions } from '../new-revision-options.ts';
import { counted } from '../print-difference.ts';
import { pathOf } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { io, options, paint } = call;
  const result = await squash({
    ...projectOptions(call),
    ...newRevisionOptions(call),
    range: String(call.arguments[0]),
    delete: options.delete === true,
  });
  const { revision, replaced, isDeleted, irreversible } = result;
  if (revision === undefined) return { document: result, text: 'nothing was written: the config prevented it' };
  const text = [
    `${paint.good('wrote')} ${pathOf(revision, io.cwd)}`,
    `  replaces ${counted(replaced.length, 'revision')}: ${replaced.map(({ id }) => id).join(', ')}`,
    ...(isDeleted ? replaced.map((one) => `${paint.bad('deleted')} ${pathOf(one, io.cwd)}`) : []),
  ].join('\n');
  const talk = [
    ...(irreversible.length === 0
      ? []
      : [`it has no way back, since ${irreversible.join(', ')} ${irreversible.length === 1 ? 'has' : 'have'} none`]),
    ...(isDeleted ? [] : ['the replaced files can be deleted once every database has run the last of them']),
  ];
  return { document: result, text, talk };
};
