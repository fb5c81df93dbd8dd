import { createHash } from 'node:crypto';

/**
 * The fingerprint of a revision's text. What editors and version control change by themselves does not count: a byte order
 * mark, line ends, blanks at the ends of lines and of the file.
 *
 * @returns SHA-256 in hexadecimal
 */
export const checksum = (text: string): string => createHash('sha256').update(normalise(text)).digest('hex');

const normalise = (text: string): string =>
  `${text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\S\n]+$/gm, '')
    .trimEnd()}\n`;
