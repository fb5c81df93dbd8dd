import { isPlainName } from '../source/literal.ts';

/** What cannot be the name of a declaration in a module, or would hide what the module needs. */
const reserved: ReadonlySet<string> = new Set([
  ...['abstract', 'any', 'arguments', 'as', 'asserts', 'async', 'await', 'bigint', 'boolean', 'break', 'case', 'catch'],
  ...['class', 'const', 'constructor', 'continue', 'debugger', 'declare', 'default', 'delete', 'do', 'else', 'enum'],
  ...['eval', 'export', 'extends', 'false', 'finally', 'for', 'from', 'function', 'get', 'if', 'implements', 'import'],
  ...['in', 'infer', 'instanceof', 'interface', 'is', 'keyof', 'let', 'module', 'namespace', 'never', 'new', 'null'],
  ...[
    'number',
    'object',
    'of',
    'package',
    'private',
    'protected',
    'public',
    'readonly',
    'require',
    'return',
    'satisfies',
  ],
  ...['set', 'static', 'string', 'super', 'switch', 'symbol', 'this', 'throw', 'true', 'try', 'type', 'typeof'],
  ...['undefined', 'unique', 'unknown', 'using', 'var', 'void', 'while', 'with', 'yield', 'global', 'exports'],
  ...[
    'sa',
    'column',
    'ForeignKey',
    'Base',
    'metadata',
    '__proto__',
    'globalThis',
    'NaN',
    'Infinity',
    'Array',
    'ArrayBuffer',
  ],
  ...[
    'BigInt',
    'Boolean',
    'DataView',
    'Date',
    'Error',
    'Function',
    'Iterator',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
  ],
  ...['Promise', 'Proxy', 'Reflect', 'RegExp', 'Set', 'String', 'Symbol', 'URL', 'WeakMap', 'WeakRef', 'WeakSet'],
]);

/** A name that can be declared, made from one that may be anything: `2fa` as `_2fa`. */
export function identifierFrom(name: string, empty: string): string {
  const found = name === '' ? empty : name;
  return isPlainName(found) ? found : `_${found}`;
}

/** Names of one place, of which no two are the same. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** Whether a name is still free. */
  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** The first of these names that is free, or the last of them with a number; from now on it is taken. */
  take(...wanted: readonly [string, ...string[]]): string {
    const free = wanted.find((name) => !this.#taken.has(name));
    let name = free ?? wanted[wanted.length - 1] ?? '';
    for (let count = 2; free === undefined && this.#taken.has(name); count += 1) name = `${wanted.at(-1)}${count}`;
    this.#taken.add(name);
    return name;
  }
}

/** A name that a module can declare: one that is a word of the language, or a global, gets another word behind it. */
export const declarableName = (name: string, suffix: string): string =>
  reserved.has(name) ? `${name}${suffix}` : name;
