import { UnreadableMigration } from './errors.ts';
import type { SourceFile } from './source-files.ts';

/** How Python names encodings, beside the names that are everybody's. */
const aliases: Readonly<Record<string, string>> = {
  latin: 'latin1',
  'latin-1': 'latin1',
  'iso-latin-1': 'latin1',
  utf8: 'utf-8',
  u8: 'utf-8',
};

/** https://docs.python.org/3/reference/lexical_analysis.html#encoding-declarations */
const declaration = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/**
 * The text of a Python file, in the encoding that its byte order mark or one of its first two lines names; otherwise UTF-8.
 *
 * @throws UnreadableMigration with the line that cannot be read
 */
export function pythonText({ bytes, file }: SourceFile): string {
  const decoder = decoderFor(bytes, file);
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const { encoding } = decoder;
    throw new UnreadableMigration(`the file is not in ${encoding}`, {
      file,
      line: firstBadLine(bytes, encoding),
      hint: 'save it as UTF-8, or name its encoding in its first line: # -*- coding: latin-1 -*-',
      cause,
    });
  }
}

function decoderFor(bytes: Uint8Array, file: string): InstanceType<typeof TextDecoder> {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1000)).split(/\r\n?|\n/);
  const line = start.slice(0, 2).findIndex((text) => declaration.test(text));
  const named = declaration.exec(start[line] ?? '')?.[1] ?? 'utf-8';
  const plain = named
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/-(?:unix|dos|mac)$/, '');
  try {
    return new TextDecoder(aliases[plain] ?? plain.replace(/^cp(?=125\d$)/, 'windows-'), { fatal: true });
  } catch (cause) {
    throw new UnreadableMigration(`the encoding '${named}' is not known`, {
      file,
      line: line + 1,
      hint: 'save the file as UTF-8',
      cause,
    });
  }
}

function firstBadLine(bytes: Uint8Array, encoding: string): number {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(10, start);
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(start, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    start = end + 1;
  }
}
