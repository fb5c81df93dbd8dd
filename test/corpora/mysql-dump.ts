import { createConnection } from 'mysql2/promise';
import type { DumpedObject, NativeDump } from './native-dump.ts';

type Row = Readonly<Record<string, string | null>>;
type Ask = (sql: string) => Promise<readonly Row[]>;

/**
 * What SHOW CREATE says of everything in the database. The server lists the keys of a table in the order in which they were
 * made and cannot change that: they are sorted. Columns it can move: their order counts. Left out are the database's own name, and
 * how far AUTO_INCREMENT has counted.
 */
export async function dumpMysql(url: string): Promise<NativeDump> {
  const connection = await createConnection({ uri: url.replace(/^mariadb:/, 'mysql:'), dateStrings: true });
  const database = new URL(url).pathname.slice(1);
  const ask: Ask = async (sql) => (await connection.query(sql))[0] as unknown as readonly Row[];
  try {
    const dumped = [
      ...(await relations(ask)),
      ...(await others(
        ask,
        'TRIGGER',
        'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA',
      )),
      ...(await others(ask, 'EVENT', 'SELECT EVENT_NAME AS name FROM information_schema.EVENTS WHERE EVENT_SCHEMA')),
      ...(await others(ask, 'FUNCTION', routines('FUNCTION'))),
      ...(await others(ask, 'PROCEDURE', routines('PROCEDURE'))),
    ];
    return dumped.map((one) => nameless(one, database));
  } finally {
    await connection.end();
  }
}

const routines = (kind: string): string =>
  `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = '${kind}' AND ROUTINE_SCHEMA`;

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

async function relations(ask: Ask): Promise<NativeDump> {
  const found: DumpedObject[] = [];
  for (const row of await ask('SHOW FULL TABLES')) {
    const [name, kind] = Object.values(row) as [string, string];
    const [created] = await ask(`SHOW CREATE TABLE ${quote(name)}`);
    const text = Object.values(created ?? {})[1] ?? '';
    found.push(kind.includes('TABLE') ? readTable(name, text) : { kind, name, text });
  }
  return found;
}

async function others(ask: Ask, kind: string, query: string): Promise<NativeDump> {
  const found: DumpedObject[] = [];
  for (const { name } of await ask(`${query} = DATABASE()`)) {
    const [row = {}] = await ask(`SHOW CREATE ${kind} ${quote(name ?? '')}`);
    // the collation that a session happens to have is kept with what it makes
    const { Created: _, character_set_client: _s, collation_connection: _c, ...kept } = row;
    found.push({
      kind,
      name: name ?? '',
      text: Object.values(kept).map(String).map(withoutClock).map(bodyAlone).join('\n'),
    });
  }
  return found;
}

/** When an event starts that does not say so is when it was made. */
const withoutClock = (text: string): string =>
  text.replace(/ STARTS '([^']+)'/, (found, time: string) =>
    Math.abs(Date.parse(`${time}Z`) - Date.now()) < 3_600_000 ? '' : found,
  );

/** MariaDB shows the head of a trigger as it was typed. */
const bodyAlone = (text: string): string =>
  text
    .replace(
      /^(CREATE DEFINER=\S+) trigger\s+(?:if\s+not\s+exists\s+)?`?\w+`?\s+(before|after)\s+(insert|update|delete)\s+on\s+`?(\w+)`?\s+for\s+each\s+row\s+(?:(?:follows|precedes)\s+`?\w+`?\s+)?/i,
      (_, ...[head, timing, event, table]: readonly string[]) =>
        `${head} ${timing?.toUpperCase()} ${event?.toUpperCase()} ${table} `,
    )
    .replace(/[\s;]+$/, '');

function readTable(name: string, text: string): DumpedObject {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.startsWith(')'));
  const body = lines.slice(1, end).map((line) => line.replace(/,$/, ''));
  const columns = body.filter((line) => line.startsWith('  `'));
  const keys = body.filter((line) => !line.startsWith('  `')).sort();
  const rest = lines.slice(end);
  const write = (ordered: readonly string[]): string => [lines[0], ...ordered, ...keys, ...rest].join('\n');
  return { kind: 'TABLE', name, text: write(columns), unordered: write([...columns].sort()) };
}

function nameless({ text, unordered, ...object }: DumpedObject, database: string): DumpedObject {
  const clean = (one: string): string =>
    one
      .replaceAll(`\`${database}\`.`, '')
      .replaceAll(`${database}.`, '')
      .replace(/^(\) .*?) AUTO_INCREMENT=\d+/m, '$1');
  return { ...object, text: clean(text), ...(unordered === undefined ? {} : { unordered: clean(unordered) }) };
}
