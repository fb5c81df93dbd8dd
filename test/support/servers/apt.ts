import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from './program.ts';

/** Where packages come from. */
export interface Archive {
  readonly uri: string;
  readonly origin: string;
  readonly codename: string;
}

/** The environment in which apt works in a folder of its own, as whoever calls it, and leaves the machine alone. */
export type AptEnvironment = Readonly<Record<'APT_CONFIG' | 'LC_ALL', string>>;

/** The archive of Debian or Ubuntu that this machine's apt uses; `ATHANOR_DEBIAN_MIRROR` names another. */
export async function findArchive(folder: string): Promise<Archive> {
  const mirror = process.env.ATHANOR_DEBIAN_MIRROR;
  if (mirror !== undefined) return { uri: mirror, origin: 'Debian', codename: 'stable' };
  const found = (await listArchive({})) ?? (await findInFreshLists(folder));
  if (found === undefined)
    throw new Error('apt knows no archive of Debian or Ubuntu; ATHANOR_DEBIAN_MIRROR can name one');
  return found;
}

/** A machine whose package lists were never fetched, as in a container, has to be asked with lists of our own. */
async function findInFreshLists(folder: string): Promise<Archive | undefined> {
  const env = await aptEnvironment(folder, {});
  // A third party's archive that is out of reach is none of our business.
  await run('apt-get', ['-qq', 'update'], { env }).catch(() => undefined);
  return listArchive(env);
}

async function listArchive(env: Readonly<Record<string, string>>): Promise<Archive | undefined> {
  const format = '$(REPO_URI)|$(ORIGIN)|$(CODENAME)';
  const targets = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], { env });
  const archives = targets.split('\n').map((line) => line.split('|'));
  const main = archives.find(([uri, origin]) => /^(Debian|Ubuntu)$/.test(origin ?? '') && !uri?.includes('security'));
  const [uri, origin, codename] = main ?? [];
  return uri === undefined || origin === undefined || codename === undefined ? undefined : { uri, origin, codename };
}

/** An apt that knows one suite of one archive, whose signature it checks, and has nothing installed. */
export async function aptOfSuite(folder: string, { uri, origin }: Archive, suite: string): Promise<AptEnvironment> {
  const keyring = `/usr/share/keyrings/${origin.toLowerCase()}-archive-keyring.gpg`;
  const components = origin === 'Debian' ? 'main' : 'main universe';
  const architecture = (await run('dpkg', ['--print-architecture'])).trim();
  const sources = join(folder, 'sources.list');
  const env = await aptEnvironment(folder, {
    'Dir::State::status': join(folder, 'status'),
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'APT::Architecture': architecture,
    'APT::Architectures': architecture,
    'APT::Install-Recommends': 'false',
    'pkgCacheGen::Essential': 'none',
  });
  await writeFile(join(folder, 'status'), '');
  // A mirror that stands still is past the date until which its index vouches for itself.
  await writeFile(sources, `deb [signed-by=${keyring} check-valid-until=no] ${uri} ${suite} ${components}\n`);
  await run('apt-get', ['-qq', 'update'], { env });
  return env;
}

async function aptEnvironment(folder: string, settings: Readonly<Record<string, string>>): Promise<AptEnvironment> {
  await mkdir(join(folder, 'state/lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  const all = {
    'Dir::State': join(folder, 'state'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': userInfo().username,
    'Acquire::Languages': 'none',
    ...settings,
  };
  const file = join(folder, 'apt.conf');
  const lines = Object.entries(all).map(([name, value]) => `${name} "${value}";\n`);
  await writeFile(file, lines.join(''));
  return { APT_CONFIG: file, LC_ALL: 'C' };
}
