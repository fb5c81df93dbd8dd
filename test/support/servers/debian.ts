import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { cached, exists } from './cache.ts';
import { run } from './program.ts';

/** A server package, by the names that it has had, and the suite of Debian to take it from. */
export interface ServerPackage {
  readonly key: string;
  readonly names: readonly string[];
  readonly suite: string;
}

/** Packages of another suite, unpacked into a folder, with the start of a command line that runs a program of theirs. */
export interface Unpacked {
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
  const archive = await findArchive();
  const suite = archive.origin === 'Debian' ? server.suite : archive.codename;
  const folder = await cached(`${server.key}-${suite}`, (partial) => fetch(server, archive, suite, partial));
  return { folder, loader: await findLoader(folder) };
}

interface Archive {
  readonly uri: string;
  readonly origin: string;
  readonly codename: string;
}

/** The archive is learnt from apt's configuration; `ATHANOR_DEBIAN_MIRROR` names another. */
async function findArchive(): Promise<Archive> {
  const mirror = process.env.ATHANOR_DEBIAN_MIRROR;
  if (mirror !== undefined) return { uri: mirror, origin: 'Debian', codename: 'stable' };
  const format = '$(REPO_URI)|$(ORIGIN)|$(CODENAME)';
  const targets = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const archives = targets.split('\n').map((line) => line.split('|'));
  const found = archives.find(
    ([uri, origin]) => (origin === 'Debian' || origin === 'Ubuntu') && !uri?.includes('security'),
  );
  const [uri, origin, codename] = found ?? [];
  if (uri === undefined || origin === undefined || codename === undefined) {
    throw new Error('apt knows no archive of Debian or Ubuntu: run apt-get update, or set ATHANOR_DEBIAN_MIRROR');
  }
  return { uri, origin, codename };
}

async function fetch(server: ServerPackage, archive: Archive, suite: string, folder: string): Promise<void> {
  const apt = await mkdtemp(join(tmpdir(), 'athanor-apt-'));
  try {
    const env = { APT_CONFIG: await configureApt(apt, archive, suite), LC_ALL: 'C' };
    await run('apt-get', ['-qq', 'update'], { env });
    const packages = await resolve(server, env);
    const downloads = join(apt, 'downloads');
    await run('apt-get', ['-qq', 'download', ...packages], { env, cwd: downloads });
    for (const file of await readdir(downloads)) await unpack(join(downloads, file), folder);
    await run('chmod', ['-R', 'a+rX', folder]);
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
}

/** An apt of its own: its own state, no packages installed, this one archive. The archive's signature is checked. */
async function configureApt(folder: string, { uri, origin }: Archive, suite: string): Promise<string> {
  const keyring = `/usr/share/keyrings/${origin.toLowerCase()}-archive-keyring.gpg`;
  const components = origin === 'Debian' ? 'main' : 'main universe';
  const architecture = (await run('dpkg', ['--print-architecture'])).trim();
  await run('mkdir', [
    '-p',
    join(folder, 'state/lists/partial'),
    join(folder, 'cache/archives/partial'),
    join(folder, 'downloads'),
  ]);
  await writeFile(join(folder, 'status'), '');
  // A mirror that stands still is past the date until which its index vouches for itself.
  await writeFile(
    join(folder, 'sources.list'),
    `deb [signed-by=${keyring} check-valid-until=no] ${uri} ${suite} ${components}\n`,
  );
  const settings = {
    'Dir::State': join(folder, 'state'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Sandbox::User': userInfo().username,
    'APT::Install-Recommends': 'false',
    'Acquire::Languages': 'none',
    'pkgCacheGen::Essential': 'none',
  };
  const file = join(folder, 'apt.conf');
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} "${value}";\n`)
      .join(''),
  );
  return file;
}

/** The first of the package's names that the archive has, and all that it needs. */
async function resolve(server: ServerPackage, env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const known = new Set((await run('apt-cache', ['pkgnames', 'm'], { env })).split('\n'));
  const name = server.names.find((candidate) => known.has(candidate));
  if (name === undefined) throw new Error(`the archive has no ${server.names.join(' and no ')}`);
  const plan = await run('apt-get', ['install', '--simulate', name], { env });
  const packages = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, found = '']) => found);
  return packages.filter((found) => !unneeded.test(found));
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
