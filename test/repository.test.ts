import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/source-files.ts';

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** What is committed, or about to be; a package without its history has nothing to check. */
const files: readonly TextFile[] = trackedFiles().map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

function trackedFiles(): readonly string[] {
  try {
    const listing = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).split('\0');
    return listing.split('\0').filter((path) => path !== '' && !deleted.includes(path));
  } catch {
    return [];
  }
}

const linesWith = (pattern: RegExp, only: (path: string) => boolean = () => true): readonly string[] =>
  files
    .filter(({ path }) => only(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );

describe('the repository', () => {
  it('names no host that packages come from', () => {
    expect(linesWith(/\b(?:registry|deb|archive|security|snapshot)\.(?:npmjs|yarnpkg|debian|ubuntu)\.\w+/)).toEqual([]);
  });

  it('locks packages by version and integrity, not by where they were fetched from', () => {
    expect(linesWith(/"resolved":/, (path) => path === 'package-lock.json')).toEqual([]);
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
    const unproven = Object.entries(lock.packages).filter(
      ([path, { integrity }]) => path !== '' && integrity === undefined,
    );
    expect(unproven.map(([path]) => path)).toEqual([]);
  });

  it('locks the packages of every platform, so that npm ci works on all of them', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('holds no paths of the machines it was written on', () => {
    const pattern = /(?<![\w.])\/(?:work|home|root|Users)\/\w/;
    expect(linesWith(pattern, (path) => !path.startsWith('fixtures/changes/'))).toEqual([]);
  });

  it('keeps files that people can open: text, with a line end at the end', () => {
    const own = files.filter(({ path }) => !path.startsWith('fixtures/imports/')); // as the other tools write them
    const broken = own.filter(({ text }) => text.includes('\r\n') || (text !== '' && !text.endsWith('\n')));
    expect(broken.map(({ path }) => path)).toEqual([]);
  });
});

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly integrity?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}
