import { existsSync } from 'node:fs';
import { run } from '../support/servers/program.ts';
import type { DumpedObject, NativeDump } from './native-dump.ts';
import { splitList } from './split-list.ts';

const program =
  ['18', '17', '16', '15']
    .map((major) => `/usr/lib/postgresql/${major}/bin/pg_dump`)
    .find((path) => existsSync(path)) ?? 'pg_dump';

/**
 * `pg_dump -s`, one object for each entry of its table of contents, with its header. A column stays where it was made: the
 * columns and inline constraints of CREATE TABLE are sorted, and so are the statements that follow it column by column.
 * Left out are comments about the dump itself and the settings that it makes between entries.
 */
export async function dumpPostgres(url: string): Promise<NativeDump> {
  const text = await run(program, ['-s', '-d', url]);
  return text
    .split(/^--\n(?=-- Name: )/m)
    .slice(1)
    .map(readEntry);
}

const header = /^-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*$/m;
const noise =
  /^(?:--|SET default_(?:tablespace|table_access_method) = .*;|\\(?:un)?restrict .*|-- PostgreSQL database dump complete)$/gm;

function readEntry(entry: string): DumpedObject {
  const [, name = '', kind = 'UNKNOWN'] = header.exec(entry) ?? [];
  const text = entry
    .replace(noise, '')
    .trim()
    .replace(/\n{2,}/g, '\n');
  return { kind, name, text: kind === 'TABLE' ? sortColumns(text) : text };
}

function sortColumns(entry: string): string {
  const found = /^(CREATE [^(]*TABLE [^(]*\(\n)([\s\S]*?)(\n\)[^\n]*(?:\n[^\n]*)*?;)$/m.exec(entry);
  if (found === null) return entry;
  const [statement, opening = '', columns = '', end = ''] = found;
  const [before = '', after = ''] = entry.split(statement);
  const following = after
    .trim()
    .split(/(?<=;)\n/)
    .sort();
  return [before, opening, ...[...splitList(columns)].sort(), end, ...following].join('\n');
}
