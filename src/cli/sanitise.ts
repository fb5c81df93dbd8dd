/**
 * Text from a database, a file or an error, made safe to print: control characters, escape sequences and marks that turn
 * the direction of writing are shown as `\x1b` and the like. Line breaks and tabs stay.
 */
export const sanitise = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (one) => {
    const code = one.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });

/** The same, on one line. */
export const sanitiseLine = (text: string): string => sanitise(text.replaceAll(/\s*\n\s*/g, ' '));
