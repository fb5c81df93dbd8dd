import type { Dialect } from '../../src/dialects/dialect.ts';
import { loadDialect } from '../../src/dialects/registry.ts';
import { MetaData } from '../../src/metadata/metadata.ts';
import type { DialectName } from '../../src/schema/type.ts';
import { casesOf } from '../support/change-cases/change-case.ts';
import { planOffline } from '../support/change-cases/offline.ts';
import { definitions, serverKeys } from '../support/servers/definitions.ts';
import { type Deed, deedsOf, type Row, rows, type Verb } from './support-deeds.ts';
import { reportedOn } from './support-reported.ts';

const databases: Readonly<Record<DialectName, string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
};
const names = Object.keys(databases) as readonly DialectName[];

const introduction = `# What is supported

What is done with each kind of thing, on each database. It is read off the cases in \`fixtures/changes\`, every one of which
the tests prove on the servers that are named here: what an upgrade makes is found by the next comparison, and its downgrade
brings back what was there. \`npm run golden\` writes this page.

- **create**, **drop**, **rename**, **move** (into another schema): by a statement for it, or together with its table.
- **alter**: in place. **replace**: dropped and created again; what leans on it is put back as it was.
- **(copy)**: by a copy of the table with all its rows, as SQLite has no statement for it.
- **–**: no case does anything of the kind. Nearly always the database has no such thing: there, what models say of it is no
  statement and no difference.
`;

const reported = `
## Only reported

This is counted and named by every comparison where it is there, and never changed or dropped:
`;

/** The page of the documentation that says what is supported. */
export async function supportPage(): Promise<string> {
  const done = await Promise.all(names.map(async (name) => doneOn(await loadDialect(name))));
  return [
    introduction,
    ...table(
      ['', ...names.map((name) => `${databases[name]} ${versionsOf(name)}`)],
      rows.map((row) => [row, ...done.map((deeds) => cellOf(row, deeds))]),
    ),
    reported,
    ...names.flatMap((name) => reportedLines(name)),
    '',
  ].join('\n');
}

const reportedLines = (name: DialectName): readonly string[] => {
  const kinds = Object.entries(reportedOn[name]).map(([kind, when]) => (when === '' ? kind : `${kind} (${when})`));
  return [`- ${databases[name]}: ${kinds.join('; ')}`];
};

/** The versions that tests run on. */
const versionsOf = (name: DialectName): string =>
  serverKeys
    .flatMap((key) => (definitions[key].dialect === name ? [definitions[key].version] : []))
    .toSorted((a, b) => Number.parseFloat(a) - Number.parseFloat(b))
    .join(', ');

/** All that the cases of a database do: to make what they start from, on the way there, and on the way back. */
async function doneOn(dialect: Dialect): Promise<readonly Deed[]> {
  const deeds: Deed[] = [];
  for (const change of casesOf(dialect.name)) {
    const { upgrade, downgrade, sql } = await planOffline(dialect, change);
    const start = await planOffline(dialect, { ...change, from: new MetaData(), to: change.from });
    const [there = '', back = ''] = sql.split('\n-- downgrade\n');
    deeds.push(
      ...deedsOf({ dialect, operations: start.upgrade, sql: start.sql }),
      ...deedsOf({ dialect, operations: upgrade, sql: there }),
      ...deedsOf({ dialect, operations: downgrade, sql: back }),
    );
  }
  return deeds;
}

const verbs: readonly Verb[] = ['create', 'alter', 'replace', 'drop', 'rename', 'move'];

function cellOf(row: Row, deeds: readonly Deed[]): string {
  const own = deeds.filter((deed) => deed.row === row);
  const said = verbs.flatMap((verb) => {
    const times = own.filter((deed) => deed.verb === verb);
    if (times.length === 0) return [];
    return [times.every(({ copied }) => copied) ? `${verb} (copy)` : verb];
  });
  return said.length === 0 ? '–' : said.join(', ');
}

const table = (head: readonly string[], body: readonly (readonly string[])[]): readonly string[] =>
  [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`);
