import { createHash } from 'node:crypto';

/**
 * The fingerprint of a revision's text. What editors and version control change by themselves does not count: a byte order
 * mark, line ends, blanks at the ends of lines and of the file.
 *
 * @returns SHA-256 in hexadecimal
 */
export const checksum = (text: string): string =>
  createHash('sha256')
    .update(isNormal(text) ? text : normalise(text))
    .digest('hex');

/** Most files are as they should be: then nothing is copied. */
const isNormal = (text: string): boolean =>
  !text.startsWith('\uFEFF') && !/\r|[^\S\n]\n/.test(text) && /^\S\n$/.test(text.slice(-2));

const normalise = (text: string): string =>
  `${text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+$/gm, '')
    .trimEnd()}\n`;
