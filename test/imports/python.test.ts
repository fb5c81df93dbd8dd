import { describe, expect, it } from 'vitest';
import { PythonModule } from '../../src/imports/python-module.ts';
import { pythonText } from '../../src/imports/python-source.ts';
import { SourceProblem } from '../../src/revisions/scanner.ts';

/** What Python makes of each, by its own documentation. */
const values: readonly (readonly [source: string, value: unknown])[] = [
  ["x = 'a'", 'a'],
  ['x = "a"', 'a'],
  ["x = '''a\nb'''", 'a\nb'],
  ["x = '''it's \"so\"'''", 'it\'s "so"'],
  ['x = """a\\\nb"""', 'ab'],
  ["x = u'a'", 'a'],
  ["x = r'a\\n'", 'a\\n'],
  ["x = f'abc'", 'abc'],
  ["x = 'a' \"b\" '''c'''", 'abc'],
  ["x = ('a'\n     'b')", 'ab'],
  ["x = 'a' + 'b'", 'ab'],
  ["x = '\\x61\\u0062\\U00000063\\144\\n\\'\\\\\\q'", "abcd\n'\\\\q"],
  ['x = None', null],
  ['x = ()', []],
  ["x = ('a')", 'a'],
  ["x = ('a',)", ['a']],
  ["x = 'a',", ['a']],
  ["x = 'a', 'b'", ['a', 'b']],
  ["x = ('a', 'b')", ['a', 'b']],
  ["x = [\n  'a',  # one\n  'b',\n]", ['a', 'b']],
  ["x = ['a'] + ['b']", ['a', 'b']],
  ["x = {'a'}", ['a']],
  ["x: str = 'a'", 'a'],
  ["x: Union[str, None] = 'a'", 'a'],
  ["x: Dict[str, 'Y'] = 'a'", 'a'],
  ["x: 'str | None' = None", null],
  ["x = y = 'a'", 'a'],
  ["y, x = 'a', 'b'", 'b'],
  ["y = 'a'\nx = y", 'a'],
  ["y = 'a'\nx = (y, 'b')", ['a', 'b']],
  ["x = 'a'\nx = 'b'", 'b'],
  ["x = \\\n  'a'", 'a'],
  ["x = 'a'; y = 'b'", 'a'],
  ["y = 'b'; x = 'a'", 'a'],
  ["x = 'a'  # type: str", 'a'],
  ["x = 'a'\r\ny = 'b'\r\n", 'a'],
  ["x = 'a'\ry = 'b'\r", 'a'],
  ["\ufeff\nx = 'a'".slice(1), 'a'],
  ["def f():\n    x = 'b'\nx = 'a'\n", 'a'],
  ["x = 'a'\ndef f():\n    x = 'b'\n", 'a'],
  ["s = '''\nx = 'b'\n'''\nx = 'a'", 'a'],
  ["# x = 'b'\nx = 'a'", 'a'],
  ["t = (\nx == 'b')\nx = 'a'", 'a'],
  ['x = 12', 12],
  ["print 'hello'\nx = 'a'", 'a'],
  ["q = sa.text(\"it's\")\nx = 'a'", 'a'],
  ["q = '$?'\nx = 'a'", 'a'],
];

/** What only Python knows, and where that is said to be. */
const problems: readonly (readonly [source: string, message: string, line: number])[] = [
  ['\nx = helpers.LATEST', "here is 'helpers.LATEST', which is known only when the file is run", 2],
  ['x = latest()', "here is 'latest(…)', which is known only when the file is run", 1],
  ['x = y', "here is 'y', which is known only when the file is run", 1],
  ['x = x', "here is 'x', which is known only when the file is run", 1],
  ["x = 'a'\nx += 'b'", "here is 'x', which is known only when the file is run", 2],
  ["y = 1\nx = f'{y}'", 'this string is computed', 2],
  ["x = b'a'", 'these are bytes, where a string is expected', 1],
  ["x = '\\N{BULLET}'", 'this string names a character (\\N{…})', 1],
  ["x = 'a' if y else 'b'", "here is 'if', which is known only when the file is run", 1],
  ["x = [a for a in 'b']", "here is 'a', which is known only when the file is run", 1],
  ["x = 'a' % 1", "here is '%', which is known only when the file is run", 1],
  ["\n\nx = 'a\n", 'a string is not closed', 3],
  ["x = '''a\n", 'a string is not closed', 1],
  ['x = (', "nothing is assigned to 'x'", 1],
];

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

describe('an assignment of Python', () => {
  it.each(values)('%j says what Python says', (source, value) => {
    expect(new PythonModule(source).value('x')).toEqual(value);
  });

  it.each(problems)('%j is refused: %s', (source, message, line) => {
    const read = (): unknown => new PythonModule(source).value('x');
    expect(read).toThrow(SourceProblem);
    try {
      read();
    } catch (error) {
      const problem = error as SourceProblem;
      expect(problem.message).toBe(message);
      expect(lineOf(source, problem.offset)).toBe(line);
    }
  });

  it('is none where the module assigns nothing of that name', () => {
    for (const source of ["x == 'a'", 'x: str', "def x(): pass\ny.x = 'a'", "f(x='a')", "if True:\n    x = 'a'"]) {
      expect(new PythonModule(source).value('x'), source).toBeUndefined();
    }
  });
});

/** Whether the function `upgrade` does nothing. */
const bodies: readonly (readonly [source: string, isEmpty: boolean])[] = [
  ['def upgrade():\n    pass\n', true],
  ['def upgrade(): pass\n', true],
  ['def upgrade() -> None:\n    """nothing"""\n', true],
  ['def upgrade():\n    ...\n', true],
  ['def upgrade():\n    # nothing\n    pass  # at all\n\ndef downgrade():\n    op.drop_table("a")\n', true],
  ['async def upgrade():\n    return None\n', true],
  ['def upgrade(engine_name: str = "a"):\n    pass\n', true],
  ['def upgrade():\n    op.create_table("a")\n', false],
  ['def upgrade():\n    pass\n    op.create_table("a")\n', false],
  ['def upgrade(): op.create_table("a")\n', false],
  ['def downgrade():\n    pass\n', false],
  ['def upgrade():\n    if x:\n        pass\n', false],
];

describe('a function of Python', () => {
  it.each(bodies)('%j is empty: %s', (source, isEmpty) => {
    expect(new PythonModule(source).isEmpty('upgrade')).toBe(isEmpty);
  });
});

describe('the docstring of a module', () => {
  it('is the string it begins with, behind comments', () => {
    const of = (source: string): string | undefined => new PythonModule(source).docstring();
    expect(of('#!/usr/bin/env python\n# coding: utf-8\n"""add users\n\nRevises:\n"""\nx = 1')).toBe(
      'add users\n\nRevises:\n',
    );
    expect(of("'''add\r\nusers'''\r\n")).toBe('add\nusers');
    expect(of("'add ' 'users'\n")).toBe('add users');
    expect(of("x = 'add users'")).toBeUndefined();
    expect(of('')).toBeUndefined();
  });
});

describe('the text of a Python file', () => {
  const textOf = (bytes: Uint8Array): string => pythonText({ path: 'a.py', file: '/a.py', bytes });
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it('is read in the encoding that it declares', () => {
    expect(textOf(new TextEncoder().encode('\ufeff# é'))).toBe('# é');
    for (const declaration of [
      '# -*- coding: latin-1 -*-',
      '# vim: set fileencoding=iso-8859-1 :',
      '#!python\n# coding=cp1252',
    ]) {
      expect(textOf(latin(`${declaration}\nx = 'é'`))).toBe(`${declaration}\nx = 'é'`);
    }
    expect(textOf(new TextEncoder().encode('# coding: utf-8-unix\n# é'))).toContain('é');
  });

  it('is refused with the line that is not in it', () => {
    expect(() => textOf(latin("a = 1\nb = 2\nx = 'é'\n"))).toThrow(
      expect.objectContaining({ code: 'unreadable_migration', message: 'the file is not in utf-8', line: 3 }),
    );
    expect(() => textOf(latin('\n# coding: klingon\n'))).toThrow(
      expect.objectContaining({ message: "the encoding 'klingon' is not known", line: 2 }),
    );
  });
});
