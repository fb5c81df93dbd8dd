import { relative } from 'node:path';
import { type ImportOptions, type ImportResult, importHistory } from '../../commands/import.ts';
import type { Action, Call } from '../call.ts';
import { listOption, runningOptions, textOption } from '../project-options.ts';
import { sanitiseLine } from '../sanitise.ts';

export const action: Action = async (call) => {
  const [tool, folders] = call.arguments;
  const { options, paint, talkPaint } = call;
  const result = await importHistory({
    ...runningOptions(call),
    tool: tool as ImportOptions['tool'],
    folders: Array.isArray(folders) ? folders : [],
    scripts: listOption(options.sql),
    stamp: options.stamp === true,
    ledger: textOption(options.ledger),
    dryRun: options.dryRun === true,
  });
  const text = [
    ...writtenLines(result, call),
    ...(result.kept.length === 0 ? [] : [`${paint.faint('kept')} ${counted(result.kept.length)}`]),
    ...stampLines(result),
    '',
    'Next:',
    ...result.next.map((command) => `  ${command}`),
  ].join('\n');
  return { document: result, text, talk: result.notes.map((note) => talkPaint.careful(sanitiseLine(note))) };
};

function writtenLines({ written, dryRun }: ImportResult, { paint, io }: Call): readonly string[] {
  const verb = dryRun ? 'would write' : 'wrote';
  return written.map(({ path, form }) => {
    const refusal = form === 'code' ? ` ${paint.careful('(refuses to run)')}` : '';
    return `${paint.good(verb)} ${sanitiseLine(relative(io.cwd, path))}${refusal}`;
  });
}

function stampLines({ stamp, dryRun }: ImportResult): readonly string[] {
  if (stamp === undefined) return [];
  const { database, ledger, declared, after } = stamp;
  const head = after.length === 0 ? 'base' : after.join(', ');
  if (declared.length === 0) return [`${database}: ${sanitiseLine(ledger)} says nothing new; it is at ${head}`];
  const [verb, place] = dryRun ? ['would be declared applied', 'would be at'] : ['declared applied', 'is at'];
  return [`${database}: ${counted(declared.length)} ${verb}, as ${sanitiseLine(ledger)} says; it ${place} ${head}`];
}

const counted = (count: number): string => `${count} ${count === 1 ? 'revision' : 'revisions'}`;
