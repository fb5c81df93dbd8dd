/**
 * A piece of source text that may be laid out over several lines, in the manner of Prettier and Biome: what fits stays on one
 * line, what does not is broken at its outermost bracket.
 */
export type Layout = Atom | Bracketed | Pair | Call | Arrow;

/** Where a line has to end. */
export const lineWidth = 120;

interface Measured {
  /** The text on one line; absent where it cannot be on one line. */
  readonly flat?: string;
}

interface Atom extends Measured {
  readonly kind: 'atom';
  readonly text: string;
  /** A string may stand on the line after its key, where it is too long for that line. */
  readonly isString: boolean;
}

interface Bracketed extends Measured {
  readonly kind: 'object' | 'array';
  readonly items: readonly Layout[];
  /** Numbers are set as many to a line as fit. */
  readonly isFilled: boolean;
}

interface Pair extends Measured {
  readonly kind: 'pair';
  readonly key: string;
  readonly value: Layout;
}

interface Call extends Measured {
  readonly kind: 'call';
  readonly callee: string;
  readonly items: readonly Layout[];
}

interface Arrow extends Measured {
  readonly kind: 'arrow';
  /** `(t) => `. */
  readonly head: string;
  readonly body: Layout;
}

const flatAs = (text: string | undefined): Measured => (text === undefined ? {} : { flat: text });

const joined = (items: readonly Layout[]): string | undefined => {
  const texts = items.map((item) => item.flat);
  return texts.includes(undefined) ? undefined : texts.join(', ');
};

const wrapped = (open: string, inside: string | undefined, close: string): Measured =>
  flatAs(inside === undefined ? undefined : `${open}${inside}${close}`);

/** A number, a name, a keyword. */
export const atom = (text: string): Layout => ({ kind: 'atom', text, isString: false, flat: text });

/** Source text of somebody else's, which is not laid out anew. */
export const sourceAtom = (text: string): Layout => ({
  kind: 'atom',
  text,
  isString: false,
  ...flatAs(text.includes('\n') ? undefined : text),
});

/** A string literal; a template over several lines never shares its line with what follows it. */
export const stringAtom = (text: string): Layout => ({
  kind: 'atom',
  text,
  isString: !text.startsWith('`'),
  ...flatAs(text.includes('\n') ? undefined : text),
});

export const pair = (key: string, value: Layout): Layout => ({
  kind: 'pair',
  key,
  value,
  ...wrapped(`${key}: `, value.flat, ''),
});

export const object = (pairs: readonly Layout[]): Layout => ({
  kind: 'object',
  items: pairs,
  isFilled: false,
  ...(pairs.length === 0 ? { flat: '{}' } : wrapped('{ ', joined(pairs), ' }')),
});

export const array = (items: readonly Layout[]): Layout => ({
  kind: 'array',
  items,
  isFilled: items.length > 0 && items.every((item) => item.kind === 'atom' && /^-?[\d.]/.test(item.text)),
  ...(isList(items) ? {} : wrapped('[', joined(items), ']')),
});

export const call = (callee: string, items: readonly Layout[]): Layout => ({
  kind: 'call',
  callee,
  items,
  ...wrapped(`${callee}(`, joined(items), ')'),
});

/** An object whose pairs are always set one to a line. */
export const openObject = (pairs: readonly Layout[]): Layout => ({ kind: 'object', items: pairs, isFilled: false });

/** A function that returns a list, or a call. */
export const arrow = (parameters: string, body: Layout): Layout => {
  const head = `(${parameters}) => `;
  return { kind: 'arrow', head, body, ...wrapped(head, body.flat, '') };
};

/** Several objects, or several lists, of more than one part each are always set one to a line. */
const isList = (items: readonly Layout[]): boolean =>
  items.length > 1 &&
  items.every(
    (item) =>
      (item.kind === 'object' || item.kind === 'array') && item.kind === items[0]?.kind && item.items.length > 1,
  );

/**
 * Lays a piece out.
 *
 * @param indent how far its lines are indented
 * @param start the column it starts at
 * @param tail how many characters follow it on its last line
 */
export function print(layout: Layout, indent: number, start: number, tail: number): string {
  if (layout.flat !== undefined && start + width(layout.flat) + tail <= lineWidth) return layout.flat;
  switch (layout.kind) {
    case 'atom':
      return layout.text;
    case 'pair':
      return printPair(layout, indent, start, tail);
    case 'object':
      return layout.items.length === 0 ? '{}' : printBroken('{', layout.items, '}', indent);
    case 'array':
      return layout.isFilled ? printFilled(layout, indent) : printBroken('[', layout.items, ']', indent);
    case 'call':
      return printCall(layout, indent, start);
    case 'arrow':
      return `${layout.head}${print(layout.body, indent, start + width(layout.head), tail)}`;
  }
}

function printPair({ key, value }: Pair, indent: number, start: number, tail: number): string {
  // Under a key that is hardly longer than the indentation nothing would be won.
  const breaks = value.kind === 'atom' && value.isString && width(key) > 4;
  if (breaks) return `${key}:\n${' '.repeat(indent + 2)}${print(value, indent + 2, indent + 2, tail)}`;
  return `${key}: ${print(value, indent, start + width(key) + 2, tail)}`;
}

function printBroken(open: string, items: readonly Layout[], close: string, indent: number): string {
  const inner = ' '.repeat(indent + 2);
  const lines = items.map((item) => `${inner}${print(item, indent + 2, indent + 2, 1)},\n`);
  return `${open}\n${lines.join('')}${' '.repeat(indent)}${close}`;
}

function printFilled({ items }: Bracketed, indent: number): string {
  const lines: string[] = [''];
  for (const item of items) {
    const text = `${item.flat},`;
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? text : `${line} ${text}`;
    if (indent + 2 + width(longer) <= lineWidth || line === '') lines[lines.length - 1] = longer;
    else lines.push(text);
  }
  const inner = ' '.repeat(indent + 2);
  return `[\n${lines.map((line) => `${inner}${line}\n`).join('')}${' '.repeat(indent)}]`;
}

function printCall({ callee, items }: Call, indent: number, start: number): string {
  const [last] = items.slice(-1);
  const others = items.slice(0, -1);
  if (last === undefined) return `${callee}()`;
  if (items.length === 1 && last.kind === 'atom' && last.flat === undefined) return `${callee}(${last.text})`;
  const before = joined(others);
  if (isHuggable(last, others.at(-1)) && before !== undefined) {
    const head = `${callee}(${before}${others.length === 0 ? '' : ', '}`;
    if (start + width(head) + 1 <= lineWidth) return `${head}${printHugged(last, indent)})`;
  }
  return printBroken(`${callee}(`, items, ')', indent);
}

/** The last argument of a call may open on the call's own line. */
const isHuggable = (last: Layout, previous: Layout | undefined): last is Bracketed =>
  (last.kind === 'object' || last.kind === 'array') &&
  last.items.length > 0 &&
  last.kind !== previous?.kind &&
  !(last.isFilled && previous !== undefined);

function printHugged(last: Bracketed, indent: number): string {
  if (last.isFilled) return printFilled(last, indent);
  return last.kind === 'object' ? printBroken('{', last.items, '}', indent) : printBroken('[', last.items, ']', indent);
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;

/** How many columns a text takes. */
function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...text.replaceAll(/\p{M}/gu, '').replaceAll(wide, '..')].length;
}
