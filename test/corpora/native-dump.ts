import type { EmptyDatabase } from '../support/fresh-database.ts';
import type { TestServer } from '../support/server.ts';
import { dumpMysql } from './mysql-dump.ts';
import { dumpPostgres } from './postgres-dump.ts';
import { dumpSqlite } from './sqlite-dump.ts';

/** One object of a database, in the words of the database's own tools. */
export interface DumpedObject {
  /** What sort of thing it is: `TABLE`, `INDEX`. */
  readonly kind: string;
  /** What tells it from others of its kind. */
  readonly name: string;
  readonly text: string;
  /** The text but for the order of columns, where the server could change that. */
  readonly unordered?: string;
}

/** A whole database, asked of the database's own tools and not of what is tested. The order of objects means nothing. */
export type NativeDump = readonly DumpedObject[];

/** Dumps what is there now. */
export function dump(server: TestServer, { url }: EmptyDatabase): Promise<NativeDump> {
  switch (server.dialect) {
    case 'postgresql':
      return dumpPostgres(url);
    case 'mysql':
    case 'mariadb':
      return dumpMysql(url);
    case 'sqlite':
      return dumpSqlite(url);
  }
}

/** How one dump differs from another. */
export interface DumpDifference {
  /** In a few words, without names. */
  readonly reason: string;
  readonly message: string;
}

/** Undefined where both say the same. */
export function dumpDifference(is: NativeDump, wanted: NativeDump): DumpDifference | undefined {
  const surplus = without(is, wanted, ({ text }) => text);
  const missing = without(wanted, is, ({ text }) => text);
  if (surplus.length === 0 && missing.length === 0) return undefined;
  const message = tell(missing, surplus);
  const unordered = ({ text, unordered = text }: DumpedObject): string => unordered;
  const isOrder = without(is, wanted, unordered).length === 0 && without(wanted, is, unordered).length === 0;
  const kinds = (objects: NativeDump): string => [...new Set(objects.map(({ kind }) => kind))].sort().join(', ');
  const reason = isOrder
    ? 'the order of columns'
    : [missing.length > 0 ? `lacks ${kinds(missing)}` : [], surplus.length > 0 ? `has ${kinds(surplus)}` : []]
        .flat()
        .join('; ');
  return { reason, message: message.slice(0, 4000) };
}

/** What of the first list the second has not, each as often as it is there more often. */
function without(objects: NativeDump, others: NativeDump, textOf: (object: DumpedObject) => string): NativeDump {
  const counts = new Map<string, number>();
  for (const other of others) counts.set(textOf(other), (counts.get(textOf(other)) ?? 0) + 1);
  return objects.filter((object) => {
    const count = counts.get(textOf(object)) ?? 0;
    counts.set(textOf(object), count - 1);
    return count <= 0;
  });
}

/** One object after the other: the lines that only the wanted dump has, and those that only the other one has. */
function tell(missing: NativeDump, surplus: NativeDump): string {
  const name = (one: DumpedObject): string => `${one.kind} ${one.name}`;
  const names = [...new Set([...missing, ...surplus].map(name))];
  return names
    .flatMap((each) => [each, ...lineDifference(linesOf(missing, each, name), linesOf(surplus, each, name))])
    .join('\n');
}

const linesOf = (dump: NativeDump, name: string, nameOf: (one: DumpedObject) => string): readonly string[] =>
  dump.filter((one) => nameOf(one) === name).flatMap(({ text }) => text.split('\n'));

function lineDifference(wanted: readonly string[], is: readonly string[]): readonly string[] {
  const lacking = wanted.filter((line) => !is.includes(line)).map((line) => `- ${line}`);
  const extra = is.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`);
  return lacking.length + extra.length === 0 ? ['(the order of lines)'] : [...lacking, ...extra];
}
