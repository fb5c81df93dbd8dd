import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRevision } from '../../src/revisions/files.ts';
import { readHeader } from '../../src/revisions/header.ts';
import { readPlainHeader } from '../../src/revisions/plain-header.ts';
import { labelPattern, type RevisionHeader, revisionIdPattern } from '../../src/revisions/revision.ts';
import { renderJavaScriptRevision, renderRevision } from '../../src/revisions/template.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const id = fc.stringMatching(/^\w{1,14}$/).filter((text) => revisionIdPattern.test(text));
const label = fc.stringMatching(/^[\w-]{1,10}$/).filter((text) => labelPattern.test(text));
const names = (one: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.uniqueArray(one, { maxLength: 3 });

const headers: fc.Arbitrary<Omit<RevisionHeader, 'createdAt'>> = fc.record({
  id,
  parents: names(id),
  dependsOn: names(fc.oneof(id, label)),
  labels: names(label),
  message: fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 20 })),
});

/** Read as what people may have made of it: the first blank keeps the short way out. */
const read = (text: string): RevisionHeader => readHeader(` \n${text}`, '/m/x.ts');

describe('the header of a file as the tool writes it', () => {
  it.each([
    ['TypeScript', renderRevision],
    ['JavaScript', renderJavaScriptRevision],
  ])('in %s is the same on the short way and on the long one', (_, render) => {
    const file = join(temporaryFolder(), 'x.ts');
    let short = 0;
    fc.assert(
      fc.property(headers, (header) => {
        const text = render({ header, at: new Date(0), timezone: 'UTC' });
        const plain = readPlainHeader(text);
        if (plain !== undefined) short += 1;
        expect(plain ?? read(text)).toEqual(read(text));
        writeFileSync(file, text);
        expect(readRevision(file)).toEqual({ ...read(text), path: file, format: 'ts' });
      }),
    );
    expect(short).toBeGreaterThan(20);
  });

  const whole = "export const revision = { id: 'a', parents: ['b'], message: 'c', labels: ['d'], dependsOn: ['e'] };\n";

  it('is read the short way', () => {
    const header = { id: 'a', parents: ['b'], message: 'c', labels: ['d'], dependsOn: ['e'] };
    expect(readPlainHeader(whole)).toEqual(header);
    expect(readPlainHeader(`/** c — 2026-11-22 09:14 */\nimport * as sa from 'athanor';\n\n${whole}`)).toEqual({
      ...header,
      createdAt: '2026-11-22 09:14',
    });
  });

  it.each([
    ['something before it', `const x = '*/';\n${whole}`],
    ['a comment that ends early', `/** a */ const y = 1; /* b */\n${whole}`],
    ['double quotes', whole.replaceAll("'", '"')],
    ['an escape', whole.replace("'c'", "'\\u0063'")],
    ['a name twice', whole.replace("['b']", "['b', 'b']")],
    ['a label that looks like a step', whole.replace("['d']", "['d-1']")],
    ['an id that is too long', whole.replace("'a'", `'${'a'.repeat(65)}'`)],
    ['a comma that is missing', whole.replace("['b']", "['b' 'f']")],
    ['another key', whole.replace("dependsOn: ['e']", "dependsOn: ['e'], replaces: ['g']")],
    ['another order', whole.replace("id: 'a', parents: ['b']", "parents: ['b'], id: 'a'")],
    ['no end', whole.slice(0, -4)],
    ['a byte order mark', `\uFEFF${whole}`],
  ])('is not read the short way with %s', (_, text) => {
    expect(readPlainHeader(text)).toBeUndefined();
  });

  it('is read from a file whose header is further down than the beginning', () => {
    const file = join(temporaryFolder({ 'x.ts': `/*${'\n'.repeat(900)}*/\n${whole}` }), 'x.ts');
    expect(readRevision(file)).toMatchObject({ id: 'a', dependsOn: ['e'] });
  });
});
