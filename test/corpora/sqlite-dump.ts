import Sqlite from 'better-sqlite3';
import type { DumpedObject, NativeDump } from './native-dump.ts';

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * `sqlite_schema` keeps a statement as it was typed, so that it cannot be compared as text where a table was altered. Of
 * tables, what the pragmas say is compared, and the list of those clauses that no pragma tells; of everything else, the
 * tokens. A column stays where it was made: columns are sorted by name. Left out are what means nothing to SQLite (DEFAULT
 * NULL, NOT NULL of a rowid, ASC, FOR EACH ROW), paths of JSON in double quotes, which are text there, spellings that mean the same (FALSE and 0, brackets in brackets), and the names that Athanor gives to constraints without one.
 */
export async function dumpSqlite(url: string): Promise<NativeDump> {
  const database = new Sqlite(url.replace(/^sqlite:\/\/\//, ''), { readonly: true });
  try {
    const ask = (sql: string): readonly Row[] => database.prepare(sql).all() as readonly Row[];
    const entries = ask("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
    return (entries as unknown as readonly Entry[]).flatMap((entry) =>
      entry.type === 'table' && !/^\s*CREATE\s+VIRTUAL/i.test(entry.sql) ? readTable(entry, ask) : [readOther(entry)],
    );
  } finally {
    database.close();
  }
}

const readOther = ({ type, name, tbl_name, sql }: Entry): DumpedObject => ({
  kind: type.toUpperCase(),
  name,
  // a trigger runs for each row whether or not it says so
  text: `${type} ${name} ${tbl_name} ${tokens(sql).join(' ').replace(' for each row', '')}`,
});

function readTable({ name, sql }: Entry, ask: (sql: string) => readonly Row[]): NativeDump {
  const literal = `'${name.replaceAll("'", "''")}'`;
  const columns = ask(
    `SELECT name, upper(type) AS type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(${literal})`,
  );
  const keys = ask(
    `SELECT seq, "table", "from", coalesce("to", (SELECT c.name FROM pragma_table_info(k."table") c WHERE c.pk = k.seq + 1))
      AS "to", on_update, on_delete, match FROM pragma_foreign_key_list(${literal}) k`,
  );
  const indexes = ask(
    `SELECT l."unique", l.origin, l.partial, (SELECT group_concat(x.name || x.coll || x.desc, ',') FROM
      (SELECT * FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno) x) AS parts
    FROM pragma_index_list(${literal}) l WHERE l.origin <> 'c'`,
  );
  const table = ask(`SELECT type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ${literal}`);
  const hasRowid = columns.filter(({ pk }) => Number(pk) > 0).length === 1;
  const rows = [...columns.map((row) => readColumn(row, hasRowid)), ...keys, ...indexes];
  const facts = rows.map((row) => JSON.stringify(row)).sort();
  return [{ kind: 'TABLE', name, text: [JSON.stringify(table), ...facts, ...clauses(sql)].join('\n') }];
}

function readColumn(row: Row, hasRowid: boolean): Row {
  const text = row.dflt_value;
  const type = String(row.type).replace(/\s*([(),])\s*/g, '$1');
  const isRowid = hasRowid && row.pk === 1 && type === 'INTEGER';
  const value = typeof text === 'string' && !/^null$/i.test(text) ? tokens(text).join(' ') : null;
  return { ...row, type, dflt_value: value, notnull: isRowid ? 1 : row.notnull };
}

/** A statement in one spelling: no comments, names without quotes and words in lower case, no brackets in brackets. */
function tokens(sql: string): readonly string[] {
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|\s+|('(?:[^']|'')*')|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|([\w$\u0080-\uffff.]+)|(.)/g;
  const found = [...sql.matchAll(token)].flatMap(([, text, double, tick, bracket, word, sign]) => {
    const name = double ?? tick ?? bracket ?? word;
    if (double?.startsWith('$.') === true) return `'${double}'`;
    return text ?? (name === undefined ? (sign ?? []) : (synonyms[name.toLowerCase()] ?? name.toLowerCase()));
  });
  const spare = found.flatMap((_, at) => spareBrackets(found, at));
  return found.filter((word, at) => word !== '' && !spare.includes(at));
}

/** What says the same as something else, or as nothing. */
const synonyms: Readonly<Record<string, string>> = { true: '1', false: '0', asc: '' };

/** Brackets that hold nothing but brackets. */
function spareBrackets(all: readonly string[], at: number): readonly number[] {
  if (all[at] !== '(' || all[at + 1] !== '(') return [];
  const inner = bracketEnd(all, at + 1);
  return bracketEnd(all, at) === inner + 1 ? [at + 1, inner] : [];
}

function bracketEnd(all: readonly string[], from: number): number {
  let depth = 0;
  return all.findIndex((token, at) => {
    if (at >= from) depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    return at >= from && depth === 0;
  });
}

const silent = new Set([
  'check',
  'collate',
  'as',
  'conflict',
  'autoincrement',
  'deferrable',
  'constraint',
  'initially',
]);

const madeUp = /^constraint .*_(?:fkey|key|check)?(?:\d*|[0-9a-f]{4})$/;

/** The clauses that no pragma tells, sorted: what each of these words is followed by, up to the end of the word or bracket. */
function clauses(sql: string): readonly string[] {
  const all = tokens(sql);
  return all
    .flatMap((word, at) => (silent.has(word) ? [[word, ...argument(word, all, at + 1)].join(' ')] : []))
    .filter((clause) => !madeUp.test(clause))
    .sort();
}

function argument(word: string, all: readonly string[], from: number): readonly string[] {
  if (word === 'autoincrement' || word === 'deferrable') return [];
  return all.slice(from, all[from] === '(' ? bracketEnd(all, from) + 1 : from + 1);
}
