import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { timeless } from '../cli/session.ts';
import { root } from './source-files.ts';

/** Packages of this repository that code in documents imports, installed or not. */
const alwaysThere = ['@types', 'kysely'];

/** The settings of a strict project. The package is its source, which wants the extensions of TypeScript. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  paths: { athanor: [join(root, 'src/index.ts')] },
};

/**
 * The folder of somebody who does what a document says. Revision ids are random: the document's stand for those that were
 * made, in the order in which both turn up.
 */
export class DocumentedProject {
  readonly #home = realpathSync(mkdtempSync(join(tmpdir(), 'athanor-document-')));
  readonly #toldIds: string[] = [];
  readonly #madeIds: string[] = [];
  readonly #written = new Set<string>();
  readonly folder: string;

  /** @param name what the folder is called, and with it the project */
  constructor(name: string) {
    this.folder = join(this.#home, name);
    mkdirSync(join(this.folder, 'node_modules/.bin'), { recursive: true });
    for (const name of alwaysThere) this.#link(name, join(root, 'node_modules', name));
  }

  /** What a package manager does: the packages of this repository, and this repository as `athanor`. */
  install(packages: readonly string[]): void {
    const path = join(this.folder, 'package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { readonly dependencies?: object };
    const added = Object.fromEntries(packages.map((name) => [name, '*']));
    writeFileSync(path, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, ...added } }));
    for (const name of packages) this.#link(name, name === 'athanor' ? root : join(root, 'node_modules', name));
    if (packages.includes('athanor')) this.#link('.bin/migrate', '../athanor/bin/migrate.js');
  }

  #link(name: string, target: string): void {
    rmSync(join(this.folder, 'node_modules', name), { force: true });
    symlinkSync(target, join(this.folder, 'node_modules', name));
  }

  /** Writes a file as the document shows it. */
  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, this.#withMadeIds(text));
    if (path.endsWith('.ts')) this.#written.add(path);
  }

  /** Makes a change to a file: lines that begin with a blank, `-` or `+`, as in a patch. */
  change(pattern: string, lines: readonly string[]): void {
    const path = this.#find(pattern);
    const side = (sign: string): string =>
      lines.flatMap((line) => (line.startsWith(sign) || line.startsWith(' ') ? [`${line.slice(1)}\n`] : [])).join('');
    const text = readFileSync(join(this.folder, path), 'utf8');
    expect(text, `${basename(path)} before the change`).toContain(side('-'));
    this.write(path, text.replace(side('-'), side('+')));
  }

  /** The one file that a path with a `*` in its last part means, as in a shell. */
  #find(pattern: string): string {
    if (!pattern.includes('*')) return pattern;
    const [start = '', end = ''] = basename(pattern).split('*');
    const found = readdirSync(join(this.folder, dirname(pattern))).filter(
      (name) => name.startsWith(start) && name.endsWith(end),
    );
    expect(found, pattern).toHaveLength(1);
    return join(dirname(pattern), found[0] ?? '');
  }

  /** Runs a line in the shell and gives what a terminal would show. */
  run(command: string): Promise<{ readonly said: string; readonly exitCode: number }> {
    const script = `${asShown}\n${this.#withMadeIds(command)}`;
    return new Promise((resolve) => {
      execFile('sh', ['-c', script], { cwd: this.folder, env: environment() }, (error, said) => {
        resolve({ said, exitCode: error === null ? 0 : Number(error.code) });
      });
    });
  }

  /** What the document says was shown, without what differs from run to run. */
  told(text: string): string {
    return timeless(numberIds(text, this.#toldIds), this);
  }

  /** What was shown, likewise; steps are told one by one only where a run takes longer than a second. */
  made(text: string): string {
    return timeless(numberIds(text.replaceAll(/^\[\d+\/\d+\] .*\n/gm, ''), this.#madeIds), this);
  }

  /** What the compiler has against the document's code and against what was generated. */
  async typeErrors(): Promise<readonly string[]> {
    const include = [...this.#written, 'src', 'migrations', 'migrate.config.ts'];
    writeFileSync(join(this.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include }));
    const { said } = await this.run(`${process.execPath} ${join(root, 'node_modules/typescript/bin/tsc')} -p .`);
    return said.split('\n').filter((line) => /^(?!\.\.).*\berror TS/.test(line));
  }

  end(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #withMadeIds(text: string): string {
    return this.#toldIds.reduce((changed, id, at) => changed.replaceAll(id, this.#madeIds[at] ?? id), text);
  }
}

/** Both outputs in one; and what is installed is run at once, since asking npm for it takes longer than all else. */
const asShown = 'exec 2>&1; npx() { program=$1; shift; "node_modules/.bin/$program" "$@"; }';

/** Nothing of the npm that runs the tests, and no network. */
function environment(): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|INIT_CWD|DATABASE_URL|VITEST)/i.test(name),
  );
  const quiet = { npm_config_loglevel: 'error', npm_config_update_notifier: 'false', npm_config_offline: 'true' };
  return { ...Object.fromEntries(inherited), ...quiet, NO_COLOR: '1' };
}

/** Writes `<id 1>`, `<id 2>` for random ids, counted as they turn up; `known` remembers them. */
const numberIds = (text: string, known: string[]): string =>
  text.replaceAll(/(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])/g, (id) => {
    if (!known.includes(id)) known.push(id);
    return `<id ${known.indexOf(id) + 1}>`;
  });
