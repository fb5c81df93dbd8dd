import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AptEnvironment, aptOfSuite, findArchive } from './apt.ts';
import { cached, exists } from './cache.ts';
import { run } from './program.ts';

/** A server package, by the names that it has had, and the suite of Debian to take it from; Ubuntu's is the machine's own. */
export interface ServerPackage {
  readonly key: string;
  readonly names: readonly string[];
  readonly suite: string;
}

/** Packages of another suite, unpacked into a folder, with the start of a command line that runs a program of theirs. */
export interface Unpacked {
  /** Tells these packages from others. */
  readonly name: string;
  readonly folder: string;
  /** That suite's own loader and libraries, so that nothing of this system is used or changed. */
  readonly loader: readonly string[];
}

/** What packages ask for that a server does not need to run: interpreters, installers, clients. */
const unneeded =
  /^(perl|libperl|libgdbm|libdb5|gcc-.*-base|libc-gconv|debconf|cdebconf|libdebconf|libtext|tar$|dpkg|libslang|libnewt|openssl-provider|libtirpc-common|libmecab$|mariadb-client)/;

const omitted = [
  './usr/share/man*',
  './usr/share/doc*',
  './usr/share/locale*',
  './usr/share/lintian*',
  './var*',
  '*/mysql-test*',
];

/** A package and what it depends on, from the archive that this machine's apt uses; installed nowhere, fetched once. */
export async function unpackServer(server: ServerPackage): Promise<Unpacked> {
  const name = `${server.key}-${server.suite}`;
  const folder = await cached(name, (partial) => fetch(server, partial));
  return { name, folder, loader: await findLoader(folder) };
}

async function fetch(server: ServerPackage, folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'athanor-apt-'));
  try {
    const archive = await findArchive(join(work, 'search'));
    const suite = archive.origin === 'Debian' ? server.suite : archive.codename;
    const env = await aptOfSuite(join(work, 'suite'), archive, suite);
    const packages = await resolve(server, env);
    const downloads = join(work, 'downloads');
    await mkdir(downloads);
    await run('apt-get', ['-qq', 'download', ...packages], { env, cwd: downloads });
    for (const file of await readdir(downloads)) await unpack(join(downloads, file), folder);
    await run('chmod', ['-R', 'a+rX', folder]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The first of the package's names that the archive has, and all that it needs. */
async function resolve(server: ServerPackage, env: AptEnvironment): Promise<readonly string[]> {
  const known = new Set((await run('apt-cache', ['pkgnames'], { env })).split('\n'));
  const name = server.names.find((candidate) => known.has(candidate));
  if (name === undefined) throw new Error(`the archive has no ${server.names.join(' and no ')}`);
  const plan = await run('apt-get', ['install', '--simulate', name], { env });
  const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found = '']) => found);
  return packages.filter((found) => found === name || !unneeded.test(found));
}

const unpack = (file: string, folder: string): Promise<string> =>
  run('sh', [
    '-c',
    'package=$1; shift; dpkg-deb --fsys-tarfile "$package" | tar -x "$@"',
    'sh',
    file,
    ...extraction(folder),
  ]);

const extraction = (folder: string): readonly string[] => [
  '--no-same-owner',
  '-C',
  folder,
  ...omitted.map((pattern) => `--exclude=${pattern}`),
];

async function findLoader(folder: string): Promise<readonly string[]> {
  const libraries: string[] = [];
  let loader: string | undefined;
  for (const root of ['usr/lib', 'lib']) {
    for (const triplet of ['x86_64-linux-gnu', 'aarch64-linux-gnu']) {
      const path = join(folder, root, triplet);
      if (!(await exists(path))) continue;
      libraries.push(path);
      const found = (await readdir(path)).find((name) => /^ld-linux-.*\.so\.\d$/.test(name));
      if (found !== undefined) loader ??= join(path, found);
    }
  }
  if (loader === undefined) throw new Error(`${folder} holds no dynamic loader`);
  return [loader, '--library-path', libraries.join(':')];
}
