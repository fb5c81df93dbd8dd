import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../src/revisions/checksum.ts';
import { fileName, momentLabel, newRevisionId, slug } from '../../src/revisions/file-name.ts';
import { readRevisions, writeRevision } from '../../src/revisions/files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const header = (id: string): string => `export const revision = { id: '${id}', parents: [] };\n`;
const named = (name: string): unknown => expect.objectContaining({ name });

describe('a migrations folder', () => {
  it('gives the revisions of every format, in the order of their names', () => {
    const folder = temporaryFolder({
      'b.ts': header('b'),
      'a.mts': header('a'),
      'c.cts': header('c'),
      'd.js': header('d'),
      'e.mjs': header('e'),
      'f.cjs': "exports.revision = { id: 'f', parents: [] };",
      'g.sql': "-- revision: { id: 'g', parents: [] }\n",
    });
    expect(readRevisions([folder]).map(({ id, format, path }) => [basename(path), id, format])).toEqual([
      ['a.mts', 'a', 'ts'],
      ['b.ts', 'b', 'ts'],
      ['c.cts', 'c', 'ts'],
      ['d.js', 'd', 'js'],
      ['e.mjs', 'e', 'js'],
      ['f.cjs', 'f', 'js'],
      ['g.sql', 'g', 'sql'],
    ]);
  });

  it('is read with the folders in it, and with others', () => {
    const first = temporaryFolder({ '2026/11/a.ts': header('a') });
    const second = temporaryFolder({ 'b.ts': header('b') });
    expect(readRevisions([first, second]).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('may hold what is no revision', () => {
    const folder = temporaryFolder({
      'a.ts': header('a'),
      '_shared.ts': 'export const x = 1;',
      '_seed/rows.ts': '',
      '.b.ts.swp': '',
      '.hidden/c.ts': '',
      'a.d.ts': '',
      'a.js.map': '{}',
      'README.md': '# Migrations',
      'node_modules/x/index.js': '',
    });
    expect(readRevisions([folder]).map(({ id }) => id)).toEqual(['a']);
  });

  it('that is not there is missed', () => {
    const folder = temporaryFolder({ 'a.ts': header('a') });
    expect(() => readRevisions([join(folder, 'none')])).toThrow(named('MigrationsFolderMissing'));
    expect(() => readRevisions([join(folder, 'a.ts')])).toThrow(named('MigrationsFolderMissing'));
  });

  it('holds no links', () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder({ 'a.ts': header('a') });
    symlinkSync(join(outside, 'a.ts'), join(folder, 'a.ts'));
    expect(() => readRevisions([folder])).toThrow(named('UnsafePath'));
  });

  it('with a broken file names it', () => {
    const folder = temporaryFolder({ 'a.ts': '' });
    expect(() => readRevisions([folder])).toThrow(expect.objectContaining({ file: join(folder, 'a.ts'), line: 1 }));
  });
});

describe('a new file', () => {
  it('is written, with the folders it stands in', () => {
    const folder = temporaryFolder();
    const path = writeRevision(folder, '2026/a.ts', 'text');
    expect([path, readFileSync(path, 'utf8')]).toEqual([join(folder, '2026', 'a.ts'), 'text']);
  });

  it('never takes the place of another', () => {
    const folder = temporaryFolder({ 'a.ts': 'old' });
    expect(() => writeRevision(folder, 'a.ts', 'new')).toThrow(named('RevisionExists'));
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('old');
  });

  it.each(['../a.ts', '..', '.', '/tmp/a.ts', 'x/../../a.ts', ''])('is not written to %s', (name) => {
    expect(() => writeRevision(temporaryFolder(), name, 'text')).toThrow(named('UnsafePath'));
  });

  it('is not written through a link', () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    symlinkSync(outside, join(folder, 'linked'));
    expect(() => writeRevision(folder, 'linked/a.ts', 'text')).toThrow(named('UnsafePath'));
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(outside, 'b.ts'), join(folder, 'real', 'b.ts'));
    expect(() => writeRevision(folder, 'real/b.ts', 'text')).toThrow(named('RevisionExists'));
  });

  it('may stand in a migrations folder that is itself a link', () => {
    const target = temporaryFolder();
    const folder = temporaryFolder();
    symlinkSync(target, join(folder, 'migrations'));
    expect(writeRevision(join(folder, 'migrations'), 'a.ts', 'text')).toBe(join(folder, 'migrations', 'a.ts'));
  });
});

describe('a file name', () => {
  const at = new Date('2026-11-22T23:05:07Z');
  const parts = { id: 'ab12cd34ef56', message: 'Add users', at };

  it.each([
    ['{date}_{time}_{id}_{slug}', '2026_11_22_2305_ab12cd34ef56_add_users'],
    ['{id}_{slug}', 'ab12cd34ef56_add_users'],
    ['{year}/{month}/{day}-{hour}{minute}{second}-{id}', '2026/11/22-230507-ab12cd34ef56'],
    ['{epoch}_{id}', '1795388707_ab12cd34ef56'],
  ])('of %s is %s', (template, name) => {
    expect(fileName(parts, { template, slugLength: 40, timezone: 'UTC' })).toBe(name);
  });

  it.each([
    ['an empty message', '', 'ab12cd34ef56'],
    ['a message of signs', '!?', 'ab12cd34ef56'],
    ['other scripts', 'Straße naïve 日本', 'ab12cd34ef56_straße_naïve_日本'],
    ['a path', '../../etc/passwd', 'ab12cd34ef56_etc_passwd'],
    [
      'many words',
      'add a column for the second address of every user',
      'ab12cd34ef56_add_a_column_for_the_second_address_of',
    ],
  ])('with %s', (_, message, name) => {
    expect(fileName({ ...parts, message }, { template: '{id}_{slug}', slugLength: 40, timezone: 'UTC' })).toBe(name);
  });

  it.each([
    ['con', 'con_'],
    ['COM1', 'com1_'],
    ['_hidden', 'hidden'],
    ['console', 'console'],
  ])('of the message %s is one that every system takes', (message, name) => {
    expect(fileName({ ...parts, message }, { template: '{slug}/{id}', slugLength: 40 })).toBe(`${name}/ab12cd34ef56`);
  });

  it.each([
    ['{slug}', 'has to hold {id}'],
    ['{rev}_{slug}', 'there is no {rev}'],
    ['{id}:{slug}', "':' cannot stand in a file name"],
    ['../{id}', 'no part of it may be empty or start with'],
    ['/{id}', 'no part of it may be empty or start with'],
    ['_{id}', 'no part of it may be empty or start with'],
    ['x//{id}', 'no part of it may be empty or start with'],
    ['{id}\\x', 'cannot stand in a file name'],
  ])('is not made of %s', (template, message) => {
    expect(() => fileName(parts, { template, slugLength: 40 })).toThrow(message);
  });

  it('and the moment in the file follow the time zone', () => {
    expect(momentLabel(at, 'Asia/Tokyo')).toBe('2026-11-23 08:05');
    expect(momentLabel(at, 'UTC')).toBe('2026-11-22 23:05');
    expect(() => momentLabel(at, 'Mars/Olympus')).toThrow("there is no time zone 'Mars/Olympus'");
  });

  it.each([
    ['Create accounts table', 40, 'create_accounts_table'],
    ['one two three four', 12, 'one_two_'],
    ['internationalisation', 5, 'inter_'],
    ['snake_case stays', 40, 'snake_case_stays'],
  ])('has the slug of %s in %i characters', (message, length, expected) => {
    expect(slug(message, length)).toBe(expected);
  });

  it('has an id of twelve hexadecimal digits, another one each time', () => {
    expect(newRevisionId()).toMatch(/^[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 100 }, newRevisionId)).size).toBe(100);
  });
});

describe('a checksum', () => {
  const text = 'export const a = 1;\n\nexport const b = 2;\n';

  it.each([
    ['a byte order mark', `\uFEFF${text}`],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['blanks at the ends of lines', text.replaceAll('\n', ' \t\n')],
    ['lines at the end', `${text}\n\n`],
    ['no line end', text.trimEnd()],
  ])('does not change with %s', (_, other) => {
    expect(checksum(other)).toBe(checksum(text));
  });

  it.each([
    ['a word', text.replace('1', '3')],
    ['indentation', text.replace('export', ' export')],
    ['an empty line between', text.replace('\n\n', '\n')],
  ])('changes with %s', (_, other) => {
    expect(checksum(other)).not.toBe(checksum(text));
  });

  it('is SHA-256 of the text', () => {
    expect(checksum('a')).toBe('87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7');
  });
});
