import { describe, expect, it } from 'vitest';
import { readAlembic } from '../../src/imports/alembic.ts';
import { noScript, readAlembicScripts } from '../../src/imports/alembic-script.ts';
import { renderMigration } from '../../src/imports/render.ts';
import { readHeader, readSqlHeader } from '../../src/revisions/header.ts';
import { revisionIdRule } from '../../src/revisions/revision.ts';
import { readSqlSections } from '../../src/revisions/sql-sections.ts';

const source = (path: string, text: string) => ({ path, file: `/p/${path}`, bytes: new TextEncoder().encode(text) });

const read = (text: string, script = noScript) => readAlembic([source('a.py', text)], script).migrations[0];

const plain = (body = ''): string =>
  `"""add users\n\nRevision ID: a1\nRevises: b2, c3\nCreate Date: 2020-02-03 04:05:06.7\n"""\nrevision = 'a1'\ndown_revision = ('b2', 'c3')\nbranch_labels = ['users']\ndepends_on = 'd4'\n${body}`;

describe("a revision of Alembic's", () => {
  it('keeps id, links, labels, dependencies, message and date', () => {
    expect(read(plain())).toMatchObject({
      header: { id: 'a1', parents: ['b2', 'c3'], labels: ['users'], dependsOn: ['d4'], message: 'add users' },
      stem: 'a',
      at: new Date('2020-02-03T04:05Z'),
    });
  });

  it.each([
    ['"""\n\nRevision ID: a1\n"""', ''],
    ['"""Revision ID: a1\nRevises:\n"""', ''],
    ['"""add\nusers\n\nmore\n"""', 'add users'],
    ['"""add users\nRevision ID: a1\n"""', 'add users'],
    ['import x', ''],
  ])('that begins with %j has the message %j', (start, message) => {
    expect(read(`${start}\nrevision = 'a1'\n`)?.header.message).toBe(message);
  });

  it.each([
    ['\nrevision = helpers.ID', "here is 'helpers.ID', which is known only when the file is run", 2],
    ["revision = 'a1'\n\ndown_revision = get()", "here is 'get(…)', which is known only when the file is run", 3],
    ["revision = 'a1'\ndown_revision = 12", "'down_revision' is not a string", 2],
    ["revision = 'a/1'", `'a/1' in 'revision' is not an id, which is made of ${revisionIdRule}`, 1],
    ["revision = '../a1'", `'../a1' in 'revision' is not an id, which is made of ${revisionIdRule}`, 1],
    ["revision = 'head'", "'head' in 'revision' is no id: targets are called so", 1],
    ['\nfrom helpers import ID\nrevision = ID', "here is 'ID' from 'helpers', which is not in the folder", 3],
    ['import app.helpers as h\nrevision = h.ID', "here is 'h.ID' from 'app.helpers', which is not in the folder", 2],
    [
      'import app.helpers\nrevision = app.helpers.ID',
      "here is 'app.helpers.ID', which is known only when the file is run",
      2,
    ],
    ["\ndown_revision = 'b2'", "the file assigns nothing to 'revision'", 2],
    ['def upgrade():\n    pass', "the file assigns nothing to 'revision'", 1],
    ["revision = 'a1'\nx = '''\n", 'a string is not closed', 2],
  ])('that says %j is refused with file and line', (text, message, line) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'unreadable_migration', message, file: '/p/a.py', line }),
    );
  });

  it('depends on nothing where it says so with an empty string', () => {
    expect(read("revision = 'a1'\ndepends_on = ''\nbranch_labels = ''")?.header).toMatchObject({
      dependsOn: [],
      labels: [],
    });
    expect(() => read("revision = 'a1'\ndown_revision = ''")).toThrow("'' in 'down_revision' is not an id");
  });

  it('is passed over, and that is said, where a file is no revision', () => {
    const { migrations, notes } = readAlembic(
      [source('helpers.py', 'X = 1\n'), source('a.py', "revision = 'a1'")],
      noScript,
    );
    expect(migrations.map(({ header }) => header.id)).toEqual(['a1']);
    expect(notes).toEqual(['helpers.py holds no revision, and was passed over']);
  });
});

/** How Python says that a name comes from another file, the files beside, and where that leads. */
const shared: readonly (readonly [header: string, files: Readonly<Record<string, string>>])[] = [
  ['from ids import FIRST\nrevision = FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from ids import OTHER, FIRST as one\nrevision = one', { 'ids.py': "OTHER = 'x'\nFIRST = 'v1.0'" }],
  ['from ids import (\n  FIRST,\n)\nrevision = FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from .ids import FIRST\nrevision = FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from . import ids\nrevision = ids.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from . import ids as names\nrevision = names.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['import ids\nrevision = ids.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['import re, ids as names\nrevision = names.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['import p.ids as names\nrevision = names.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from p.ids import FIRST\nrevision = FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from p import ids\nrevision = ids.FIRST', { 'ids.py': "FIRST = 'v1.0'" }],
  ['from .more.ids import FIRST\nrevision = FIRST', { 'more/ids.py': "FIRST = 'v1.0'" }],
  ["from ids import MAJOR\nrevision = MAJOR + '.0'", { 'ids.py': "MAJOR = 'v1'" }],
  ['from ids import revision', { 'ids.py': "revision = 'v1.0'" }],
  [
    'from ids import FIRST\nrevision = FIRST',
    { 'ids.py': 'from .more import ONE\nFIRST = ONE', 'more.py': "ONE = 'v1.0'" },
  ],
  ["from ids import revision\nrevision = 'v1.0'", { 'ids.py': "revision = 'x'" }],
];

/** What cannot be known of another file. */
const unknown: typeof shared = [
  ["here is 'FIRST' from 'ids', where it is more than plain data", { 'ids.py': 'FIRST = make()' }],
  ["here is 'FIRST' from 'ids', where it is more than plain data", { 'ids.py': "SECOND = 'b'" }],
  ["here is 'FIRST' from 'ids', where it is more than plain data", { 'ids.py': 'from a import revision as FIRST' }],
];

describe('a header that uses names of another file', () => {
  const readAll = (files: Readonly<Record<string, string>>) =>
    readAlembic(
      Object.entries(files).map(([path, text]) => source(path, text)),
      noScript,
    ).migrations.find(({ header }) => header.id === 'v1.0');

  it.each(shared)('%j finds them in %j', (header, files) => {
    expect(readAll({ 'a.py': header, ...files })?.header.id).toBe('v1.0');
  });

  it.each(unknown)('is refused with file and line: %s: %j', (message, files) => {
    expect(() => readAll({ 'a.py': 'from ids import FIRST\nrevision = FIRST', ...files })).toThrow(
      expect.objectContaining({ code: 'unreadable_migration', message, file: '/p/a.py', line: 2 }),
    );
  });

  it('does not take a file for one of another package', () => {
    expect(() => readAll({ 'a.py': 'from q.ids import FIRST\nrevision = FIRST', 'ids.py': "FIRST = 'v1.0'" })).toThrow(
      "here is 'FIRST' from 'q.ids', which is not in the folder",
    );
  });
});

const script = (text: string) => readAlembicScripts([{ file: '/p/up.sql', text }]);

describe('a script of Alembic', () => {
  const upgrade = [
    'BEGIN;',
    'CREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);',
    '-- Running upgrade  -> b2',
    'CREATE TABLE t (\n    a TEXT\n);',
    'COMMIT;',
    'CREATE INDEX CONCURRENTLY i ON t (a);',
    'BEGIN;',
    "INSERT INTO t VALUES ('one\n\n\ntwo');",
    "INSERT INTO alembic_version (version_num) VALUES ('b2') RETURNING alembic_version.version_num;",
    '-- Running upgrade b2 -> c3',
    'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$\nBEGIN\n\nCOMMIT;\n\nEND;\n$$;',
    "UPDATE my.versions SET version_num='c3' WHERE my.versions.version_num = 'b2';",
    'COMMIT;',
    'BEGIN;',
    '-- Running upgrade b2, c3 -> a1',
    "DELETE FROM alembic_version WHERE alembic_version.version_num = 'b2';",
    "UPDATE alembic_version SET version_num='a1' WHERE alembic_version.version_num = 'c3';",
    'COMMIT;',
    '',
  ].join('\n\n');

  it.each([
    ['as it is', upgrade],
    ['from Windows', upgrade.replaceAll('\n', '\r\n')],
  ])('%s gives each revision its own statements, without transactions and version rows', (_, text) => {
    const { upgrades, downgrades } = script(text);
    expect(downgrades.size).toBe(0);
    expect([...upgrades].map(([id, { parents, sql }]) => ({ id, parents, sql }))).toEqual([
      {
        id: 'b2',
        parents: [],
        sql: "CREATE TABLE t (\n    a TEXT\n);\n\nCREATE INDEX CONCURRENTLY i ON t (a);\n\nINSERT INTO t VALUES ('one\n\n\ntwo');",
      },
      {
        id: 'c3',
        parents: ['b2'],
        sql: 'CREATE PROCEDURE p() LANGUAGE plpgsql AS $$\nBEGIN\n\nCOMMIT;\n\nEND;\n$$;',
      },
      { id: 'a1', parents: ['b2', 'c3'], sql: '' },
    ]);
  });

  it('for downgrades gives the way back', () => {
    const { downgrades } = script(
      "-- Running downgrade a1 -> b2, c3\n\nDROP TABLE t;\n\nUPDATE v SET version_num='c3' WHERE v.version_num = 'a1';\n\n-- Running downgrade b2 -> \n\nDROP TABLE u;\n\nDELETE FROM v WHERE v.version_num = 'b2';\n\nDROP TABLE alembic_version;\n\n",
    );
    expect([...downgrades.values()].map(({ revision, parents, sql }) => ({ revision, parents, sql }))).toEqual([
      { revision: 'a1', parents: ['b2', 'c3'], sql: 'DROP TABLE t;' },
      { revision: 'b2', parents: [], sql: 'DROP TABLE u;' },
    ]);
  });

  it('has to hold revisions, once, that are there, with the same parents', () => {
    expect(() => script('CREATE TABLE t (a INT);')).toThrow(
      expect.objectContaining({ code: 'unreadable_migration', file: '/p/up.sql' }),
    );
    expect(() => script('-- Running upgrade  -> a1\n\nA;\n\n-- Running upgrade  -> a1\n\nB;')).toThrow(
      expect.objectContaining({ code: 'import_conflict', line: 5 }),
    );
    expect(() => read(plain(), script('-- Running upgrade  -> z9\n\nA;'))).toThrow(
      'the script runs z9, and no file holds that revision',
    );
    expect(() => read(plain(), script('\n-- Running upgrade b2 -> a1\n\nA;'))).toThrow(
      expect.objectContaining({ message: 'in the script a1 follows b2, in /p/a.py it follows b2, c3', line: 2 }),
    );
  });
});

describe('the revision that it becomes', () => {
  const body = 'def upgrade():\n    op.x("*/ -- migrate:up")\n\n\ndef downgrade():\n    op.y()\n';
  const rendered = (text: string, sql = '') => {
    const migration = read(text, sql === '' ? noScript : script(sql));
    if (migration === undefined) throw new Error('nothing was read');
    return renderMigration(migration, 'ts');
  };

  it('runs the SQL of the script, and keeps the Python as a comment', () => {
    const { ending, text } = rendered(
      plain(body),
      '-- Running upgrade b2, c3 -> a1\n\n-- migrate:down\nCREATE TABLE t (a INT);',
    );
    expect(ending).toBe('sql');
    expect(readSqlHeader(text, 'a.sql')).toEqual({
      id: 'a1',
      parents: ['b2', 'c3'],
      labels: ['users'],
      dependsOn: ['d4'],
      message: 'add users',
      createdAt: '2020-02-03 04:05',
    });
    expect(readSqlSections(text, 'a.sql')).toEqual({ up: '-- | migrate:down\nCREATE TABLE t (a INT);' });
    expect(text).toContain('-- |     op.x("*/ -- migrate:up")\n');
  });

  it('refuses to run without one, as nobody knows what it does', () => {
    const { ending, text } = rendered(plain(body));
    expect(ending).toBe('ts');
    expect(readHeader(text, 'a.ts').id).toBe('a1');
    expect(text).toContain(
      "export function upgrade(op: Operations) {\n  throw new Error('imported from Alembic without its SQL: write here what the code below does');\n}",
    );
    expect(text).toContain('//     op.x("*/ -- migrate:up")\n');
  });

  it('runs as nothing where its functions do nothing', () => {
    const { ending, text } = rendered(plain('def upgrade():\n    pass\n\ndef downgrade():\n    pass\n'));
    expect(ending).toBe('sql');
    expect(readSqlSections(text, 'a.sql')).toEqual({ up: '', down: '' });
  });

  it('has no date where its file tells none', () => {
    expect(rendered("revision = 'a1'\ndef upgrade():\n    pass\n").text).toMatch(/^-- empty message\n-- revision: /);
    expect(rendered("'''x'''\nrevision = 'a1'\n").text).toMatch(/^\/\*\* x \*\/\n/);
  });
});
