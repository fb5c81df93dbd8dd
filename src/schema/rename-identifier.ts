/** Strings, dollar-quoted text, comments, quoted names and bare words; whatever is between them is copied. */
const token =
  /'(?:[^'\\]|''|\\.)*'|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[A-Za-z_][^\]]*\]|[\p{L}_][\p{L}\p{N}_$]*/gu;

const simple = /^[a-z_][a-z0-9_]*$/;

/**
 * SQL with one name changed, as the server changes it in what leans on a renamed column. Strings and comments stay; a bare
 * word counts in any case, a quoted one exactly; a word that is called as a function is not the column.
 */
export function renameIdentifier(sql: string, from: string, to: string): string {
  return sql.replace(token, (found: string, _tag: unknown, at: number) => {
    const open = found.charAt(0);
    if (open === '"' || open === '`') {
      const name = found.slice(1, -1).replaceAll(open + open, open);
      return name === from ? open + to.replaceAll(open, open + open) + open : found;
    }
    if (open === '[') return found.slice(1, -1) === from ? `[${to}]` : found;
    if (open === "'" || open === '$' || open === '-' || open === '/') return found;
    if (found.toLowerCase() !== from.toLowerCase() || /^\s*\(/.test(sql.slice(at + found.length))) return found;
    return simple.test(to) ? to : `"${to.replaceAll('"', '""')}"`;
  });
}

/** The names that SQL mentions: words as they stand, words that are no call in small letters as well, quoted names without quotes. */
export function identifiersIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 0: found, index } of sql.matchAll(token)) {
    const open = found.charAt(0);
    if (open === '"' || open === '`') names.add(found.slice(1, -1).replaceAll(open + open, open));
    else if (open === '[') names.add(found.slice(1, -1));
    else if (/[\p{L}_]/u.test(open) && !/^\s*\(/.test(sql.slice(index + found.length))) {
      names.add(found);
      names.add(found.toLowerCase());
    }
  }
  return names;
}

/** Every name that SQL mentions, those of functions and in string literals (`nextval('orders')`) with them. */
export function wordsIn(sql: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 0: found } of sql.matchAll(token)) {
    const open = found.charAt(0);
    if (open === '"' || open === '`') names.add(found.slice(1, -1).replaceAll(open + open, open));
    else if (open === '[') names.add(found.slice(1, -1));
    else if (open === "'") for (const word of found.slice(1, -1).match(bareWord) ?? []) names.add(word);
    else if (open === '$') for (const word of found.match(bareWord) ?? []) names.add(word);
    else if (/[\p{L}_]/u.test(open)) {
      names.add(found);
      names.add(found.toLowerCase());
    }
  }
  return names;
}

const bareWord = /[\p{L}_][\p{L}\p{N}_$]*/gu;
