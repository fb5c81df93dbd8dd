import { describe, expect, it } from 'vitest';
import { InvalidTarget } from '../../src/revisions/errors.ts';
import { fileName } from '../../src/revisions/file-name.ts';
import { readHeader } from '../../src/revisions/header.ts';
import { readPlainHeader } from '../../src/revisions/plain-header.ts';
import { revisionIdPattern } from '../../src/revisions/revision.ts';
import { parseRange, parseTarget } from '../../src/revisions/target.ts';

const ids = [
  '1',
  'a1',
  '1.2.0',
  'v1.0',
  '2020.01.02',
  'a.d',
  'A_1.b_2',
  '0001_first',
  'x'.repeat(64),
  `a.${'b'.repeat(62)}`,
];

const others = [
  ...['', '.', '..', '.a', 'a.', 'a..b', '../a', 'a/b', 'a\\b', '/a', 'C:a', 'a b', ' a', 'a\n', 'a\0', 'a-b', 'a+1'],
  ...['a@b', 'a:b', "a'", 'a"', 'a`', 'a;b', 'a$b', 'a%b', 'a*', 'a?', 'é', 'x'.repeat(65), `${'a.'.repeat(32)}b`],
];

describe('the id of a revision', () => {
  it.each(ids)('may be %j', (id) => {
    expect(revisionIdPattern.test(id)).toBe(true);
    const header = `export const revision = { id: '${id}', parents: ['p.0'] };`;
    expect(readHeader(header, 'a.ts')).toMatchObject({ id, parents: ['p.0'] });
  });

  it.each(others)('may not be %j', (id) => {
    expect(revisionIdPattern.test(id)).toBe(false);
  });

  it.each(ids)('%j is named by targets, with steps, branches and ranges around it', (id) => {
    expect(parseTarget(id)).toEqual({ text: id, name: id });
    expect(parseTarget(`${id}+2`)).toMatchObject({ name: id, offset: 2 });
    expect(parseTarget(`${id}-1`)).toMatchObject({ name: id, offset: -1 });
    expect(parseTarget(`main@${id}`)).toMatchObject({ branch: 'main', name: id });
    expect(parseTarget(`${id}@+1`)).toMatchObject({ branch: id, offset: 1 });
    expect(parseRange(`${id}:${id}`)).toMatchObject({ from: { name: id }, to: { name: id } });
    expect(() => parseTarget(`${id}@@b`)).toThrow(InvalidTarget);
  });

  it.each(ids)('%j makes a file name without dots, in the folder, and with no ending of its own', (id) => {
    const at = new Date(0);
    for (const template of ['{id}', '{id}_{slug}', '{date}_{time}_{id}_{slug}', '{year}/{id}']) {
      const name = fileName({ id, message: '', at }, { template, slugLength: 40, timezone: 'UTC' });
      expect(name).toMatch(/^(?:1970\/)?\w+$/);
      expect(name).toContain(id.replaceAll('.', '_'));
    }
  });

  it('with a dot is read from what the tool writes, if not by the shortest way', () => {
    const text = `/** x */\nexport const revision = { id: '1.2.0', parents: ['1.1.0'], message: 'x', labels: [], dependsOn: [] };\n`;
    expect(readPlainHeader(text)?.id ?? readHeader(text, 'a.ts').id).toBe('1.2.0');
  });
});
