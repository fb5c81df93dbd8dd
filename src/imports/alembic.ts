import { dirname, resolve } from 'node:path';
import { labelPattern, reservedIds, revisionIdPattern, revisionIdRule } from '../revisions/revision.ts';
import { SourceProblem } from '../revisions/scanner.ts';
import type { AlembicScript } from './alembic-script.ts';
import { ImportConflict, LedgerMismatch, UnreadableMigration } from './errors.ts';
import { type Ledger, textIn } from './ledger.ts';
import { type ForeignHistory, type ForeignMigration, stemFor } from './migration.ts';
import { type FindModule, PythonModule, type PythonValue } from './python-module.ts';
import { pythonText } from './python-source.ts';
import type { SourceFile } from './source-files.ts';

/** Alembic's own rule: what it loads from a versions folder. */
export const isAlembicFile = (path: string): boolean =>
  path.endsWith('.py') && !/(?:^|\/)__init__\.py$/.test(path) && !/(?:^|\/)env\.py$/.test(path);

/**
 * Reads an Alembic history without Python: ids, links, labels, dependencies and messages. What a revision does is known where
 * a script of `alembic upgrade --sql` tells it, and where its functions do nothing.
 *
 * @throws UnreadableMigration with file and line where a header is more than plain data
 */
export function readAlembic(files: readonly SourceFile[], script: AlembicScript): ForeignHistory {
  const passedOver: string[] = [];
  const find = moduleFinder(files);
  const migrations = files.flatMap((source) => {
    const migration = readRevision(source, script, find);
    if (migration === undefined) passedOver.push(source.path);
    return migration ?? [];
  });
  checkScript(migrations, script);
  return {
    migrations,
    order: 'graph',
    notes: passedOver.map((path) => `${path} holds no revision, and was passed over`),
  };
}

/** Finds what a file imports among the files that are there. */
type Finder = (from: SourceFile) => FindModule;

/** A name without dots before it is a file beside the one that imports it, or ends with the folders above that. */
function moduleFinder(files: readonly SourceFile[]): Finder {
  const byFile = new Map(files.map((source) => [source.file, source]));
  const known = new Map<SourceFile, PythonModule>();
  const finder: Finder = (from) => (name) => {
    const [, dots = '', path = ''] = /^(\.*)(.*)$/.exec(name) ?? [];
    const above = Array.from({ length: Math.max(0, dots.length - 1) }, () => '..');
    const folder = resolve(dirname(from.file), ...above);
    const beside = resolve(folder, `${dots === '' ? path.replace(/^.*\./, '') : path.replaceAll('.', '/')}.py`);
    const found = byFile.get(beside);
    const isMeant = dots !== '' || beside.replaceAll('\\', '/').endsWith(`/${path.replaceAll('.', '/')}.py`);
    if (found === undefined || !isMeant) return undefined;
    const module = known.get(found) ?? new PythonModule(pythonText(found), finder(found));
    known.set(found, module);
    return module;
  };
  return finder;
}

function readRevision(source: SourceFile, script: AlembicScript, find: Finder): ForeignMigration | undefined {
  const text = pythonText(source);
  try {
    const python = new PythonModule(text, find(source));
    if (!python.assigns('revision')) {
      if (!python.assigns('down_revision') && !python.defines('upgrade')) return undefined;
      throw new SourceProblem("the file assigns nothing to 'revision'", python.offsetOf('down_revision'));
    }
    return toMigration(source, text, python, script);
  } catch (problem) {
    if (!(problem instanceof SourceProblem)) throw problem;
    const line = text.slice(0, problem.offset).split(/\r\n?|\n/).length;
    throw new UnreadableMigration(problem.message, {
      file: source.file,
      line,
      hint:
        problem instanceof NameProblem
          ? 'give it another name in the file, in those that name it, and in the version table'
          : 'the header is read without running Python: write it out as strings, then import again',
    });
  }
}

function toMigration(
  { file, path }: SourceFile,
  text: string,
  python: PythonModule,
  script: AlembicScript,
): ForeignMigration {
  const id = checkedName(python, 'revision', revisionIdPattern, python.value('revision'));
  const docstring = python.docstring() ?? '';
  const at = createdAt(docstring);
  const up = script.upgrades.get(id)?.sql ?? (python.isEmpty('upgrade') ? '' : undefined);
  const down = script.downgrades.get(id)?.sql ?? (python.isEmpty('downgrade') ? '' : undefined);
  return {
    name: id,
    file,
    header: {
      id,
      parents: names(python, 'down_revision', revisionIdPattern),
      message: messageOf(docstring),
      labels: names(python, 'branch_labels', labelPattern),
      dependsOn: names(python, 'depends_on', labelPattern),
    },
    stem: stemFor(path.replace(/\.py$/, '')),
    ...(at === undefined ? {} : { at }),
    ...(up === undefined ? {} : { up }),
    ...(down === undefined ? {} : { down }),
    code: { tool: 'Alembic', text, goesBack: python.defines('downgrade') },
  };
}

/** A name that Alembic takes and we do not. */
class NameProblem extends SourceProblem {}

/** One name alone, a list or a tuple of names, or nothing. Alembic takes an empty string for nothing, but as a parent. */
function names(python: PythonModule, key: string, pattern: RegExp): readonly string[] {
  const value = python.value(key);
  const isNothing = value === undefined || value === null || (value === '' && key !== 'down_revision');
  const items: readonly PythonValue[] = isNothing ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(items.map((item) => checkedName(python, key, pattern, item)))];
}

function checkedName(python: PythonModule, key: string, pattern: RegExp, value: PythonValue | undefined): string {
  if (typeof value !== 'string') throw new SourceProblem(`'${key}' is not a string`, python.offsetOf(key));
  if (pattern === revisionIdPattern && reservedIds.includes(value)) {
    throw new NameProblem(`'${value}' in '${key}' is no id: targets are called so`, python.offsetOf(key));
  }
  if (pattern.test(value)) return value;
  const rule =
    pattern === revisionIdPattern
      ? `an id, which is made of ${revisionIdRule}`
      : "a name: it may hold no blanks, quotes, '@', ':' or '+', and not end in -1";
  throw new NameProblem(`'${value}' in '${key}' is not ${rule}`, python.offsetOf(key));
}

/** The first paragraph, unless it is what Alembic adds. */
function messageOf(docstring: string): string {
  const [first = ''] = docstring.trim().split(/\n[ \t]*\n/);
  const lines = first.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => /^(?:Revision ID|Revises|Create Date):/.test(line));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .join(' ')
    .trim();
}

function createdAt(docstring: string): Date | undefined {
  const found = /^[ \t]*Create Date:[ \t]*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)/m.exec(docstring);
  if (found === null) return undefined;
  const moment = new Date(`${found[1]}T${found[2]}:00Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** Every part of a script has to be of a revision that is there, and that follows what the script says. */
function checkScript(migrations: readonly ForeignMigration[], { upgrades, downgrades }: AlembicScript): void {
  const byId = new Map(migrations.map((migration) => [migration.header.id, migration]));
  for (const section of [...upgrades.values(), ...downgrades.values()]) {
    const migration = byId.get(section.revision);
    const place = { file: section.file, line: section.line };
    if (migration === undefined) {
      throw new ImportConflict(`the script runs ${section.revision}, and no file holds that revision`, {
        ...place,
        hint: 'make the script and import the folder from one state of the project',
      });
    }
    const { parents } = migration.header;
    if (parents.length === section.parents.length && parents.every((id) => section.parents.includes(id))) continue;
    throw new ImportConflict(
      `in the script ${section.revision} follows ${section.parents.join(', ') || 'nothing'}, in ${migration.file} it follows ${parents.join(', ') || 'nothing'}`,
      { ...place, hint: 'make the script again from these files: alembic upgrade head --sql' },
    );
  }
}

/** Its rows are the heads of what is applied. */
export const alembicLedger: Ledger = {
  tables: [{ name: 'alembic_version' }],
  columns: ['version_num'],
  read: (rows, migrations) => {
    const known = new Set(migrations.map(({ header }) => header.id));
    const versions = rows.map((row) => textIn(row, 'version_num'));
    const unknown = versions.filter((id) => !known.has(id));
    if (unknown.length === 0) return { applied: versions, notes: [] };
    throw new LedgerMismatch(
      `Alembic is at ${unknown.join(', ')}, and no file of the folder holds that revision`,
      unknown,
      'get the missing files (is this the right branch, and the right database?)',
    );
  },
};
