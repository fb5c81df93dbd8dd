import { edit } from '../../commands/edit.ts';
import type { Action } from '../call.ts';
import { pathOf } from '../print-revision.ts';
import { projectOptions } from '../project-options.ts';

export const action: Action = async (call) => {
  const { io, paint } = call;
  const editor = [io.env.VISUAL, io.env.EDITOR].find((one) => one !== undefined && one.trim() !== '') ?? usual;
  const result = await edit({ ...projectOptions(call), target: String(call.arguments[0]), editor });
  const text = result.revisions.map((revision) => `${paint.id(revision.id)} ${pathOf(revision, io.cwd)}`).join('\n');
  return { document: result, text };
};

const usual = process.platform === 'win32' ? 'notepad' : 'vi';
