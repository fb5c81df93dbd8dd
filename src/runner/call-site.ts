import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface CallSite {
  readonly file: string;
  readonly line: number;
}

/** Where in `file` a stack passes through; the innermost such frame. */
export function callSite(stack: string | undefined, file: string): CallSite | undefined {
  for (const frame of stack?.split('\n') ?? []) {
    const match = /\(?((?:file:\/\/)?[^()\s][^()]*):(\d+):\d+\)?$/.exec(frame.replace(/^\s*at (?:async )?/, ''));
    const path = match?.[1];
    if (path !== undefined && isSameFile(path, file)) return { file, line: Number(match?.[2]) };
  }
  return undefined;
}

function isSameFile(path: string, file: string): boolean {
  const plain = path.slice(path.lastIndexOf(' ') + 1);
  const named = plain.startsWith('file://') ? fileURLToPath(plain) : path;
  return (
    named === file || named.endsWith(file) || (basename(named) === basename(file) && file.endsWith(basename(named)))
  );
}
