import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitions } from './support/servers/definitions.ts';
import { root } from './support/source-files.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const contributing = read('CONTRIBUTING.md');
const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };

const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && path !== 'documents.test.ts')
  .map((path) => ({ path: `test/${path}`, text: read(`test/${path}`) }));

/** The command lines of its blocks, without what is said beside them. */
const commands = [...contributing.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.replace(/\s+#.*$/, ''));

const inlineCode = [...contributing.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`\n]+)`/g)].map(
  ([, text = '']) => text,
);

/** Everything that `vitest run` is asked for is a part of `npm test`: what matters is that there is such a part. */
function findsTests(command: string): boolean {
  const [, variable, path = '', name] = /^(?:(\w+)=\S+ )?npx vitest run (\S+)(?: -t '(.*)')?$/.exec(command) ?? [];
  const found = tests.filter((file) => file.path.startsWith(path) && file.path.endsWith('.test.ts'));
  const isNamed =
    name === undefined || found.some(({ text }) => new RegExp(`it(?:\\.each.*)?\\('[^']*${name}`).test(text));
  return found.length > 0 && isNamed && (variable === undefined || tests.some(({ text }) => text.includes(variable)));
}

describe('CONTRIBUTING', () => {
  it('asks only for scripts that there are', () => {
    const lines = [...commands, ...inlineCode].filter((text) => /^npm (?:run|test)\b/.test(text));
    expect(lines.length).toBeGreaterThan(0);
    const names = lines.map((line) => line.replace(/^npm (?:run )?/, ''));
    expect(names.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('asks for what CI runs, and for parts of the tests', () => {
    const ci = read('.ci/run');
    const isRun = (command: string): boolean =>
      command === 'npm run ci' ||
      new RegExp(`(?:^|')${command.replace('npm run ', 'npm run (?:--silent )?')}\\b`, 'm').test(ci);
    const others = commands.filter((command) => !isRun(command));
    expect(others.length).toBeLessThan(commands.length);
    expect(others.filter((command) => !findsTests(command))).toEqual([]);
  });

  it('names files, folders and variables that there are', () => {
    const paths = inlineCode.filter((text) => /^(?:src|test|fixtures)\/[\w./-]*$/.test(text));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const variables = inlineCode.filter((text) => /^ATHANOR_\w+$/.test(text));
    expect(variables.filter((variable) => !tests.some(({ text }) => text.includes(variable)))).toEqual([]);
  });

  it('names the variable of every server that another can take the place of', () => {
    const expected = Object.values(definitions).flatMap(({ variable }) => variable ?? []);
    expect(contributing.match(/ATHANOR_TEST_\w+/g)?.toSorted()).toEqual(expected.toSorted());
  });
});

describe('ARCHITECTURE', () => {
  const architecture = read('ARCHITECTURE.md');

  it('shows every part of the source', () => {
    const parts = readdirSync(join(root, 'src'), { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
    expect(parts.filter((part) => !new RegExp(`^  ${part}\\s`, 'm').test(architecture))).toEqual([]);
  });

  it('says of every dependency what it is for', () => {
    const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const packages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    const [, table = ''] = architecture.split('## Dependencies');
    expect(packages.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });
});
