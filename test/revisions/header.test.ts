import { describe, expect, it } from 'vitest';
import { BrokenRevisionFile } from '../../src/revisions/errors.ts';
import { readHeader, readSqlHeader } from '../../src/revisions/header.ts';
import type { RevisionHeader } from '../../src/revisions/revision.ts';
import { readSqlSections } from '../../src/revisions/sql-sections.ts';

const plain: RevisionHeader = { id: 'ab12', parents: ['9f31'], dependsOn: [], labels: [], message: '' };
const braces = '$' + '{x}';

const readable: Readonly<Record<string, readonly [source: string, header: Partial<RevisionHeader>]>> = {
  'a plain header': ["export const revision = { id: 'ab12', parents: ['9f31'] };", {}],
  'a whole header': [
    "export const revision = { id: 'ab12', parents: ['9f31', 'aa'], message: 'add', labels: ['billing'], dependsOn: ['cc', 'stock'] };",
    { parents: ['9f31', 'aa'], message: 'add', labels: ['billing'], dependsOn: ['cc', 'stock'] },
  ],
  'any quotes': ['export const revision = { "id": "ab12", \'parents\': [`9f31`] };', {}],
  'trailing commas and comments': [
    "export const revision = { // first\n  id: 'ab12', /* the\n parent: */ parents: ['9f31',],\n};",
    {},
  ],
  'a type annotation': [
    "export const revision: { id: string; parents: string[] } = { id: 'ab12', parents: ['9f31'] };",
    {},
  ],
  'a function type': ["export const revision: Extract<() => void, Revision> = { id: 'ab12', parents: ['9f31'] };", {}],
  'as const': ["export const revision = { id: 'ab12', parents: ['9f31'] as const } as const;", {}],
  satisfies: ["export const revision = { id: 'ab12', parents: ['9f31'] } satisfies Revision;", {}],
  let: ["export let revision = { id: 'ab12', parents: ['9f31'] };", {}],
  CommonJS: ["'use strict';\nexports.revision = { id: 'ab12', parents: ['9f31'] };", {}],
  'module.exports.revision': ["module.exports.revision = { id: 'ab12', parents: ['9f31'] };", {}],
  'one parent as a string': ["export const revision = { id: 'ab12', parents: '9f31' };", {}],
  'no parents as null': ["export const revision = { id: 'ab12', parents: null, labels: undefined };", { parents: [] }],
  'an empty list': ["export const revision = { id: 'ab12', parents: [] };", { parents: [] }],
  escapes: [
    "export const revision = { id: 'ab12', parents: ['9f31'], message: 'it\\'s \\u00fc \\x41 \\u{1F600} \\n a\\\nb' };",
    { message: "it's ü A 😀 \n ab" },
  ],
  'a message with code in it': [
    `export const revision = { id: 'ab12', parents: ['9f31'], message: "} /* ' // \`${braces}" };`,
    { message: `} /* ' // \`${braces}` },
  ],
  'the moment of its first comment': [
    "/** add users — 2026-11-22 09:14 */\nexport const revision = { id: 'ab12', parents: ['9f31'] };",
    { createdAt: '2026-11-22 09:14' },
  ],
  'a first comment without a moment': [
    "/** add users */\nexport const revision = { id: 'ab12', parents: ['9f31'] };",
    {},
  ],
  'a byte order mark and CRLF': [
    "\uFEFF/** x — 2026-11-22 09:14 */\r\nexport const revision = {\r\n  id: 'ab12',\r\n  parents: ['9f31'],\r\n};\r\n",
    { createdAt: '2026-11-22 09:14' },
  ],
  'other code before it': [
    [
      "import * as sa from 'athanor';",
      '// export const revision = { id: 1 }',
      'const pattern = /[/"\'`]{2}export const revision = /g;',
      `const text = \`export const revision = ${'$'}{ { a: '}' }.a } {\`;`,
      'const half = (4) / 2 / 1;',
      'function inner() { const revision = {}; return /}/.test(`}`); }',
      'export const revisions = [];',
      "export const revision = { id: 'ab12', parents: ['9f31'] };",
    ].join('\n'),
    {},
  ],
  'broken code after it': [
    "export const revision = { id: 'ab12', parents: ['9f31'] };\nexport function upgrade(op { '",
    {},
  ],
  'a readable id': [
    "export const revision = { id: '0092_add_inbound_provider', parents: ['9f31'] };",
    { id: '0092_add_inbound_provider' },
  ],
};

const unreadable: Readonly<Record<string, readonly [source: string, line: number, message: string]>> = {
  'an empty file': ['', 1, 'the file holds nothing'],
  'only comments': ['// one\n/* two */', 1, 'the file holds nothing'],
  'no header': ['export const a = 1;\n', 1, 'the file has no header'],
  'a header that is not exported': ["const revision = { id: 'a', parents: [] };", 1, 'the file has no header'],
  'a header inside a function': [
    "function f() {\n  exports.revision = { id: 'a', parents: [] };\n}",
    1,
    'the file has no header',
  ],
  'a merge conflict': [
    "export const revision = {\n<<<<<<< HEAD\n  id: 'a',\n=======\n  id: 'b',\n>>>>>>> other\n};",
    2,
    'a merge conflict is not resolved',
  ],
  'a merge conflict below the header': [
    "export const revision = { id: 'a', parents: [] };\r\n\r\n<<<<<<< HEAD\r\n",
    3,
    'a merge conflict is not resolved',
  ],
  'a half-written header': [
    "export const revision = {\n  id: 'a',\n  parents: ['b'",
    3,
    'the file ends in the middle of the header',
  ],
  'a file that ends after the equals sign': ['export const revision =', 1, 'the header has to be an object literal'],
  'a file that ends before the equals sign': ['export const revision', 1, 'the file ends in the middle of the header'],
  'an open string': ["export const revision = {\n  id: 'a,\n  parents: [] };", 2, 'a string is not closed'],
  'an open comment': ["/* export const revision = { id: 'a', parents: [] };", 1, 'a comment is not closed'],
  'a call': ["export const revision = make({ id: 'a' });", 1, 'the header has to be an object literal'],
  'a computed value': [
    'export const revision = {\n  id: makeId(),\n};',
    2,
    'the header has to be plain data, but here is makeId',
  ],
  'a computed string': [
    `export const revision = { id: \`a${braces}\`, parents: [] };`,
    1,
    'the header has to be plain data, but here is a computed string',
  ],
  'a concatenation': [
    "export const revision = {\n  id: 'a' + 'b', parents: [] };",
    2,
    "the header has to be plain data with commas between, but here is '+'",
  ],
  'a spread': ["export const revision = { ...base, id: 'a' };", 1, "the header has to be plain data, but here is '.'"],
  'a method': ["export const revision = { id() { return 'a'; } };", 1, "after 'id' a colon is missing"],
  'a shorthand': ['export const revision = { id, parents };', 1, "after 'id' a colon is missing"],
  'a missing comma': [
    "export const revision = {\n  id: 'a'\n  parents: [] };",
    3,
    "with commas between, but here is 'p'",
  ],
  'a key twice': ["export const revision = {\n  id: 'a',\n  id: 'b', parents: [] };", 3, "'id' is there twice"],
  'an unknown key': [
    "export const revision = {\n  id: 'a',\n  parents: [],\n  dependson: [] };",
    4,
    "the header has no 'dependson': did you mean 'dependsOn'?",
  ],
  'no id': ['\nexport const revision = { parents: [] };', 2, "the header has no 'id'"],
  'no parents': ["export const revision = { id: 'a' };", 1, "the header has no 'parents'"],
  'a number for an id': ['export const revision = { id: 12, parents: [] };', 1, "'id' has to be a string"],
  'a number among the parents': [
    "export const revision = { id: 'a', parents: [1.5e3, 0x10] };",
    1,
    "'parents' has to be a string or a list of them",
  ],
  'an id that is a path': ["export const revision = { id: '../x', parents: [] };", 1, "'../x' in 'id' is not an id"],
  'an id that is too long': [`export const revision = { id: '${'a'.repeat(65)}', parents: [] };`, 1, 'is not an id'],
  'an empty id': ["export const revision = { id: '', parents: [] };", 1, 'is not an id'],
  'a parent twice': [
    "export const revision = { id: 'a', parents: ['b', 'b'] };",
    1,
    "'parents' names one revision twice",
  ],
  'a label that looks like a target': [
    "export const revision = { id: 'a', parents: [], labels: ['x@head'] };",
    1,
    'is not a name',
  ],
  'a label that looks relative': [
    "export const revision = { id: 'a', parents: [], labels: ['x-1'] };",
    1,
    'is not a name',
  ],
  'a broken escape': ["export const revision = { id: '\\u12', parents: [] };", 1, 'this escape is not complete'],
};

const sqlReadable: Readonly<Record<string, readonly [source: string, header: Partial<RevisionHeader>]>> = {
  'a header on one line': ["-- revision: { id: 'ab12', parents: ['9f31'] }\n-- migrate:up\n", {}],
  'a header over several lines': [
    "-- add users — 2026-11-22 09:14\n--\n-- revision: {\n--   id: 'ab12',\n--   parents: ['9f31'],\n-- }\n\n-- migrate:up\n",
    { createdAt: '2026-11-22 09:14' },
  ],
  'a header after blank lines, with CRLF': [
    "\uFEFF\r\n--revision:{ id: 'ab12', parents: ['9f31'], message: 'x' }\r\n-- migrate:up\r\n",
    { message: 'x' },
  ],
};

const sqlUnreadable: Readonly<Record<string, readonly [source: string, line: number, message: string]>> = {
  'an empty file': [' \n', 1, 'the file holds nothing'],
  'no header': ['-- migrate:up\nselect 1;\n', 1, 'the file has no header'],
  'a header below a statement': ["select 1;\n-- revision: { id: 'a', parents: [] }", 1, 'the file has no header'],
  'a header that ends with the comment': [
    "-- revision: { id: 'a',\nselect 1;",
    1,
    'the file ends in the middle of the header',
  ],
  'an unknown key': ["-- revision: { id: 'a',\n--   parent: [] }", 2, "did you mean 'parents'?"],
  'a merge conflict': ["-- revision: { id: 'a', parents: [] }\n>>>>>>> other\n", 2, 'a merge conflict is not resolved'],
};

const refusal = (line: number, message: string): unknown =>
  expect.objectContaining({
    name: 'BrokenRevisionFile',
    file: '/m/x.ts',
    line,
    message: expect.stringContaining(message),
  });

describe('the header of a module', () => {
  it.each(Object.entries(readable))('is read from %s', (_, [source, header]) => {
    expect(readHeader(source, '/m/x.ts')).toEqual({ ...plain, ...header });
  });

  it.each(Object.entries(unreadable))('is not read from %s', (_, [source, line, message]) => {
    expect(() => readHeader(source, '/m/x.ts')).toThrow(refusal(line, message));
  });
});

describe('the header of a script', () => {
  it.each(Object.entries(sqlReadable))('is read from %s', (_, [source, header]) => {
    expect(readSqlHeader(source, '/m/x.ts')).toEqual({ ...plain, ...header });
  });

  it.each(Object.entries(sqlUnreadable))('is not read from %s', (_, [source, line, message]) => {
    expect(() => readSqlHeader(source, '/m/x.ts')).toThrow(refusal(line, message));
  });
});

describe('the sections of a script', () => {
  it('are what stands below their markers', () => {
    const source = '-- revision: {}\n-- migrate:up\nCREATE TABLE a (b int);\n\n-- Migrate:Down\nDROP TABLE a;\n';
    expect(readSqlSections(source, '/m/x.ts')).toEqual({ up: 'CREATE TABLE a (b int);', down: 'DROP TABLE a;' });
  });

  it('may have no way back', () => {
    expect(readSqlSections('-- migrate:up\n', '/m/x.ts')).toEqual({ up: '' });
  });

  it.each([
    ['no way up', '-- migrate:down\n', 1, 'the file has no `-- migrate:up` line'],
    ['two ways up', '-- migrate:up\n-- migrate:up\n', 2, 'there are two `-- migrate:up` lines'],
    ['another direction', '\n-- migrate:sideways\n', 2, "'migrate:sideways' is neither migrate:up nor migrate:down"],
    [
      'an option',
      '-- migrate:up transaction:false\n',
      1,
      "'migrate:up' takes no options, but here is 'transaction:false'",
    ],
  ])('are refused with %s', (_, source, line, message) => {
    expect(() => readSqlSections(source, '/m/x.ts')).toThrow(refusal(line, message));
    expect(() => readSqlSections(source, '/m/x.ts')).toThrow(BrokenRevisionFile);
  });
});
