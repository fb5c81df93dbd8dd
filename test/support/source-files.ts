import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** Relative to `src`, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments; what stands in quotes is kept. */
  readonly code: string;
  /** What it imports from `src`, relative to `src`. */
  readonly imports: readonly string[];
  /** The packages that it imports, statically or when a line is reached. */
  readonly packages: readonly string[];
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, 'src', path), 'utf8');
  const code = withoutComments(text);
  const specifiers = [...withoutOtherSource(code).matchAll(importing)].map(
    ([, fixed, dynamic]) => fixed ?? dynamic ?? '',
  );
  const imports = specifiers.filter((name) => name.startsWith('.')).map((name) => posix.join(dirname(path), name));
  const packages = specifiers.filter((name) => !/^(\.|node:)/.test(name)).map(packageOf);
  return { path, text, code, imports, packages };
}

const importing = /(?:^|\n)\s*(?:import|export)\s(?:[^;'"]*?\sfrom\s+)?'([^'\n]+)'|\bimport\('([^'\n]+)'\)/g;

const quotedOrComment = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

const withoutComments = (text: string): string =>
  text.replace(quotedOrComment, (found) => (found.startsWith('//') || found.startsWith('/*') ? '' : found));

/** Only single quotes hold the names of imports: what else is quoted may be source text that the project writes for others. */
const withoutOtherSource = (code: string): string =>
  code.replace(quotedOrComment, (found) => (found.startsWith("'") ? found : ''));

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every source file of the project, with what it imports. */
export const sourceFiles: readonly SourceFile[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => readSource(path.replaceAll('\\', '/')));
