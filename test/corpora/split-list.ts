/** Parts a list at the commas that are in no brackets and no quotes. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (`'"\``.includes(character)) at = closing(text, at);
    else if ('(['.includes(character)) depth += 1;
    else if (')]'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== '');
}

/** Where the quotes that open at a place close; doubled quotes open again at once. */
function closing(text: string, at: number): number {
  const end = text.indexOf(text[at] as string, at + 1);
  return end < 0 ? text.length : end;
}
