import type { PythonToken } from './python-tokens.ts';

/** Where a name comes from: the name of a module, or `name` of it. */
export interface PythonImport {
  /** As it is written, with its dots: `helpers`, `.helpers`, `..`. */
  readonly module: string;
  readonly name?: string;
  readonly offset: number;
}

/** The names that an import statement binds; none for any other line, for `import *`, and for a package's own name. */
export function importsOf(line: readonly PythonToken[]): readonly (readonly [name: string, from: PythonImport])[] {
  const [first] = line;
  if (first?.text === 'import') return itemsOf(line.slice(1)).flatMap(boundModule);
  const at = line.findIndex(({ text }) => text === 'import');
  if (first?.text !== 'from' || at < 0) return [];
  const module = textOf(line.slice(1, at));
  return itemsOf(line.slice(at + 1)).flatMap((item) => {
    const [name, as, alias = name] = item;
    if (name?.kind !== 'name' || alias === undefined || (as !== undefined && as.text !== 'as')) return [];
    return [[alias.text, { module, name: name.text, offset: first.offset }] as const];
  });
}

/** The module that `from module import name` binds, where name is one. */
export const submodule = (module: string, name: string): string =>
  module.endsWith('.') ? `${module}${name}` : `${module}.${name}`;

/** `a.b as c` binds `c`; without `as`, a dotted name binds its package, of which nothing is known. */
function boundModule(item: readonly PythonToken[]): readonly (readonly [string, PythonImport])[] {
  const as = item.findIndex(({ text }) => text === 'as');
  const path = as < 0 ? item : item.slice(0, as);
  const bound = as < 0 ? (item.length === 1 ? item[0] : undefined) : item[as + 1];
  return bound === undefined ? [] : [[bound.text, { module: textOf(path), offset: bound.offset }]];
}

function itemsOf(tokens: readonly PythonToken[]): readonly (readonly PythonToken[])[] {
  const items: PythonToken[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') items.push([]);
    else if (token.text !== '(' && token.text !== ')') items.at(-1)?.push(token);
  }
  return items.filter((item) => item.length > 0);
}

const textOf = (tokens: readonly PythonToken[]): string => tokens.map(({ text }) => text).join('');
