/** Control characters, and marks that turn the direction of writing or break lines unseen. */
const unsafe = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/**
 * Text from a database, a file or an error, made safe to print: what could move the cursor, colour or hide text is shown as
 * `\x1b` and the like. Line breaks and tabs stay.
 */
export const sanitise = (text: string): string => (harmless.test(text) ? text : text.replace(unsafe, shown));

/** Most of what is printed: it needs no further look. */
const harmless = /^[\x20-\x7e\n\t]*$/;

function shown(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** The same, on one line. */
export const sanitiseLine = (text: string): string =>
  sanitise(text.includes('\n') ? text.replaceAll(/\s*\n\s*/g, ' ') : text);
