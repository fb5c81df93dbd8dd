import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksum } from '../../src/revisions/checksum.ts';

const pieces = fc.array(fc.constantFrom('a', 'é', ' ', '\t', '\n', '\r\n', '\r', '\u00a0'), {
  maxLength: 12,
});

it('a fingerprint does not change with what editors change by themselves', () => {
  fc.assert(
    fc.property(fc.constantFrom('', '\uFEFF'), pieces, (mark, parts) => {
      const text = mark + parts.join('');
      const plain = `${text
        .replace(/^\uFEFF/, '')
        .split(/\r\n|\r|\n/)
        .map((line) => line.trimEnd())
        .join('\n')
        .trimEnd()}\n`;
      expect(checksum(text)).toBe(checksum(plain));
    }),
    { numRuns: 2000 },
  );
});

it('a fingerprint changes with everything else', () => {
  const texts = ['a\n', 'b\n', ' a\n', 'a\n\nb\n', 'a\nb\n', 'a b\n', 'a  b\n', '\n'];
  expect(new Set(texts.map(checksum)).size).toBe(texts.length);
});
